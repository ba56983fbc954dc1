import ArgumentParser
import Catalog
import Foundation
import MarketplaceStore
import Orders

struct OrderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order",
        abstract: "Decides disputes, asks anew for refunds that were refused, and says that the clock is right.",
        subcommands: [
            DisputesCommand.self, ResolveCommand.self, RefusedRefundsCommand.self, ReplaceRefundCommand.self,
            ClockCommand.self, ActsCommand.self,
        ])

    struct DisputesCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "disputes",
            abstract: "Prints the orders that wait for a decision, with what has happened to each.")

        @OptionGroup var market: MarketOptions
        @Option(help: "How many at most.")
        var limit = 50

        func run() async throws {
            let store = try market.folder().openStore(creating: false)
            for order in try await store.disputedOrders(limit: limit) {
                let total = order.total
                print("order \(order.id): \(total.decimalText) \(total.currency.code), \(order.item.title)")
                for line in try await store.history(of: order.id) {
                    print("  \(line.actor.rawValue) \(line.event) \(line.note)".trimmingCharacters(in: .newlines))
                }
            }
        }
    }

    struct ResolveCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resolve", abstract: "Divides the money of a disputed order, for good.",
            discussion: "What the buyer does not get back goes to the seller. The decision is logged under your login.")

        @OptionGroup var market: MarketOptions
        @Argument(help: "The order's number.")
        var id: Int64
        @Option(help: "What the buyer gets back, in minor units: 1250 is 12.50.")
        var refundMinor: Int64
        @Option(help: "Why; both sides read it.")
        var reason: String

        func run() async throws {
            let store = try market.folder().openStore(creating: false)
            let orders = OrderService(
                store: store, provider: nil, clock: TradeClock(try await store.clockRecord(), read: MachineClock.read))
            do {
                let order = try await orders.resolve(
                    id, refundMinor: refundMinor, reason: reason, operatorName: NSUserName())
                print(
                    "order \(order.id) is resolved: \(order.refundedMinor) of \(order.total.amountMinor) to the buyer")
            } catch let error as OrderError {
                throw CommandError(message: Messages.sentence(error, order: id))
            }
        }
    }

    struct RefusedRefundsCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "refused-refunds",
            abstract: "Prints the refunds that the payment provider has refused, the oldest first.",
            discussion: "Their money waits in the buyer's account with the market.")

        @OptionGroup var market: MarketOptions
        @Option(help: "How many at most.")
        var limit = 50

        func run() async throws {
            let store = try market.folder().openStore(creating: false)
            for refund in try await store.refusedRefunds(limit: limit) {
                let amount = refund.amount
                print(cells: [
                    "refund \(refund.id)", "order \(refund.orderID)", "\(amount.decimalText) \(amount.currency.code)",
                ])
            }
        }
    }

    struct ReplaceRefundCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "replace-refund",
            abstract: "Asks the payment provider anew for a refund that it has refused.",
            discussion:
                "For when the buyer's account outside is right again. The server does the asking; the act is logged.")

        @OptionGroup var market: MarketOptions
        @Argument(help: "The refund's number.")
        var id: Int64
        @Option(help: "Why.")
        var reason: String

        func run() async throws {
            let store = try market.folder().openStore(creating: false)
            let orders = OrderService(
                store: store, provider: nil, clock: TradeClock(try await store.clockRecord(), read: MachineClock.read))
            do {
                let refund = try await orders.replaceRefund(id, reason: reason, operatorName: NSUserName())
                print("refund \(refund.id) takes the place of \(id)")
            } catch OrderError.notFound {
                throw CommandError(message: "there is no refund \(id)")
            } catch OrderError.invalid(let problems) {
                throw CommandError(message: problems.map { "\($0.field) \($0.message)" }.joined(separator: "; "))
            }
        }
    }

    struct ActsCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "acts", abstract: "Prints what operators have decided, the newest first.")

        @OptionGroup var market: MarketOptions
        @Option(help: "How many at most.")
        var limit = 50

        func run() async throws {
            let store = try market.folder().openStore(creating: false)
            for act in try await store.operatorActs(limit: limit) {
                let time = Date(timeIntervalSince1970: Double(act.atMilliseconds) / 1000).ISO8601Format()
                print(cells: [time, act.operatorName, act.act, act.subject, act.reason])
            }
        }
    }
}

extension Messages {
    static func sentence(_ error: OrderError, order id: Int64) -> String {
        switch error {
        case .notFound: "there is no order \(id)"
        case .illegalTransition(let state, let event):
            "order \(id) is \(state.rawValue); that does not take \(event.rawValue)"
        case .invalid(let problems): problems.map { "\($0.field) \($0.message)" }.joined(separator: "; ")
        default: "\(error)"
        }
    }
}
