import ArgumentParser
import Foundation
import MarketplaceClient
import MarketplaceWire

/// Which server a command talks to, and as whom.
struct Connection: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The market's address. (default: SESAME_SERVER, else http://127.0.0.1:8080)", valueName: "url"))
    var server: String?

    @Flag(help: "Never ask anything; fail instead.")
    var noInput = false

    private var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// Whether a person is there to answer.
    var mayAsk: Bool { !noInput && Terminal.standardInputIsTerminal }

    private var address: String {
        if let server { return server }
        if let server = environment["SESAME_SERVER"], !server.isEmpty { return server }
        return "http://127.0.0.1:8080"
    }

    /// A client with the token at hand: `SESAME_TOKEN`, else the one of the last login, else none.
    func client() throws -> MarketplaceClient {
        var client = try MarketplaceClient(server: address)
        if let token = environment["SESAME_TOKEN"], !token.isEmpty {
            client.token = token
        } else {
            client.token = try CredentialStore().credential(server: client.server)?.token
        }
        return client
    }

    /// A client that somebody is logged in with.
    /// - Throws: `CommandFailure.notLoggedIn`.
    func loggedInClient() throws -> MarketplaceClient {
        let client = try client()
        guard client.token != nil else { throw CommandFailure.notLoggedIn(server: client.server) }
        return client
    }

    /// The number of the account that is logged in. Asks the server only where the token came from outside.
    func accountID(_ client: MarketplaceClient) async throws -> Int64 {
        if let known = try CredentialStore().credential(server: client.server), known.token == client.token {
            return known.accountID
        }
        return try await client.me().account.id
    }
}
