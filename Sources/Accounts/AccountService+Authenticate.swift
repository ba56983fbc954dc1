extension AccountService {
    /// Whose token it is, and what it allows.
    /// - Throws: `AccountError.notAuthenticated` where it is unknown, revoked or expired.
    public func authenticate(_ text: String) async throws -> Authentication {
        guard let token = Token(text), let record = try await store.token(hash: token.hash),
            now() < record.expiresAtMilliseconds
        else { throw AccountError.notAuthenticated }
        return Authentication(accountID: record.accountID, scopes: record.scopes)
    }
}
