import ArgumentParser
import Catalog
import MarketplaceClient
import MarketplaceWire

struct CreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Put something up for sale.",
        discussion: """
            --title, --category, --price and --region are needed. The currency is CNY, the quantity 1, \
            shipping free and within the country, unless told otherwise.
            """)

    @OptionGroup var content: ContentOptions
    @OptionGroup var connection: Connection
    @OptionGroup var output: Output

    func validate() throws {
        let needed = [
            ("--title", content.title), ("--category", content.category), ("--price", content.price),
            ("--region", content.region),
        ]
        let missing = needed.filter { $0.1 == nil }.map(\.0)
        guard missing.isEmpty else { throw ValidationError("Missing: \(missing.joined(separator: ", ")).") }
    }

    func run() async throws {
        let client = try connection.loggedInClient()
        let listing = try await client.create(try await request(client))
        try output.show(listing, as: ListingTable.table([listing]))
    }

    private func request(_ client: MarketplaceClient) async throws -> ListingRequest {
        guard let title = content.title, let category = content.category, let price = content.price,
            let region = content.region
        else { throw CommandFailure.usage("--title, --category, --price and --region are needed") }
        let currency = content.currency ?? "CNY"
        let attributes = try content.attributeResources()
        return ListingRequest(
            title: title, description: try content.descriptionText(),
            categoryID: try await CategoryNames(client).id(of: category), condition: content.condition,
            priceMinor: try ContentOptions.minor(price, currency: currency, option: "--price"), currency: currency,
            quantity: content.quantity, region: region,
            shipsTo: content.shipsToCodes ?? [RegionCode.country(of: region)],
            shippingFeeMinor: try content.shippingFee.map {
                try ContentOptions.minor($0, currency: currency, option: "--shipping-fee")
            },
            attributes: attributes.isEmpty ? nil : attributes)
    }
}
