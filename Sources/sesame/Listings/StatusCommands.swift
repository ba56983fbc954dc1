import ArgumentParser
import MarketplaceClient
import MarketplaceWire

struct CloseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Take listings off the market; they can be relisted.")

    @Argument(help: "The listings' numbers.")
    var ids: [Int64]

    @OptionGroup var connection: Connection
    @OptionGroup var output: Output

    func run() async throws {
        let listings = try await change(ids, connection) { try await $0.close($1.id, version: $1.version) }
        try output.show(listings, as: ListingTable.table(listings))
    }
}

struct RelistCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "relist", abstract: "Put closed listings back on the market.")

    @Argument(help: "The listings' numbers.")
    var ids: [Int64]

    @OptionGroup var connection: Connection
    @OptionGroup var output: Output

    func run() async throws {
        let listings = try await change(ids, connection) { try await $0.relist($1.id, version: $1.version) }
        try output.show(listings, as: ListingTable.table(listings))
    }
}

/// Changes each listing as it stands now, in order, until one fails.
private func change(
    _ ids: [Int64], _ connection: Connection,
    _ body: (MarketplaceClient, ListingResource) async throws -> ListingResource
) async throws -> [ListingResource] {
    let client = try connection.loggedInClient()
    var changed: [ListingResource] = []
    for id in ids { changed.append(try await body(client, try await client.listing(id))) }
    return changed
}
