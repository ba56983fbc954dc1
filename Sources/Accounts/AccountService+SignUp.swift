extension AccountService {
    /// Opens an account. The display name is the username where it is empty.
    /// - Throws: `AccountError.invalid` with every problem, `.usernameTaken` or `.tooManyAttempts`.
    public func signUp(
        username: String, displayName: String = "", password: String, address: CountedAddress = .unknown
    ) async throws -> Account {
        let tidied = AccountRules.tidied(displayName)
        let shopName = tidied.isEmpty ? username : tidied
        let problems = AccountRules.problems(username: username, displayName: shopName, password: password)
        guard problems.isEmpty else { throw AccountError.invalid(problems) }
        try signUpGate?.enter(address: address)
        do {
            return try await open(username: username, shopName: shopName, password: password)
        } catch AccountError.usernameTaken {
            signUpGate?.nameWasTaken()
            throw AccountError.usernameTaken
        } catch {
            signUpGate?.withdraw(address: address)
            throw error
        }
    }

    private func open(username: String, shopName: String, password: String) async throws -> Account {
        let salt = randomBytes(PasswordHash.saltByteCount)
        let cost = options.passwordCost
        let hash = try await worker.run(.others) { try PasswordHash(of: password, salt: salt, cost: cost) }
        return try await store.createAccount(
            username: username, displayName: shopName, passwordHash: hash.text, atMilliseconds: now())
    }
}
