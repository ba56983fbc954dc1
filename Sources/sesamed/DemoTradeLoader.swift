import Catalog
import DemoMarket
import Foundation
import MarketplaceStore
import Orders
import Ratings

/// Lets the demo market's trades happen, one after the other in their own time, by the rules that real ones follow.
struct DemoTradeLoader {
    let store: MarketplaceStore
    let trades: DemoTrades
    let count: Int
    let buyers: [Int64]
    let now: Int64
    private let clocks = OrderClocks()

    private static let batch = 200

    init(store: MarketplaceStore, trades: DemoTrades, count: Int, buyers: [Int64], now: Int64) {
        self.store = store
        self.trades = trades
        self.count = count
        self.buyers = buyers
        self.now = now
    }

    /// - Returns: What the payment provider would have written down: reference, state, amount and currency, a line each.
    func run() async throws -> [String] {
        var lines: [String] = []
        var start = 0
        while start < count {
            let range = start..<min(count, start + Self.batch)
            lines += try await store.tradeAndRate { desk in
                try range.flatMap { try happen(trades.trade($0, of: count), desk) }
            }
            start = range.upperBound
            Messages.progress("\(start) of \(count) trades")
        }
        Messages.endProgress()
        return lines
    }

    private func happen(_ trade: DemoTrades.Trade, _ desk: any TradeDesk & RatingDesk) throws -> [String] {
        let begin = now - trade.ageMilliseconds
        let (shipped, end) = (begin + trade.tookMilliseconds / 3, begin + trade.tookMilliseconds)
        let delivery = Delivery(name: DemoBuyers.displayName(trade.buyer), address: "演示路 1 号", region: "CN")
        let buyer = buyers[trade.buyer]
        let order: Order
        do {
            order = try desk.open(
                OrderDraft(listingID: trade.listingID, quantity: 1, delivery: delivery), buyerID: buyer,
                atMilliseconds: begin, clocks: clocks)
        } catch is OrderError {
            // Sold out, or not sent there: this one does not come about.
            return []
        }
        if trade.ending == .cancelled {
            try desk.apply(.cancel(reason: "不想要了"), to: order, by: .buyer, atMilliseconds: begin + 1, clocks: clocks)
            return []
        }
        let payment = try desk.beginPayment(of: order, atMilliseconds: begin, clocks: clocks)
        try desk.settle(payment.id, as: .captured, atMilliseconds: begin, clocks: clocks)
        var lines = ["\(payment.reference) captured \(payment.amount.amountMinor) \(payment.amount.currency.code)"]
        var now = try desk.order(order.id, of: buyer).order
        let shipment = Shipment(kind: .express, carrier: "顺丰", tracking: "DEMO\(order.id)")
        now = try desk.apply(.ship(shipment), to: now, by: .seller, atMilliseconds: shipped, clocks: clocks)
        guard trade.ending == .completed else {
            let wish = OrderEvent.requestRefund(amountMinor: now.total.amountMinor, reason: "尺寸不合适")
            now = try desk.apply(wish, to: now, by: .buyer, atMilliseconds: end - 1, clocks: clocks)
            now = try desk.apply(
                .acceptRefund(amountMinor: now.total.amountMinor), to: now, by: .seller, atMilliseconds: end,
                clocks: clocks)
            lines += try payBack(now, desk, at: end)
            return lines
        }
        now = try desk.apply(.confirm, to: now, by: .buyer, atMilliseconds: end, clocks: clocks)
        try rate(now, trade, desk, at: end)
        return lines
    }

    private func payBack(_ order: Order, _ desk: any TradeDesk, at time: Int64) throws -> [String] {
        try desk.refunds(ofOrder: order.id).map { refund in
            try desk.settleRefund(refund.id, as: .done, atMilliseconds: time)
            return "\(refund.reference) done \(refund.amount.amountMinor) \(refund.amount.currency.code)"
        }
    }

    private func rate(_ order: Order, _ trade: DemoTrades.Trade, _ desk: any RatingDesk, at end: Int64) throws {
        let rules = RatingRules()
        if let saying = trade.buyerSays, saying.scores.count == 3 {
            let scores = SubScores(
                asDescribed: saying.scores[0], service: saying.scores[1], logistics: saying.scores[2])
            _ = try desk.give(
                verdict(saying.word), scores: scores, words: saying.text, orderID: order.id, authorID: order.buyerID,
                atMilliseconds: end, rules: rules)
        }
        if let saying = trade.sellerSays {
            _ = try desk.give(
                verdict(saying.word), scores: nil, words: saying.text, orderID: order.id, authorID: order.sellerID,
                atMilliseconds: end, rules: rules)
        }
        let close = end + rules.windowMilliseconds
        if close <= now { try desk.reveal(order.id, atMilliseconds: close) }
    }

    private func verdict(_ word: DemoTrades.Word) -> Verdict {
        switch word {
        case .good: .good
        case .neutral: .neutral
        case .bad: .bad
        }
    }
}
