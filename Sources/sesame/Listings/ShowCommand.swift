import ArgumentParser
import MarketplaceClient
import MarketplaceWire

struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a listing whole.")

    @Argument(help: "The listing's number.")
    var id: Int64

    @OptionGroup var connection: Connection
    @OptionGroup var output: Output

    func run() async throws {
        let client = try connection.client()
        let listing = try await client.listing(id)
        if output.json { return try output.showJSON(listing) }
        let names = try await CategoryNames(client)
        try output.show(listing, as: Self.table(listing, names))
    }

    static func table(_ listing: ListingResource, _ names: CategoryNames) -> Table {
        var table = Table([.init(title: "member"), .init(title: "value")])
        table.add(["id", String(listing.id)])
        table.add(["title", listing.title])
        table.add(["price", PriceText.text(minor: listing.priceMinor, currency: listing.currency)])
        table.add(["shipping fee", PriceText.text(minor: listing.shippingFeeMinor, currency: listing.currency)])
        table.add(["category", names.slug(of: listing.categoryID) ?? String(listing.categoryID)])
        table.add(["condition", listing.condition])
        table.add(["quantity", String(listing.quantity)])
        if let held = listing.heldQuantity, held > 0 {
            let until = listing.heldUntil.map { " until \($0) at the latest" } ?? ""
            table.add(["held", "\(held) more by unpaid orders\(until)"])
        }
        table.add(["region", listing.region])
        table.add(["ships to", listing.shipsTo.joined(separator: ", ")])
        for attribute in listing.attributes { table.add([attribute.name, attribute.value]) }
        table.add(["status", listing.status])
        table.add(["version", String(listing.version)])
        table.add(["seller", String(listing.sellerID)])
        table.add(["created", listing.createdAt.description])
        table.add(["updated", listing.updatedAt.description])
        if !listing.description.isEmpty { table.add(["description", listing.description]) }
        return table
    }
}
