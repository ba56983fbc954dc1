import Accounts
import Catalog
import Foundation
import GRDB
import Orders
import Ratings
import Synchronization
import TestSupport
import Testing

@testable import MarketplaceStore

extension TemporaryStore {
    /// As if a page had lost rows without a trace in the tree.
    fileprivate func deletes(_ sql: String) async throws {
        let queue = try DatabaseQueue(path: path)
        try await queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA foreign_keys = OFF")
            try database.execute(sql: sql)
        }
        try queue.close()
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await body(element)) }
        return values
    }
}

/// Pages of the file that were overwritten: what was written is read as it was, or the store says that it is damaged.
@Suite struct `A smashed page` {
    private static let pageSize = 4_096

    /// A store with listings, accounts and orders, closed, and what it holds.
    private struct Original {
        let market: TemporaryStore
        var accounts: [Account] = []
        var listings: [Listing] = []
        var orders: [Order] = []

        init() async throws {
            market = try TemporaryStore()
            let store = market.store
            for number in 0..<60 {
                accounts.append(
                    try await store.createAccount(
                        username: "account\(number)", displayName: "account \(number)", passwordHash: "x",
                        atMilliseconds: 1))
            }
            let seller = accounts[0].id
            listings = try await store.create(
                (0..<300).map { .sample("连衣裙 \($0)") }, sellerID: seller, atMilliseconds: 1)
            let delivery = Delivery(name: "王五", address: "文三路 1 号", region: "CN-ZJ")
            for number in 0..<60 {
                let (listing, buyer) = (listings[number], accounts[1 + number % 50].id)
                orders.append(
                    try await store.trade { desk in
                        try desk.open(
                            OrderDraft(listingID: listing.id, quantity: 1, delivery: delivery), buyerID: buyer,
                            atMilliseconds: 2, clocks: OrderClocks())
                    })
            }
            listings = try await store.listings(listings.map(\.id)).sorted { $0.id < $1.id }
            try store.close()
        }
    }

    private enum Smash: CaseIterable {
        /// The page reads as one with a single row, or with half of its rows.
        case oneCell, halfTheCells
        case noise, zeros, otherPage

        func apply(_ page: inout Data, _ other: Data, _ random: inout SeededGenerator) {
            let count = Int(page[3]) << 8 | Int(page[4])
            switch self {
            case .oneCell: (page[3], page[4]) = (0, 1)
            case .halfTheCells: (page[3], page[4]) = (UInt8((count / 2) >> 8), UInt8((count / 2) & 0xFF))
            case .noise: for place in page.indices { page[place] = UInt8(truncatingIfNeeded: random.next()) }
            case .zeros: page = Data(count: page.count)
            case .otherPage: page = other
            }
        }
    }

    @Test func `is never a listing, an account or an order that is not there`() async throws {
        let original = try await Original()
        // With the WAL's pages in the file, which is read as it lies there.
        let queue = try DatabaseQueue(path: original.market.path)
        try await queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        try queue.close()
        let bytes = try Data(contentsOf: URL(filePath: original.market.path))
        let seed = UInt64(20_261_127)
        var random = SeededGenerator(seed: seed)
        let pages = bytes.count / Self.pageSize
        func page(_ number: Int) -> Data { Data(bytes[number * Self.pageSize..<(number + 1) * Self.pageSize]) }
        var found = 0
        // The first page holds the schema: it is found when the store is opened.
        for number in 1..<pages {
            for smash in Smash.allCases {
                var smashed = page(number)
                smash.apply(&smashed, page(Int.random(in: 1..<pages, using: &random)), &random)
                guard smashed != page(number) else { continue }
                var copy = bytes
                copy.replaceSubrange(number * Self.pageSize..<(number + 1) * Self.pageSize, with: smashed)
                let path = original.market.file("copy-\(number)-\(smash)")
                try copy.write(to: URL(filePath: path))
                defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
                found += try await Self.read(path, original, "seed \(seed), page \(number), \(smash)")
            }
        }
        #expect(pages > 20 && found > pages)
    }

    /// - Returns: how often the store said that it is damaged.
    private static func read(_ path: String, _ original: Original, _ note: String) async throws -> Int {
        guard let store = try? MarketplaceStore(path: path) else { return 1 }
        defer { try? store.close() }
        var damaged = 0
        func check<Value: Equatable>(_ wanted: Value, _ read: () async throws -> Value) async {
            do {
                let value = try await read()
                #expect(value == wanted, "\(note)")
            } catch {
                damaged += 1
                #expect((error as? StoreError)?.trouble == .damaged, "\(note): \(error)")
            }
        }
        for listing in original.listings { await check(listing) { try await store.listing(listing.id) } }
        for account in original.accounts { await check(account) { try await store.account(account.id) } }
        for order in original.orders {
            await check(order) { try await store.order(order.id) }
            await check(1) { try await store.history(of: order.id).count }
        }
        await check(Set(original.listings.map(\.id))) {
            var ids: Set<Int64> = []
            _ = try store.scanOnSale(batchSize: 50, afterID: 0) { ids.formUnion($0.map(\.listing.id)) }
            return ids
        }
        return damaged
    }

    @Test func `of one listing keeps no other order from ending by itself`() async throws {
        let original = try await Original()
        try await original.market.deletes("DELETE FROM listings WHERE id = 1")
        let store = try MarketplaceStore(path: original.market.path)
        let now = 2 + OrderClocks().unpaidMilliseconds
        let failures = Mutex<[String]>([])
        let keeper = OrderKeeper(service: OrderService(store: store, provider: nil, now: { now })) { error in
            failures.withLock { $0.append("\(error)") }
        }
        let next = try await keeper.runOnce()
        let states = try await original.orders.asyncMap { try await store.order($0.id)?.state }
        #expect(states == [.created] + Array(repeating: .cancelled, count: 59))
        #expect(failures.withLock { $0.count == 1 && $0[0].contains("listings has lost the row 1") })
        #expect(next == now + 5_000, "what cannot be done is not tried without a pause")
    }

    @Test func `of one order keeps no other rating from being opened`() async throws {
        let original = try await Original()
        let (first, last) = (original.orders[0].id, original.orders[59].id)
        let queue = try DatabaseQueue(path: original.market.path)
        try await queue.write { database in
            try database.execute(sql: "UPDATE orders SET state = 'completed', ended_at = 5")
        }
        try queue.close()
        let opened = try MarketplaceStore(path: original.market.path)
        try await opened.rate { desk in
            for order in original.orders {
                try desk.openWindow(order.id, untilMilliseconds: 100)
                _ = try desk.give(
                    .good, scores: nil, words: "好", orderID: order.id, authorID: order.sellerID, atMilliseconds: 50,
                    rules: RatingRules())
            }
        }
        try opened.close()
        try await original.market.deletes("DELETE FROM orders WHERE id = \(first)")
        let store = try MarketplaceStore(path: original.market.path)
        let service = RatingService(store: store, now: { 200 })
        await #expect(throws: StoreError.self) { try await service.closeDueWindows() }
        #expect(try await store.ratings(ofOrder: last).first?.revealedAtMilliseconds == 200)
        #expect(try await store.dueWindows(atMilliseconds: 200, limit: 100) == [first])
    }

    @Test func `of one rating log keeps no other account from being reckoned`() async throws {
        let original = try await Original()
        let opened = try MarketplaceStore(path: original.market.path)
        try await opened.rate { desk in
            for (order, seller) in zip(original.orders, [Int64(1), 1, 2]) {
                let trade = RatedTrade(
                    orderID: order.id, buyerID: order.buyerID, sellerID: seller, listingID: order.item.listingID,
                    amountMinor: 1_000, currency: "CNY", completedAtMilliseconds: 5)
                try desk.recordTrade(trade, rules: RatingRules())
            }
        }
        try opened.close()
        try await original.market.deletes(
            "DROP TRIGGER rating_log_is_kept; DELETE FROM rating_log WHERE subject_id = 1 AND sequence = 1")
        let store = try MarketplaceStore(path: original.market.path)
        let reported = Mutex<[Int64]>([])
        let board = RatingBoard(store: store, now: { 100 }) { account, _ in reported.withLock { $0.append(account) } }
        try await board.refresh()
        #expect(board.hasFollowed)
        #expect(board.entry(2)?.summary.tradeCount == 1)
        #expect(reported.withLock { $0 } == [1])
    }

    @Test func `of one listing or shop hides nothing that others list, and is not hidden itself`() async throws {
        let original = try await Original()
        try await original.market.deletes(
            """
            DELETE FROM listings WHERE id = 250; UPDATE listings SET currency = '?' WHERE id = 3;
            DELETE FROM accounts WHERE id = 60; UPDATE listings SET seller_id = 60 WHERE id = 5
            """)
        let before = StoreDamage.count
        let store = try MarketplaceStore(path: original.market.path)
        let found = try await store.offered([1, 3, 5, 250, 300, 301])
        #expect(Set(found.map(\.listing.id)) == [1, 300])
        #expect(StoreDamage.count >= before + 3)
        for id in [Int64(3), 250] { await #expect(throws: StoreError.self) { try await store.listing(id) } }
        await #expect(throws: StoreError.self) {
            try await store.listings(sellerID: 1, statuses: [.active], beforeID: nil, limit: 300)
        }
    }

    @Test func `of the schema is no market without listings`() async throws {
        let original = try await Original()
        try await original.market.deletes("ALTER TABLE listings RENAME TO other")
        let store = try MarketplaceStore(path: original.market.path)
        await #expect(throws: StoreError.self) { try await store.offered([1, 2]) }
    }

    @Test func `that nobody has met is named by the check of everything`() async throws {
        let original = try await Original()
        try await original.market.deletes(
            """
            DELETE FROM orders WHERE id = 7; DELETE FROM listings WHERE id = 250;
            DELETE FROM listing_changes WHERE listing_id IN (100, 101)
            """)
        let before = StoreDamage.count
        let store = try MarketplaceStore(path: original.market.path)
        let faults = try store.integrityCheck()
        for table in ["orders: 60 rows", "listings: 300 rows", "listing_changes: 298 rows"] {
            #expect(faults.contains { $0.hasPrefix(table) }, "\(faults)")
        }
        await #expect(throws: StoreError.self) { _ = try await store.order(7) }
        await #expect(throws: StoreError.self) { _ = try await store.listings([1, 250]) }
        await #expect(throws: StoreError.self) {
            _ = try await store.trade { try $0.listing(250) }
        }
        #expect(StoreDamage.count >= before + 3)
    }

    @Test func `is told from a number that was never given`() async throws {
        let original = try await Original()
        let store = try MarketplaceStore(path: original.market.path)
        for id: Int64 in [-1, 0, 301, .max, .min] {
            #expect(try await store.listing(id) == nil)
            #expect(try await store.order(id) == nil)
            #expect(try await store.account(id) == nil)
            #expect(try await store.payment(id) == nil)
            #expect(try await store.history(of: id).isEmpty)
        }
        // A name that is taken uses up no number.
        for _ in 0..<3 {
            await #expect(throws: AccountError.usernameTaken) {
                _ = try await store.createAccount(
                    username: "Account7", displayName: "x", passwordHash: "x", atMilliseconds: 1)
            }
        }
        #expect(try await store.account(61) == nil)
        let next = try await store.createAccount(
            username: "next", displayName: "x", passwordHash: "x", atMilliseconds: 1)
        #expect(next.id == 61)
        #expect(try store.integrityCheck().isEmpty)
    }

    @Test func `is told from numbers that older versions used up for names that were taken`() async throws {
        let market = try TemporaryStore()
        let path = market.file("old")
        let old = try DatabasePool(path: path)
        try Schema.migrator.migrate(old, upTo: "9 rating privacy")
        try await old.write { database in
            for name in ["a", "A", "b", "a", "B", "c", "c"] {
                try database.execute(
                    sql: """
                        INSERT INTO accounts (username, display_name, password_hash, created_at) VALUES (?, 'x', 'x', 1)
                        ON CONFLICT (username) DO NOTHING
                        """, arguments: [name])
            }
        }
        try old.close()
        let store = try MarketplaceStore(path: path)
        #expect(try store.integrityCheck().isEmpty)
        let accounts = try await store.accounts(Array(1...9))
        #expect(accounts.map(\.username) == ["a", "b", "c"] && accounts.map(\.id) == [1, 3, 6])
    }
}
