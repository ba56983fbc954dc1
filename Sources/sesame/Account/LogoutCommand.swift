import ArgumentParser
import MarketplaceClient

struct LogoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout", abstract: "Revoke the token of the last login, and forget it.")

    @OptionGroup var connection: Connection

    func run() async throws {
        let client = try connection.loggedInClient()
        do {
            try await client.logOut()
        } catch let error as ClientError where error.isUnauthorized {
            Terminal.say("the token was no longer valid")
        }
        try CredentialStore().forget(server: client.server)
    }
}
