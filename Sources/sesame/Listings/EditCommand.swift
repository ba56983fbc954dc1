import ArgumentParser
import MarketplaceClient
import MarketplaceWire

struct EditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change a listing; what is not named stays as it is.",
        discussion:
            "--attribute replaces all properties. Somebody else's change in between is refused, not overwritten.")

    @Argument(help: "The listing's number.")
    var id: Int64

    @Option(help: "Only if the listing is still of this version.")
    var version: Int64?

    @OptionGroup var content: ContentOptions
    @OptionGroup var connection: Connection
    @OptionGroup var output: Output

    func validate() throws {
        if content.isEmpty { throw ValidationError("Nothing to change; name at least one option such as --price.") }
    }

    func run() async throws {
        let client = try connection.loggedInClient()
        let before = try await client.listing(id)
        let patch = try await patch(of: before, client)
        let listing = try await client.edit(id, version: version ?? before.version, patch)
        try output.show(listing, as: ListingTable.table([listing]))
    }

    private func patch(of before: ListingResource, _ client: MarketplaceClient) async throws -> ListingPatch {
        let currency = content.currency ?? before.currency
        let attributes = try content.attributeResources()
        var patch = ListingPatch(
            title: content.title, description: try content.descriptionText(), condition: content.condition,
            currency: content.currency, quantity: content.quantity, region: content.region,
            shipsTo: content.shipsToCodes, attributes: attributes.isEmpty ? nil : attributes)
        if let category = content.category { patch.categoryID = try await CategoryNames(client).id(of: category) }
        patch.priceMinor = try content.price.map {
            try ContentOptions.minor($0, currency: currency, option: "--price")
        }
        patch.shippingFeeMinor = try content.shippingFee.map {
            try ContentOptions.minor($0, currency: currency, option: "--shipping-fee")
        }
        return patch
    }
}
