import ArgumentParser
import MarketplaceClient
import MarketplaceWire

struct DeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete listings; orders keep what was bought.",
        discussion: "Asks first, unless told --yes. To take a listing off for a while, close it.")

    @Argument(help: "The listings' numbers.")
    var ids: [Int64]

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @OptionGroup var connection: Connection

    func run() async throws {
        let client = try connection.loggedInClient()
        for id in ids {
            let listing = try await client.listing(id)
            try confirm("Delete \(id), \(listing.title)? [y/N] ")
            try await client.delete(id, version: listing.version)
        }
    }

    private func confirm(_ question: String) throws {
        if yes { return }
        guard connection.mayAsk else { throw CommandFailure.usage("deleting asks first; say --yes to delete anyway") }
        let answer = Terminal.ask(question)?.lowercased()
        guard answer == "y" || answer == "yes" else { throw CommandFailure.cancelled }
    }
}
