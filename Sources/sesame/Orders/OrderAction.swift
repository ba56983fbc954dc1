import ArgumentParser
import Catalog
import Foundation
import MarketplaceClient
import MarketplaceWire

/// What every command has that does something to one order.
struct OrderAction: ParsableArguments {
    @Argument(help: "The order's number.")
    var id: Int64

    @OptionGroup var connection: Connection
    @OptionGroup var output: Output

    /// Does it under a name of its own, so that a lost answer may be asked for again, and shows the order as it is then.
    func perform(_ work: (MarketplaceClient, Int64, _ key: String) async throws -> OrderResource) async throws {
        let client = try connection.loggedInClient()
        let order = try await work(client, id, UUID().uuidString)
        try output.show(order, as: OrderTable.table(order))
        if order.state == "created" { Terminal.say("not paid yet") }
    }
}

/// An amount of an order's own currency, as people write it.
func orderAmount(_ text: String, of order: OrderResource) throws -> Int64 {
    guard let currency = Currency(code: order.currency) else {
        throw CommandFailure.failed("this version does not know the currency \(order.currency)")
    }
    return try PriceText.minor(text, currency: currency, option: "--amount")
}
