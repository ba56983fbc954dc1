import ArgumentParser
import MarketplaceClient
import MarketplaceWire

struct ShipCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ship", abstract: "Say that the goods are on their way, as the seller.")

    enum Kind: String, CaseIterable, ExpressibleByArgument {
        case virtual, express, surface
    }

    @OptionGroup var action: OrderAction
    @Option(help: "virtual, express or surface: the order confirms itself after 3, 10 or 30 days.")
    var kind = Kind.express
    @Option(help: "Who carries it.")
    var carrier: String
    @Option(help: "The carrier's number for it.")
    var tracking: String

    func run() async throws {
        let shipment = ShipmentResource(kind: kind.rawValue, carrier: carrier, tracking: tracking)
        try await action.perform { client, id, key in try await client.ship(order: id, shipment, key: key) }
    }
}

struct ExtendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extend", abstract: "Give the buyer three more days to confirm, as the seller.")

    @OptionGroup var action: OrderAction

    func run() async throws {
        try await action.perform { client, id, key in try await client.extend(order: id, key: key) }
    }
}

struct CancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "End an order before it is shipped; what was paid goes back.",
        discussion:
            "A buyer may cancel until they have paid, and again where the seller has not shipped within 24 hours of the payment. The seller may cancel until the goods are shipped."
    )

    @OptionGroup var action: OrderAction
    @Option(help: "Why.")
    var reason: String

    func run() async throws {
        try await action.perform { client, id, key in
            try await client.cancel(order: id, reason: reason, key: key)
        }
    }
}

struct DisputeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dispute", abstract: "Call for an operator, who divides the money.")

    @OptionGroup var action: OrderAction
    @Option(help: "Why.")
    var reason: String

    func run() async throws {
        try await action.perform { client, id, key in
            try await client.dispute(order: id, reason: reason, key: key)
        }
    }
}
