import ArgumentParser
import MarketplaceClient
import MarketplaceWire

struct OrderListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show your orders, newest first.")

    enum Role: String, CaseIterable, ExpressibleByArgument {
        case buyer, seller
    }

    @Option(help: "What you are in them: buyer or seller.")
    var role = Role.buyer
    @Option(help: "How many to show, at most.")
    var limit = 50

    @OptionGroup var connection: Connection
    @OptionGroup var output: Output

    func validate() throws {
        guard limit >= 1 else { throw ValidationError("--limit is \(limit); it must be 1 or more.") }
    }

    func run() async throws {
        let client = try connection.loggedInClient()
        var orders: [OrderResource] = []
        var cursor: String?
        repeat {
            let page = try await client.orders(role: role.rawValue, limit: min(100, limit), cursor: cursor)
            orders += page.orders
            cursor = page.nextCursor
        } while cursor != nil && orders.count < limit
        let hasMore = cursor != nil || orders.count > limit
        orders = Array(orders.prefix(limit))
        try output.show(orders, as: OrderTable.table(orders, as: role))
        if hasMore { Terminal.say("there are more: --limit \(limit * 2)") }
    }
}

struct OrderShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show an order whole, with what has happened to it.")

    @Argument(help: "The order's number.")
    var id: Int64

    @OptionGroup var connection: Connection
    @OptionGroup var output: Output

    func run() async throws {
        let client = try connection.loggedInClient()
        let order = try await client.order(id)
        if output.json { return try output.showJSON(order) }
        let history = try await client.history(ofOrder: id)
        try output.show(order, as: OrderTable.table(order, history: history))
    }
}

struct BalanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balance", abstract: "Show what the market owes you, and the lines that made it so.")

    @Option(help: "How many lines to show, at most.")
    var limit = 20

    @OptionGroup var connection: Connection
    @OptionGroup var output: Output

    func validate() throws {
        guard (1...100).contains(limit) else { throw ValidationError("--limit is \(limit); it must be 1 to 100.") }
    }

    func run() async throws {
        let client = try connection.loggedInClient()
        let balances = try await client.balances()
        if output.json { return try output.showJSON(balances) }
        let statement = try await client.statement(limit: limit)
        for balance in balances {
            let amount = PriceText.text(minor: balance.amountMinor, currency: balance.currency)
            let available = PriceText.text(minor: balance.availableMinor, currency: balance.currency)
            Terminal.say("\(amount), of which \(available) are free")
        }
        var table = Table([
            .init(title: "line", isRightAligned: true), .init(title: "at"), .init(title: "kind"),
            .init(title: "amount", isRightAligned: true), .init(title: "with"),
            .init(title: "order", isRightAligned: true),
        ])
        for entry in statement.entries {
            table.add([
                String(entry.sequence), entry.at.description, entry.kind,
                PriceText.text(minor: entry.amountMinor, currency: entry.currency), entry.counterpart,
                entry.orderID.map(String.init) ?? "",
            ])
        }
        try output.show(statement.entries, as: table)
    }
}
