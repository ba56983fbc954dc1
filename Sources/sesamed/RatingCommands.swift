import ArgumentParser
import Catalog
import Foundation
import MarketplaceStore
import Orders
import Ratings

struct RatingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rating",
        abstract: "Hides words that must not be read, and looks for sales made for their rating.",
        subcommands: [HideCommand.self, UnhideCommand.self, SignalsCommand.self])

    enum Author: String, CaseIterable, ExpressibleByArgument {
        case buyer, seller
    }

    struct HideCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "hide",
            abstract: "Hides a rating's words, reply and addition; the verdict counts all the same.",
            discussion: "The log says that they are hidden and why, and your login stands in the log of acts.")

        @OptionGroup var market: MarketOptions
        @Argument(help: "The order's number.")
        var order: Int64
        @Option(help: "Whose rating: the buyer's or the seller's.")
        var by = Author.buyer
        @Option(help: "Why; everybody reads it.")
        var reason: String

        func run() async throws {
            if let problem = RatingLimits.reason.problem(with: reason) { throw ValidationError("--reason \(problem)") }
            try await setHidden(market, order, by, reason: reason)
        }
    }

    struct UnhideCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "unhide", abstract: "Shows the hidden words of a rating again, with reply and addition.")

        @OptionGroup var market: MarketOptions
        @Argument(help: "The order's number.")
        var order: Int64
        @Option(help: "Whose rating: the buyer's or the seller's.")
        var by = Author.buyer

        func run() async throws { try await setHidden(market, order, by, reason: nil) }
    }

    struct SignalsCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "signals", abstract: "Looks for sellers who buy their own goods, and shows the evidence.",
            discussion: """
                One line a seller: the seller, suspicious sales of all, then how many sales have each sign. A sale is \
                suspicious with two signs, or to accounts that two sellers share. --apply lowers what suspicious sales of \
                flagged sellers count for the standing, and lets those count whole again that are not suspicious any more, \
                in the seller's public log and under your login; points never change by it.
                """)

        @OptionGroup var market: MarketOptions
        @Option(help: "How many days to look back.")
        var days = 365
        @Flag(help: "Write down what the sales of flagged sellers weigh, and of those that were flagged before.")
        var apply = false

        func validate() throws {
            guard (1...36_500).contains(days) else { throw ValidationError("--days is 1 to 36500, not \(days)") }
        }

        func run() async throws {
            let store = try market.folder().openStore(creating: false)
            let now = try await marketMilliseconds(store)
            let sales = try await store.sales(sinceMilliseconds: now - Int64(days) * 86_400_000)
            let found = BrushingSearch.evidence(sales)
            for evidence in found {
                let signs = BrushingSignal.allCases.map { "\($0.rawValue) \(evidence.counts[$0] ?? 0)" }
                let flag = evidence.isFlagged ? "FLAGGED" : "-"
                let suspicious = "\(evidence.suspicious.count) of \(evidence.saleCount)"
                print(cells: [flag, "\(evidence.sellerID)", suspicious] + signs)
            }
            guard apply else { return }
            let weighed = try await store.weighedSellers()
            let evidence = Dictionary(uniqueKeysWithValues: found.map { ($0.sellerID, $0) })
            for (seller, sales) in Dictionary(grouping: sales, by: \.sellerID).sorted(by: { $0.key < $1.key })
            where weighed.contains(seller) || evidence[seller]?.isFlagged == true {
                try await weigh(seller, sales, evidence[seller], store, now)
            }
        }

        /// Writes what has another weight now than it had.
        private func weigh(
            _ seller: Int64, _ sales: [Sale], _ evidence: BrushingEvidence?, _ store: MarketplaceStore, _ now: Int64
        ) async throws {
            let events = try RatingLogCheck.events(try await store.wholeRatingLog(of: seller))
            let known = Dictionary(
                events.filter { $0.kind == .weight }.map { ($0.orderID, $0.weight ?? WeightChange.whole) },
                uniquingKeysWith: { $1 })
            let changes = WeightChange.needed(orders: sales.map(\.orderID), evidence: evidence, known: known)
            guard !changes.isEmpty else { return }
            let act = OperatorAct(
                operatorName: NSUserName(), act: "weigh_sales", subject: "seller:\(seller)",
                reason: "\(changes.count) of \(sales.count) sales show other signs of brushing than before",
                atMilliseconds: now)
            try await store.decide(act) { desk in
                for change in changes {
                    try desk.weigh(
                        change.orderID, weight: change.weight, reason: change.reason, atMilliseconds: now)
                }
            }
            print(cells: ["weighed", "\(seller)", "\(changes.count)"])
        }
    }

    /// The market's time: what is written into logs goes by it, also while the machine's clock is wrong.
    private static func marketMilliseconds(_ store: MarketplaceStore) async throws -> Int64 {
        TradeClock(try await store.clockRecord(), read: MachineClock.read).now()
    }

    private static func setHidden(
        _ market: MarketOptions, _ order: Int64, _ author: Author, reason: String?
    ) async throws {
        let store = try market.folder().openStore(creating: false)
        let role: RatingRole = author == .buyer ? .buyer : .seller
        let now = try await marketMilliseconds(store)
        let act = OperatorAct(
            operatorName: NSUserName(), act: reason == nil ? "unhide_rating" : "hide_rating",
            subject: "order:\(order):\(role.rawValue)", reason: reason ?? "", atMilliseconds: now)
        do {
            try await store.decide(act) { desk in
                _ = try desk.setHidden(reason, orderID: order, authorRole: role, atMilliseconds: now)
            }
        } catch RatingError.notFound, RatingError.orderNotFound {
            throw CommandError(message: "order \(order) has no opened rating by its \(role.rawValue)")
        } catch RatingError.givenAlready(let what) {
            throw CommandError(message: "the \(what) was done already")
        }
        print("order \(order): the \(role.rawValue)'s words are \(reason == nil ? "shown" : "hidden")")
    }
}
