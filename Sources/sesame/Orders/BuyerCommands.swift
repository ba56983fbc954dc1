import ArgumentParser
import Foundation
import MarketplaceClient
import MarketplaceWire

struct PayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pay", abstract: "Pay an order; the market holds the money until you confirm.")

    @OptionGroup var action: OrderAction

    func run() async throws {
        try await action.perform { client, id, key in try await client.pay(order: id, key: key) }
    }
}

struct ConfirmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm", abstract: "The goods are there and right: give the seller the money.")

    @OptionGroup var action: OrderAction

    func run() async throws {
        try await action.perform { client, id, key in try await client.confirm(order: id, key: key) }
    }
}

struct RefundCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refund", abstract: "Ask for money back, and answer to that.",
        subcommands: [Ask.self, Withdraw.self, Accept.self, Refuse.self])

    struct Ask: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask for money back, as the buyer; the order's clock stands still meanwhile.")

        @OptionGroup var action: OrderAction
        @Option(help: "How much; all of it if not said.")
        var amount: String?
        @Option(help: "Why.")
        var reason: String

        func run() async throws {
            try await action.perform { client, id, key in
                let order = try await client.order(id)
                let minor = try amount.map { try orderAmount($0, of: order) } ?? order.totalMinor
                return try await client.requestRefund(
                    ofOrder: id, RefundRequestBody(amountMinor: minor, reason: reason), key: key)
            }
        }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take the request back, as the buyer.")

        @OptionGroup var action: OrderAction

        func run() async throws {
            try await action.perform { client, id, key in try await client.withdrawRefund(ofOrder: id, key: key) }
        }
    }

    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Agree, as the seller: the buyer gets what they ask for, you the rest.",
            discussion: "Where the buyer has asked for another sum meanwhile, nothing is done.")

        @OptionGroup var action: OrderAction
        @Option(help: "How much the buyer asks for, as you have read it: 9.00.")
        var amount: String

        func run() async throws {
            try await action.perform { client, id, key in
                let minor = try orderAmount(amount, of: try await client.order(id))
                return try await client.acceptRefund(ofOrder: id, RefundAcceptance(amountMinor: minor), key: key)
            }
        }
    }

    struct Refuse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Refuse, as the seller; the buyer may call for an operator.")

        @OptionGroup var action: OrderAction
        @Option(help: "Why.")
        var reason: String

        func run() async throws {
            try await action.perform { client, id, key in
                try await client.refuseRefund(ofOrder: id, reason: reason, key: key)
            }
        }
    }
}
