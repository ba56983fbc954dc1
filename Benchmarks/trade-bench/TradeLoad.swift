import Foundation
import Locking
import MarketplaceClient
import MarketplaceWire

/// Whole trades, by many at once.
final class TradeLoad: Sendable {
    private struct State: Sendable {
        var begun = 0
        var finished: [(order: Int64, buyer: Int, seller: Int)] = []
        /// In milliseconds, by step.
        var times: [String: [Double]] = [:]
    }

    private let market: Market
    private let people: People
    private let total: Int
    private let until: String?
    private let state = Locked(State())

    init(market: Market, people: People, total: Int, until: String?) {
        self.market = market
        self.people = people
        self.total = total
        self.until = until
    }

    /// Trades until all trades are begun.
    func run(worker: Int) async throws {
        while let number = next() {
            try await trade(number, seller: number % people.sellers.count, buyer: worker % people.buyers.count)
        }
    }

    private func next() -> Int? {
        if let until, FileManager.default.fileExists(atPath: until) { return nil }
        return state.withLock { state in
            guard state.begun < total else { return nil }
            state.begun += 1
            return state.begun - 1
        }
    }

    private func trade(_ number: Int, seller: Int, buyer: Int) async throws {
        let (sells, buys) = (people.sellers[seller].token, people.buyers[buyer].token)
        let listing = people.listings[seller].id
        let delivery = DeliveryResource(name: "买家", address: "文三路 \(number)", region: "CN-ZJ")
        let order = try await step("order", buys) { client, key in
            try await client.buy(OrderRequest(listingID: listing, quantity: 1, delivery: delivery), key: key)
        }.id
        var paid = try await step("pay", buys) { try await $0.pay(order: order, key: $1) }
        while paid.state == "created" {
            // The provider takes its time; the market hears of it, or asks again.
            try await Task.sleep(for: .milliseconds(50))
            paid = try await market.ask(as: buys) { try await $0.pay(order: order, key: UUID().uuidString) }
        }
        try expect(paid, "paid")
        let shipment = ShipmentResource(kind: "express", carrier: "顺丰", tracking: "SF\(number)")
        try expect(try await step("ship", sells) { try await $0.ship(order: order, shipment, key: $1) }, "shipped")
        try expect(try await step("confirm", buys) { try await $0.confirm(order: order, key: $1) }, "completed")
        let scores = SubScoresResource(asDescribed: 5, service: 5, logistics: 4)
        _ = try await step("rate", buys) {
            try await $0.rate(order: order, RatingRequest(verdict: "good", scores: scores, words: "很好"), key: $1)
        }
        _ = try await step("rate", sells) {
            try await $0.rate(order: order, RatingRequest(verdict: "good", scores: nil), key: $1)
        }
        state.withLock { $0.finished.append((order, buyer, seller)) }
    }

    /// One request under one key, however often it has to be sent.
    private func step<Value>(
        _ name: String, _ token: String, _ work: (MarketplaceClient, String) async throws -> Value
    ) async throws -> Value {
        let key = UUID().uuidString
        let start = ContinuousClock.now
        let value = try await market.ask(as: token) { try await work($0, key) }
        let took = start.duration(to: .now) / .milliseconds(1)
        state.withLock { $0.times[name, default: []].append(took) }
        return value
    }

    private struct Unexpected: Error, CustomStringConvertible {
        var description: String
    }

    private func expect(_ order: OrderResource, _ wanted: String) throws {
        guard order.state == wanted else {
            throw Unexpected(description: "order \(order.id) is \(order.state), not \(wanted)")
        }
    }

    // MARK: - Afterwards

    /// What was acknowledged and is not there, or is there twice.
    func check() async throws -> [String] {
        var missing: [String] = []
        let finished = state.withLock(\.finished)
        for (order, buyer, _) in finished {
            let found = try await market.ask(as: people.buyers[buyer].token) { try await $0.order(order) }
            if found.state != "completed" { missing.append("order \(order) is \(found.state)") }
            let ratings = try await market.ask(as: people.buyers[buyer].token) { try await $0.ratings(ofOrder: order) }
            if ratings.count != 2 { missing.append("order \(order) has \(ratings.count) ratings") }
        }
        for (number, listing) in people.listings.enumerated() {
            let sold = finished.count { $0.seller == number }
            let left = try await market.ask(as: nil) { try await $0.listing(listing.id) }.quantity
            if left != People.quantity - sold {
                missing.append("listing \(listing.id) has \(left) left, \(sold) are sold")
            }
            let lines = try await market.ask(as: nil) {
                try await $0.ratingLog(ofSeller: people.sellers[number].id).lines
            }
            if lines.count != 2 * sold { missing.append("seller \(number) has \(lines.count) lines for \(sold) sales") }
            let owed = try await market.ask(as: people.sellers[number].token) { try await $0.balances() }
            if (owed.first?.amountMinor ?? 0) != Int64(sold) * 1_250 {
                missing.append("seller \(number) is owed \(owed)")
            }
        }
        return missing
    }

    /// Order, pay, ship, confirm and two ratings are six changes.
    func report(seconds: Double) -> [String: Double] {
        state.withLock { state in
            var report = [
                "trades": Double(state.finished.count), "seconds": seconds,
                "changes_per_second": Double(state.finished.count * 6) / seconds,
            ]
            for (name, times) in state.times {
                let sorted = times.sorted()
                report["\(name)_p50_ms"] = sorted[sorted.count / 2]
                report["\(name)_p99_ms"] = sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
            }
            return report
        }
    }
}
