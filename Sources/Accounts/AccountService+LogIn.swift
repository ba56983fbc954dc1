extension AccountService {
    /// Gives out a token for a username and its password.
    ///
    /// An unknown name takes the same work and gives the same error as a wrong password, so that nobody learns from it
    /// who has an account.
    /// - Throws: `AccountError.wrongCredentials` or `.tooManyAttempts`.
    public func logIn(
        username: String, password: String, scopes: Set<Scope> = Set(Scope.allCases)
    ) async throws -> IssuedToken {
        guard AccountRules.usernameProblem(username) == nil, password.utf8.count <= AccountRules.passwordBytes else {
            throw AccountError.wrongCredentials
        }
        try throttle.enter(username: username, atMilliseconds: now())
        let found = try await store.credentials(username: username)
        let kept = found.flatMap { PasswordHash($0.passwordHash) } ?? decoy
        let matches = try await worker.run { try kept.matches(password) }
        guard matches, let found, kept != decoy else { throw AccountError.wrongCredentials }
        throttle.succeed(username: username)
        return try await issue(to: found.account, scopes: scopes)
    }

    private func issue(to account: Account, scopes: Set<Scope>) async throws -> IssuedToken {
        let token = Token(bytes: randomBytes(Token.byteCount))
        let issuedAt = now()
        let expiresAt = issuedAt + options.tokenLifetimeMilliseconds
        try await store.insert(
            TokenRecord(
                hash: token.hash, accountID: account.id, scopes: scopes, createdAtMilliseconds: issuedAt,
                expiresAtMilliseconds: expiresAt))
        return IssuedToken(text: token.text, account: account, scopes: scopes, expiresAtMilliseconds: expiresAt)
    }
}
