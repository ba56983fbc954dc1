import ArgumentParser
import MarketplaceClient
import MarketplaceWire

struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show your listings, newest first.")

    enum Status: String, CaseIterable, ExpressibleByArgument {
        case active, closed, all
    }

    @Option(help: "active, closed or all.")
    var status = Status.all

    @Option(help: "How many to show, at most.")
    var limit = 50

    @Option(help: ArgumentHelp("Another seller's instead.", valueName: "id"))
    var seller: Int64?

    @OptionGroup var connection: Connection
    @OptionGroup var output: Output

    func validate() throws {
        guard limit >= 1 else { throw ValidationError("--limit is \(limit); it must be 1 or more.") }
    }

    func run() async throws {
        let client = try seller == nil ? connection.loggedInClient() : connection.client()
        let account = if let seller { seller } else { try await connection.accountID(client) }
        var listings: [ListingResource] = []
        for try await page in ListingPages(client: client, sellerID: account, status: status.rawValue) {
            listings += page
            if listings.count >= limit { break }
        }
        let hasMore = listings.count > limit
        listings = Array(listings.prefix(limit))
        try output.show(listings, as: ListingTable.table(listings))
        if hasMore { Terminal.say("there are more: --limit \(limit * 2)") }
    }
}
