import MarketplaceClient
import MarketplaceWire

/// Gets a token for a name and a password, and keeps it with what makes this machine known to the account.
struct Login {
    var client: MarketplaceClient

    @discardableResult
    func run(username: String, password: String) async throws -> AccountResource {
        var client = client
        client.token = nil
        let store = CredentialStore()
        let answer = try await client.logIn(
            TokenRequest(
                username: username, password: password,
                device: try store.device(server: client.server, username: username), rememberDevice: true))
        let credential = Credential(
            token: answer.token, username: answer.account.username, accountID: answer.account.id)
        try store.save(credential, server: client.server, device: answer.device)
        return answer.account
    }
}

extension AccountResource {
    var table: Table {
        var table = Table([.init(title: "id", isRightAligned: true), .init(title: "name"), .init(title: "shop")])
        table.add([String(id), username, displayName])
        return table
    }
}
