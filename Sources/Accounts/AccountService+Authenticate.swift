extension AccountService {
    /// Whose token it is, and what it allows.
    /// - Throws: `AccountError.notAuthenticated` where it is unknown, revoked or expired.
    public func authenticate(_ text: String) async throws -> Authentication {
        guard let hash = Token(text)?.hash, let record = try await record(hash: hash),
            now() < record.expiresAtMilliseconds
        else { throw AccountError.notAuthenticated }
        return Authentication(accountID: record.accountID, scopes: record.scopes)
    }

    private func record(hash: [UInt8]) async throws -> TokenRecord? {
        let now = now()
        if let known = tokens.record(hash: hash, atMilliseconds: now) { return known }
        let forgetCount = tokens.forgetCount
        guard let record = try await store.token(hash: hash) else { return nil }
        tokens.keep(record, forgetCount: forgetCount, atMilliseconds: now)
        return record
    }
}
