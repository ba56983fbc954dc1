extension AccountService {
    /// Gives out a token for a username and its password.
    ///
    /// An unknown name takes the same work and gives the same error as a wrong password, so that nobody learns from it
    /// who has an account.
    /// - Throws: `AccountError.wrongCredentials` or `.tooManyAttempts`.
    public func logIn(
        username: String, password: String, scopes: Set<Scope> = Set(Scope.allCases),
        from origin: LoginOrigin = LoginOrigin()
    ) async throws -> IssuedToken {
        guard AccountRules.usernameProblem(username) == nil, password.utf8.count <= AccountRules.passwordBytes else {
            throw AccountError.wrongCredentials
        }
        var origin = origin
        if origin.device?.username != username.lowercased() { origin.device = nil }
        let entry = try loginGate.enter(
            LoginAttempt(username: username, address: origin.address, device: origin.device?.record.hash))
        let account: Account?
        do {
            account = try await self.account(username: username, password: password, isKnown: entry.isKnown)
        } catch {
            loginGate.withdraw(entry)
            throw error
        }
        guard let account else { throw AccountError.wrongCredentials }
        loginGate.succeed(entry)
        return try await issue(to: account, scopes: scopes, origin)
    }

    /// The account of that name and password; nil where there is none.
    private func account(username: String, password: String, isKnown: Bool) async throws -> Account? {
        let found = try await store.credentials(username: username)
        let kept = found.flatMap { PasswordHash($0.passwordHash) } ?? decoy
        let matches = try await worker.run(isKnown ? .known : .others) { try kept.matches(password) }
        return matches && kept != decoy ? found?.account : nil
    }

    private func issue(to account: Account, scopes: Set<Scope>, _ origin: LoginOrigin) async throws -> IssuedToken {
        let token = Token(bytes: randomBytes(SecretText.byteCount))
        let issuedAt = now()
        let expiresAt = issuedAt + options.tokenLifetimeMilliseconds
        try await store.insert(
            TokenRecord(
                hash: token.hash, accountID: account.id, scopes: scopes, createdAtMilliseconds: issuedAt,
                expiresAtMilliseconds: expiresAt))
        let device = try await remember(origin, of: account)
        return IssuedToken(
            text: token.text, account: account, scopes: scopes, expiresAtMilliseconds: expiresAt, device: device)
    }
}
