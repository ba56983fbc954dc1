extension AccountService {
    /// Revokes a token. One that is not there any more is as good as revoked.
    public func logOut(_ text: String) async throws {
        guard let token = Token(text) else { return }
        try await store.deleteToken(hash: token.hash)
        tokens.forget(hash: token.hash)
    }
}
