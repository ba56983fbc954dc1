import GRDB
import Ratings
import Testing

@testable import MarketplaceStore

@Suite struct `The store of ratings` {
    private static let day: Int64 = 86_400_000

    /// Two accounts, and orders that one has bought of the other.
    private func insert(orders: ClosedRange<Int64>, _ database: Database) throws {
        for name in ["s", "b"] {
            try database.execute(
                sql: "INSERT INTO accounts (username, display_name, password_hash, created_at) VALUES (?, ?, 'x', 1)",
                arguments: [name, name])
        }
        try database.execute(
            sql: """
                INSERT INTO listings (seller_id, status, version, created_at, updated_at, title, description, category_id,
                    condition, price, currency, quantity, region, ships_to, shipping_fee, attributes)
                VALUES (1, 'active', 1, 1, 1, 't', 'd', 1010, 'new', 100, 'CNY', 1, 'CN', 'CN', 0, '')
                """)
        for order in orders {
            try database.execute(
                sql: """
                    INSERT INTO orders (id, buyer_id, seller_id, quantity, created_at, listing_id, listing_version, title,
                        description, category_id, condition, price, currency, shipping_fee, region, attributes,
                        delivery_name, delivery_address, delivery_region, fee, state, version, updated_at, ended_at,
                        extensions, refund_requests, refunded)
                    VALUES (?, 2, 1, 1, 1, 1, 1, 't', 'd', 1010, 'new', 100, 'CNY', 0, 'CN', '', 'n', 'a', 'CN', 0,
                        'completed', 3, 1, 5, 0, 0, 0)
                    """, arguments: [order])
        }
    }

    @Test func `keeps the numbers and hashes of ratings that were opened before, and reads them`() async throws {
        let market = try TemporaryStore()
        let path = market.file("old")
        let old = try DatabasePool(path: path)
        try Schema.migrator.migrate(old, upTo: "7 credit")
        try await old.write { database in
            try insert(orders: 1...2, database)
            let sql = """
                INSERT INTO ratings (order_id, author_role, author_id, subject_id, verdict, words, given_at, revealed_at)
                VALUES (?, 'seller', 1, 2, 'good', '好', 5, ?)
                """
            try database.execute(sql: sql, arguments: [1, 6])
            try database.execute(sql: sql, arguments: [2, nil])
        }
        try old.close()
        let store = try MarketplaceStore(path: path)
        let opened = try await store.ratings(ofSubject: 2, after: nil, limit: 10)
        #expect(opened.map(\.orderID) == [1])
        #expect(opened.map(\.logNumber) == [1])
        #expect(opened.map(\.salt) == [nil])
        let sealed = try #require(try await store.ratings(ofOrder: 2).first)
        #expect(sealed.logNumber == nil)
        // What is said later of the old one stands under the number of its line; the sealed one gets a number of its own.
        try await store.rate { desk in
            try desk.openWindow(2, untilMilliseconds: 7)
            try desk.reveal(2, atMilliseconds: 7)
            _ = try desk.reply("谢谢", orderID: 1, by: 2, atMilliseconds: 8)
        }
        let events = try RatingLogCheck.events(try await store.wholeRatingLog(of: 2))
        #expect(events.map(\.kind) == [.rating, .reply])
        #expect(events.last?.orderID == 1)
        let number = try #require(events.first).orderID
        #expect(number > 2)
        #expect(try await store.ratings(ofOrder: 2).first?.logNumber == number)
        try store.close()
    }

    @Test func `gives the list in pages that nothing falls between, found by index`() async throws {
        let market = try TemporaryStore()
        try await market.store.pool.write { try insert(orders: 1...60, $0) }
        try await market.store.rate { desk in
            for order in Int64(1)...60 {
                try desk.openWindow(order, untilMilliseconds: 100 * Self.day)
                for author in [Int64(1), 2] {
                    _ = try desk.give(
                        .good, scores: author == 2 ? SubScores(asDescribed: 5, service: 5, logistics: 5) : nil,
                        words: "", orderID: order, authorID: author, atMilliseconds: order / 7 * Self.day + order,
                        rules: RatingRules())
                }
            }
        }
        for subject in [Int64(1), 2] {
            var seen: [Rating] = []
            while true {
                let page = try await market.store.ratings(
                    ofSubject: subject, after: seen.last.flatMap(RatingPlace.init), limit: 7)
                seen += page
                if page.count < 7 { break }
            }
            #expect(Set(seen.map(\.orderID)) == Set(1...60))
            #expect(seen.count == 60)
            let places = seen.compactMap(RatingPlace.init)
            #expect(zip(places, places.dropFirst()).allSatisfy { ($1.day, $1.logNumber) < ($0.day, $0.logNumber) })
            // In a buyer's list the order of a day's lines tells nothing either.
            if subject == 2 { #expect(seen.map(\.orderID) != seen.map(\.orderID).sorted(by: >)) }
        }
        let plan = try await market.store.pool.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    EXPLAIN QUERY PLAN SELECT 1 FROM ratings
                    WHERE subject_id = ?1 AND revealed_at IS NOT NULL
                        AND revealed_at / 86400000 <= ?2 AND (revealed_at / 86400000 < ?2 OR log_number < ?3)
                    ORDER BY revealed_at / 86400000 DESC, log_number DESC LIMIT ?4
                    """, arguments: [1, 1, 1, 1]
            ).map { $0["detail"] as String }
        }
        #expect(plan.count == 1 && plan[0].contains("USING INDEX ratings_by_subject"), "\(plan)")
    }

    @Test func `knows sales of goods that are not carried, and those that the clock completed`() async throws {
        let market = try TemporaryStore()
        try await market.store.pool.write { database in
            try insert(orders: 1...3, database)
            try database.execute(sql: "UPDATE orders SET shipped_at = 2, shipping_kind = 'express'")
            try database.execute(sql: "UPDATE orders SET shipping_kind = 'virtual' WHERE id = 2")
            for (order, actor) in [(1, "clock"), (2, "buyer"), (3, "buyer")] {
                // The clock acts before, too; only the completion counts.
                for (version, state, actor) in [(2, "shipped", "clock"), (3, "completed", actor)] {
                    try database.execute(
                        sql: """
                            INSERT INTO order_history (order_id, version, event, actor, state, note, at)
                            VALUES (?, ?, 'e', ?, ?, '', 1)
                            """, arguments: [order, version, actor, state])
                }
            }
        }
        let sales = try await market.store.sales(sinceMilliseconds: 0)
        #expect(sales.map(\.isVirtual) == [false, true, false])
        #expect(sales.map(\.isCompletedByClock) == [true, false, false])
        #expect(try await market.store.weighedSellers() == [])
        try await market.store.rate { try $0.weigh(3, weight: 0, reason: "r", atMilliseconds: 9) }
        #expect(try await market.store.weighedSellers() == [1])
    }
}
