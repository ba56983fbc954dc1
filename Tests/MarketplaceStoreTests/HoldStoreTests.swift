import Catalog
import GRDB
import Orders
import Synchronization
import Testing

@testable import MarketplaceStore

@Suite struct `The store of what is held` {
    private static let clocks = OrderClocks()

    private static func draft(_ listing: Int64, quantity: Int = 1) -> OrderDraft {
        OrderDraft(
            listingID: listing, quantity: quantity, delivery: Delivery(name: "王五", address: "文三路", region: "CN-ZJ"))
    }

    private func market() async throws -> (TemporaryStore, listings: [Int64], buyer: Int64) {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        let buyer = try await market.seller("buyer")
        var content = ListingContent.sample()
        content.quantity = 9
        let listings = try await market.store.create([content, content], sellerID: seller, atMilliseconds: 1).map(\.id)
        return (market, listings, buyer)
    }

    @Test func `knows what unpaid orders hold, and who has let them lapse`() async throws {
        let (market, listings, buyer) = try await market()
        let (first, second) = (listings[0], listings[1])
        try await market.store.trade { desk in
            for (quantity, now) in [(2, Int64(10)), (3, 20)] {
                _ = try desk.open(
                    Self.draft(first, quantity: quantity), buyerID: buyer, atMilliseconds: now, clocks: Self.clocks)
            }
            #expect(
                try desk.unpaidHolds(of: buyer).map { [$0.listingID, Int64($0.quantity)] } == [
                    [first, 2], [first, 3],
                ])
            let order = try desk.open(Self.draft(second), buyerID: buyer, atMilliseconds: 30, clocks: Self.clocks)
            try desk.apply(
                .cancel(reason: "不要了"), to: order, by: .buyer, atMilliseconds: 40, clocks: Self.clocks)
            #expect(
                try desk.lapsedHolds(of: buyer, sinceMilliseconds: 39) == [
                    LapsedHold(listingID: second, atMilliseconds: 40)
                ])
            #expect(try desk.lapsedHolds(of: buyer, sinceMilliseconds: 40).isEmpty)
        }
        let held = try await market.store.heldStock(ofListings: listings)
        let until = 20 + Self.clocks.unpaidMilliseconds
        #expect(held == [first: HeldStock(quantity: 5, untilMilliseconds: until)])
        #expect(try await market.store.heldStock(ofListings: []) == [:])
    }

    @Test func `keeps the clock's record as it was written`() async throws {
        let market = try TemporaryStore()
        #expect(try await market.store.clockRecord() == nil)
        let look = ClockReading(wallMilliseconds: 5, uptimeMilliseconds: 6, bootID: "a")
        let accepted = ClockReading(wallMilliseconds: 7, uptimeMilliseconds: 8, bootID: nil)
        for record in [
            ClockRecord(look: look), ClockRecord(look: accepted, isAstray: true, accepted: look),
            ClockRecord(look: look, isAstray: true, accepted: accepted),
        ] {
            try await market.store.trade { try $0.write(record) }
            #expect(try await market.store.clockRecord() == record)
        }
    }

    @Test func `moves every deadline by as much, and nothing that has happened`() async throws {
        let (market, listings, buyer) = try await market()
        let key = IdempotencyKey(accountID: buyer, key: "k", request: [])
        _ = try await market.store.trade(once: key, now: { 10 }) { desk in
            let unpaid = try desk.open(Self.draft(listings[0]), buyerID: buyer, atMilliseconds: 10, clocks: Self.clocks)
            _ = try desk.beginPayment(of: unpaid, atMilliseconds: 20, clocks: Self.clocks)
            let sold = try desk.open(Self.draft(listings[0]), buyerID: buyer, atMilliseconds: 30, clocks: Self.clocks)
            let payment = try desk.beginPayment(of: sold, atMilliseconds: 40, clocks: Self.clocks)
            try desk.settle(payment.id, as: .captured, atMilliseconds: 50, clocks: Self.clocks)
            try desk.apply(
                .cancel(reason: "没货"), to: try desk.order(sold.id, of: buyer).order, by: .seller, atMilliseconds: 60,
                clocks: Self.clocks)
            let gone = try desk.open(Self.draft(listings[0]), buyerID: buyer, atMilliseconds: 70, clocks: Self.clocks)
            try desk.apply(.cancel(reason: "不要"), to: gone, by: .buyer, atMilliseconds: 80, clocks: Self.clocks)
            return []
        }
        try await market.store.pool.write { database in
            try database.execute(sql: "INSERT INTO rating_windows (order_id, ends_at) VALUES (2, 1000)")
        }
        let columns: @Sendable (Database) throws -> [Int64?] = { database in
            try [
                "SELECT deadline FROM orders WHERE id = 1", "SELECT lapsed_at FROM orders WHERE id = 3",
                "SELECT ends_at FROM rating_windows", "SELECT next_attempt_at FROM payments WHERE id = 1",
                "SELECT created_at FROM payments WHERE id = 1", "SELECT next_attempt_at FROM refunds",
                "SELECT created_at FROM idempotency_keys",
                // These stay.
                "SELECT created_at FROM orders WHERE id = 1", "SELECT deadline FROM orders WHERE id = 2",
                "SELECT ended_at FROM orders WHERE id = 2", "SELECT lapsed_at FROM orders WHERE id = 1",
                "SELECT created_at FROM payments WHERE id = 2",
            ].map { try Int64.fetchOne(database, sql: $0) }
        }
        let before = try await market.store.pool.read(columns)
        #expect(before.prefix(7).allSatisfy { $0 != nil })
        for shift in [Int64(5_000), -7_000] {
            let old = try await market.store.pool.read(columns)
            try await market.store.trade { try $0.moveDeadlines(byMilliseconds: shift) }
            let new = try await market.store.pool.read(columns)
            #expect(new.prefix(7) == old.prefix(7).map { $0.map { $0 + shift } }[...])
            #expect(new.suffix(5) == before.suffix(5))
        }
        #expect(try market.store.auditTrade().faults == [])
    }

    @Test func `remembers a key from the time at which its work was done`() async throws {
        let (market, listings, buyer) = try await market()
        let later = OrderLimits.idempotencyMilliseconds
        let time = Mutex<Int64>(1)
        let orders = OrderService(store: market.store, provider: nil, now: { time.withLock { $0 } })
        let key = IdempotencyKey(accountID: buyer, key: "k", request: [])
        for _ in 0..<2 {
            let answer = try await orders.buy(Self.draft(listings[0]), buyerID: buyer, once: key) { order in
                // The market's clock is set meanwhile.
                time.withLock { $0 = later }
                return [UInt8(order.id)]
            }
            #expect(answer == [1])
            try await market.store.forgetIdempotencyKeys(beforeMilliseconds: later)
        }
    }

    @Test func `finds what is held by index`() async throws {
        let market = try TemporaryStore()
        for query in [
            "SELECT listing_id, quantity FROM orders WHERE buyer_id = 1 AND state = 'created'",
            "SELECT listing_id, lapsed_at FROM orders WHERE buyer_id = 1 AND lapsed_at > 2",
            "SELECT listing_id FROM orders WHERE state = 'created' AND listing_id IN (SELECT value FROM json_each('[1]'))",
        ] {
            let plan = try await market.store.pool.read { database in
                try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + query).map { $0["detail"] as String }
            }
            #expect(plan.contains { $0.contains("SEARCH orders USING") && $0.contains("INDEX") }, "\(query): \(plan)")
        }
    }

    @Test func `opens a store from before, whose unpaid orders keep their time`() async throws {
        let market = try TemporaryStore()
        let path = market.file("old")
        let old = try DatabasePool(path: path)
        try Schema.migrator.migrate(old, upTo: "9 rating privacy")
        try await old.write { database in
            for name in ["s", "b"] {
                try database.execute(
                    sql:
                        "INSERT INTO accounts (username, display_name, password_hash, created_at) VALUES (?, ?, 'x', 1)",
                    arguments: [name, name])
            }
            try database.execute(
                sql: """
                    INSERT INTO listings (seller_id, status, version, created_at, updated_at, title, description,
                        category_id, condition, price, currency, quantity, region, ships_to, shipping_fee, attributes)
                    VALUES (1, 'active', 1, 1, 1, 't', 'd', 1010, 'new', 100, 'CNY', 1, 'CN', 'CN', 0, '');
                    INSERT INTO orders (buyer_id, seller_id, quantity, created_at, listing_id, listing_version, title,
                        description, category_id, condition, price, currency, shipping_fee, region, attributes,
                        delivery_name, delivery_address, delivery_region, fee, state, version, updated_at, deadline,
                        extensions, refund_requests, refunded)
                    VALUES (2, 1, 4, 1, 1, 1, 't', 'd', 1010, 'new', 100, 'CNY', 0, 'CN', '', 'n', 'a', 'CN', 0,
                        'created', 1, 1, 432000001, 0, 0, 0)
                    """)
        }
        try old.close()
        let store = try MarketplaceStore(path: path)
        let order = try #require(try await store.order(1))
        #expect(order.deadlineMilliseconds == 432_000_001)
        #expect(order.lapsedAtMilliseconds == nil)
        let held = try await store.heldStock(ofListings: [1])
        #expect(held == [1: HeldStock(quantity: 4, untilMilliseconds: 432_000_001)])
        #expect(try await store.clockRecord() == nil)
        try store.close()
    }
}
