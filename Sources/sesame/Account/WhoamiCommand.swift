import ArgumentParser
import MarketplaceClient
import MarketplaceWire

struct WhoamiCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "whoami", abstract: "Show who is logged in.")

    @OptionGroup var connection: Connection
    @OptionGroup var output: Output

    func run() async throws {
        let me = try await connection.loggedInClient().me()
        try output.show(me, as: me.account.table)
    }
}
