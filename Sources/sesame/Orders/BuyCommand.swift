import ArgumentParser
import Foundation
import MarketplaceClient
import MarketplaceWire
import PrintableText

struct BuyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "buy", abstract: "Buy a listing: it is set aside for you for a while; pay in time, or cancel.",
        discussion: """
            Shows the total first, and asks on a terminal. The order is refused where the listing costs another sum, or is in \
            another currency, by the time that it is made. The market says until when it is set aside, 30 minutes as a rule.
            """)

    @Argument(help: "The listing's number.")
    var listing: Int64
    @Option(help: "How many.")
    var quantity = 1
    @Option(help: "Who gets the parcel.")
    var name: String
    @Option(help: "Street, house, town, post code.")
    var address: String
    @Option(help: "Where that is, by ISO 3166: SG, CN-ZJ.")
    var region: String
    @Option(help: "The total that you have seen, with its currency: '89.00 CNY'. Nothing is bought for another.")
    var total: String?
    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @OptionGroup var connection: Connection
    @OptionGroup var output: Output

    /// As the market has it.
    private static let quantities = 1...10_000

    func validate() throws {
        guard Self.quantities.contains(quantity) else {
            throw ValidationError("--quantity is \(quantity); it must be 1 to \(Self.quantities.upperBound).")
        }
    }

    func run() async throws {
        let client = try connection.loggedInClient()
        let offer = try await client.listing(listing)
        let expected = try Offer(offer, quantity: quantity)
        Terminal.say(expected.text)
        try compare(expected)
        try confirm()
        let request = OrderRequest(
            listingID: listing, quantity: quantity,
            delivery: DeliveryResource(name: name, address: address, region: region),
            expectedTotalMinor: expected.totalMinor, expectedCurrency: offer.currency)
        let order = try await client.buy(request, key: UUID().uuidString)
        try output.show(order, as: OrderTable.table(order))
        let deadline = order.deadline.map { " by \($0)" } ?? ""
        Terminal.say("pay\(deadline) with: sesame order pay \(order.id)")
    }

    private func compare(_ offer: Offer) throws {
        guard let total else { return }
        let seen = total.split(separator: " ").joined(separator: " ")
        guard seen == offer.total else {
            throw CommandFailure.failed(
                "--total is '\(seen.printable)', and it costs \(offer.total); nothing was bought")
        }
    }

    private func confirm() throws {
        if yes || !connection.mayAsk { return }
        let answer = Terminal.ask("Buy it? [y/N] ")?.lowercased()
        guard answer == "y" || answer == "yes" else { throw CommandFailure.cancelled }
    }
}

/// What a listing costs, as it is shown before it is bought.
struct Offer {
    var totalMinor: Int64
    /// `89.00 CNY`.
    var total: String
    var text: String

    init(_ listing: ListingResource, quantity: Int) throws {
        let (goods, isTooMuch) = listing.priceMinor.multipliedReportingOverflow(by: Int64(quantity))
        let (sum, isFarTooMuch) = goods.addingReportingOverflow(listing.shippingFeeMinor)
        guard !isTooMuch, !isFarTooMuch else { throw CommandFailure.failed("the total is larger than any amount here") }
        let money = { (minor: Int64) in PriceText.text(minor: minor, currency: listing.currency).printable }
        totalMinor = sum
        total = money(sum)
        text = """
            \(listing.title.printable)
            \(quantity) at \(money(listing.priceMinor)), shipping \(money(listing.shippingFeeMinor)): \(total) in all
            """
    }
}
