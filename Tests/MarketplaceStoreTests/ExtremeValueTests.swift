import Accounts
import Catalog
import Foundation
import GRDB
import Ledger
import Orders
import Ratings
import Synchronization
import TestSupport
import Testing

@testable import MarketplaceStore

/// Rows with values that nobody has written there: what was written is read as it was, or the store says that it is damaged,
/// and nothing that reckons with it ends the process.
@Suite struct `A value that was never written` {
    /// Each is of a wrong type somewhere, or beyond every limit.
    private static let extremes: [(name: String, value: DatabaseValue)] = [
        ("Int64.max", Int64.max.databaseValue), ("Int64.min", Int64.min.databaseValue), ("NULL", .null),
        ("a text", "\u{1F9E8}".databaseValue), ("a blob", Data([0xFF, 0, 0xFE]).databaseValue),
    ]

    @Test func `in any column of any row is damage when it is read, or is not met`() async throws {
        let seed = UInt64(20_261_130)
        var random = SeededGenerator(seed: seed)
        let market = try await Self.market()
        let store = market.store
        let written = await Self.readings(store)
        for (name, outcome) in written { #expect(throws: Never.self, "\(name)") { _ = try outcome.get() } }
        let tables = try await Smasher.tables(market.path)
        let smasher = try Smasher(market.path)
        var met = 0
        for table in tables {
            for column in table.columns {
                for (name, value) in Self.extremes {
                    let note = "seed \(seed), \(table.name).\(column) is \(name)"
                    let row = Int.random(in: 1...table.rowCount, using: &random)
                    if value.isNull, table.optionalColumns.contains(column) { continue }
                    guard try smasher.write(value, column, row, table) else { continue }
                    for (reading, outcome) in await Self.readings(store) {
                        switch outcome {
                        case .success(let found):
                            let wanted = try written[reading]?.get() ?? []
                            // A text may be any text, and bytes any bytes.
                            guard name != "a text", name != "a blob" else { continue }
                            #expect(found.isSubset(of: wanted), "\(note): \(reading)")
                        case .failure(let error):
                            met += 1
                            // The key was used for another request, by what stands there.
                            if error as? OrderError == .idempotencyKeyReused, name == "a blob" { continue }
                            #expect((error as? StoreError)?.trouble == .damaged, "\(note): \(reading): \(error)")
                        }
                    }
                    try smasher.restore(table)
                }
            }
        }
        #expect(tables.count > 20 && met > 300)
        // All is as it was, so every difference came from the value.
        let after = await Self.readings(store)
        for (name, outcome) in after { #expect(try outcome.get() == written[name]?.get(), "\(name)") }
    }

    /// A market with rows in every table.
    private static func market() async throws -> TemporaryStore {
        let market = try TemporaryStore()
        let store = market.store
        let seller = try await market.seller()
        let buyer = try await market.seller("buyer")
        let listing = try await store.create(.sample(), sellerID: seller, atMilliseconds: 1).id
        let clocks = OrderClocks()
        let delivery = Delivery(name: "王五", address: "文三路", region: "CN-ZJ")
        try await store.tradeAndRate { desk in
            let draft = OrderDraft(listingID: listing, quantity: 1, delivery: delivery)
            for isRefunded in [false, true] {
                let order = try desk.open(draft, buyerID: buyer, atMilliseconds: 1, clocks: clocks)
                let payment = try desk.beginPayment(of: order, atMilliseconds: 2, clocks: clocks)
                try desk.settle(payment.id, as: .captured, atMilliseconds: 3, clocks: clocks)
                let sent = try desk.apply(
                    .ship(Shipment(kind: .express, carrier: "顺丰", tracking: "SF1")),
                    to: desk.order(order.id, of: buyer).order,
                    by: .seller, atMilliseconds: 4, clocks: clocks)
                let end: OrderEvent = isRefunded ? .requestRefund(amountMinor: 3, reason: "有线头") : .confirm
                let next = try desk.apply(end, to: sent, by: .buyer, atMilliseconds: 5, clocks: clocks)
                guard isRefunded else { continue }
                try desk.apply(
                    .acceptRefund(amountMinor: 3), to: next, by: .seller, atMilliseconds: 6, clocks: clocks)
            }
            let open = try desk.open(draft, buyerID: buyer, atMilliseconds: 7, clocks: clocks)
            _ = try desk.beginPayment(of: open, atMilliseconds: 8, clocks: clocks)
            _ = try desk.give(
                .good, scores: SubScores(asDescribed: 5, service: 5, logistics: 5), words: "好", orderID: 1,
                authorID: buyer, atMilliseconds: 9, rules: RatingRules())
            try desk.write(ClockRecord(look: reading, accepted: reading))
            try desk.record(
                OperatorAct(operatorName: "o", act: "a", subject: "s", reason: "r", atMilliseconds: 9))
        }
        _ = try await store.trade(once: key, now: { 9 }) { _ in [1] }
        try await store.giveCreditConsent(seller, atMilliseconds: 9)
        _ = try await store.marketKey()
        try await store.insert(
            TokenRecord(
                hash: [1], accountID: seller, scopes: [], createdAtMilliseconds: 9, expiresAtMilliseconds: 1 << 40))
        try await store.keep(
            DeviceRecord(hash: [2], accountID: seller, usedAtMilliseconds: 9, expiresAtMilliseconds: 1 << 40), most: 5)
        try await store.write { try $0.execute(sql: "INSERT INTO account_gaps VALUES (100, 101)") }
        return market
    }

    private static let reading = ClockReading(wallMilliseconds: 1_000, uptimeMilliseconds: 500, bootID: "boot")
    private static let key = IdempotencyKey(accountID: 2, key: "key", request: ["buy"])
}

// MARK: - Reading everything

extension `A value that was never written` {
    private typealias Outcome = Result<Set<String>, any Error>

    /// What every way of reading finds, each thing as a text of its own.
    private static func readings(_ store: MarketplaceStore) async -> [String: Outcome] {
        var found: [String: Outcome] = [:]
        func read(_ name: String, _ work: () async throws -> [Any]) async {
            do { found[name] = .success(Set(try await work().map { "\($0)" })) } catch { found[name] = .failure(error) }
        }
        await accounts(store, read)
        await listings(store, read)
        await trade(store, read)
        await ratings(store, read)
        await books(store, read)
        return found
    }

    private static let seed = Set(CategorySeed.categories)

    private typealias Reader = (String, () async throws -> [Any]) async -> Void

    private static func accounts(_ store: MarketplaceStore, _ read: Reader) async {
        await read("accounts") { try await store.accounts([1, 2]) }
        await read("shop names") { try await store.shopNames(of: [1, 2]).map { "\($0)" } }
        for name in ["seller", "buyer"] {
            await read("credentials of \(name)") {
                try await store.credentials(username: name).map { ["\($0)"] } ?? []
            }
        }
        await read("token") { try await store.token(hash: [1]).map { [$0] } ?? [] }
        await read("device") { try await store.device(hash: [2]).map { [$0] } ?? [] }
        await read("use") {
            // Reckons with what was read, as a new listing does.
            var use = try await store.use(of: 1)
            let counted = SellerUse.Counted(.sample(), .active)
            try use.change(from: nil, to: counted, within: nil, atMilliseconds: 9)
            return []
        }
        await read("wrong totals") {
            _ = try await store.sellersWithWrongTotals(); return []
        }
        await read("categories") { try await store.categories().filter { !seed.contains($0) } }
    }

    private static func listings(_ store: MarketplaceStore, _ read: Reader) async {
        await read("listing") { try await store.listing(1).map { [$0] } ?? [] }
        await read("offered") { try await store.offered([1]) }
        await read("listings of seller") {
            try await store.listings(sellerID: 1, statuses: [.active], beforeID: nil, limit: 9).listings
        }
        await read("changes") { try store.changes(after: 0, limit: 9).compactMap(\.offered) }
        await read("position") {
            // Whoever does not know a history makes its index anew.
            _ = try store.position(at: store.lastSequence())
            return []
        }
        await read("scan") {
            var all: [ShopListing] = []
            _ = try store.scanOnSale(batchSize: 9, afterID: 0) { all += $0 }
            return all
        }
    }

    private static func trade(_ store: MarketplaceStore, _ read: Reader) async {
        let clocks = OrderClocks()
        for id in Int64(1)...3 {
            await read("order \(id)") {
                guard let order = try await store.order(id) else { return [] }
                for event in [OrderEvent.extend, .expire, .cancel(reason: "x"), .withdrawRefund, .confirm] {
                    for actor in OrderActor.allCases {
                        _ = try? order.applying(event, by: actor, atMilliseconds: 1 << 45, clocks: clocks)
                    }
                }
                return [order]
            }
            await read("history \(id)") { try await store.history(of: id) }
            await read("payment \(id)") {
                let payment = try await store.payment(id)
                _ = payment.map { [$0.createdAtMilliseconds + clocks.paymentMilliseconds, Int64($0.attemptCount + 1)] }
                return payment.map { [$0] } ?? []
            }
            await read("payment of order \(id)") { try await store.payment(ofOrder: id).map { [$0] } ?? [] }
        }
        for role in [OrderRole.buyer, .seller] {
            await read("orders as \(role)") {
                try await store.orders(of: role == .buyer ? 2 : 1, as: role, beforeID: nil, limit: 9)
            }
        }
        await read("held stock") {
            _ = try await store.heldStock(ofListings: [1]); return []
        }
        await read("holds") {
            try await store.trade { desk in
                let units = try desk.unpaidHolds(of: 2).reduce(0) { $0 + $1.quantity }
                let times = try desk.lapsedHolds(of: 2, sinceMilliseconds: 0).map(\.atMilliseconds)
                _ = (units, times.map { $0 + OrderLimits.lapseMilliseconds })
            }
            return []
        }
        await read("clock") {
            let clock = TradeClock(try await store.clockRecord()) {
                ClockReading(wallMilliseconds: 2_000, uptimeMilliseconds: 1_500, bootID: "boot")
            }
            _ = clock.status()
            if let record = try await store.clockRecord() { _ = record.waits(at: reading) }
            return []
        }
        await read("due") {
            _ = try await store.nextDueMilliseconds(withPayments: true).map { $0 - (1 << 41) }
            _ = try await store.dueOrders(atMilliseconds: .max, limit: 9)
            _ = try await store.dueWindows(atMilliseconds: .max, limit: 9)
            return try await store.duePayments(atMilliseconds: .max, limit: 9)
        }
        await read("due refunds") {
            var refunds: [Refund] = []
            for id in try await store.dueRefunds(atMilliseconds: .max, limit: 9) {
                if let refund = try await store.refund(id) { refunds.append(refund) }
            }
            return refunds
        }
        await read("acts") { try await store.operatorActs(limit: 9) }
        await read("once") { try await store.trade(once: key, now: { 9 }) { _ in [1] } }
    }

    private static func ratings(_ store: MarketplaceStore, _ read: Reader) async {
        await read("ratings of order") { try await store.ratings(ofOrder: 1) }
        await read("ratings of subject") { try await store.ratings(ofSubject: 1, after: nil, limit: 9) }
        await read("sides") { try await store.orderSides(1).map { ["\($0)"] } ?? [] }
        await read("window") {
            try await store.rate { desk in
                _ = try desk.windowEnd(1).map { $0 + 1 }
                _ = try desk.pseudonym(of: 2, inLogOf: 1)
            }
            return []
        }
        await read("log") { try await store.ratingLog(of: 1, after: 0, limit: 9) }
        await read("board") {
            // The board tells of what it passes over.
            let told = Mutex<[any Error]>([])
            let board = RatingBoard(store: store, now: { 1 << 41 }) { _, error in told.withLock { $0.append(error) } }
            try await board.refresh()
            for error in told.withLock({ $0 }) where error is StoreError { throw error }
            return []
        }
        await read("sales") {
            let sales = try await store.sales(sinceMilliseconds: 0)
            _ = BrushingSearch.evidence(sales)
            return sales
        }
        await read("credit") {
            _ = try await store.creditConsent(1)
            _ = try await store.creditProfile(1, consentMilliseconds: 1, issuedMilliseconds: 2)
            _ = try await store.marketKey()
            return []
        }
    }

    private static func books(_ store: MarketplaceStore, _ read: Reader) async {
        for user in Int64(1)...2 {
            await read("balances of \(user)") {
                try await store.balances(ofUser: user).map {
                    "\($0.currency) \($0.balance) \($0.balance.availableMinor)"
                }
            }
            await read("statement of \(user)") {
                try await store.statement(ofUser: user, beforeSequence: nil, limit: 9)
            }
        }
        await read("ledger") {
            try await store.trade { desk in
                for account in [LedgerAccount.escrow, .outside, .user(1), .user(2)] {
                    var balance = try desk.balance(of: account, in: .cny)
                    var other = Balance()
                    for sequence in Int64(1)...5 {
                        try? desk.ledgerEntry(sequence)?.carry(over: &balance, &other)
                    }
                }
            }
            return []
        }
        await read("audit") {
            _ = try store.auditTrade(); return []
        }
        await read("check") {
            _ = try store.integrityCheck(); return []
        }
        await read("reconcile") {
            _ = try store.reconcile(with: [:]); return []
        }
    }
}

// MARK: - Writing what nobody writes

/// Writes past every rule of the tables, as a page that was overwritten looks.
private struct Smasher {
    struct Table {
        var name: String
        var columns: [String]
        /// Those in which nothing may stand, or in whose place SQLite numbers the row.
        var optionalColumns: Set<String>
        var rowCount: Int
    }

    private let queue: DatabaseQueue

    static func tables(_ path: String) async throws -> [Table] {
        try await DatabaseQueue(path: path).read { database in
            let names = try String.fetchAll(
                database,
                sql: """
                    SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_stat%'
                        AND name NOT LIKE 'grdb%' ORDER BY name
                    """)
            return try names.map { name in
                let count = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM \(name)") ?? 0
                let columns = try database.columns(in: name)
                return Table(
                    name: name, columns: columns.map(\.name),
                    optionalColumns: Set(columns.filter { !$0.isNotNull }.map(\.name)),
                    rowCount: count)
            }.filter { $0.rowCount > 0 }
        }
    }

    /// Takes the rules out of the tables, and the types that would make another value of what is written.
    init(_ path: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { database in
            try database.execute(
                sql: """
                    PRAGMA synchronous = OFF;
                    PRAGMA ignore_check_constraints = ON;
                    """)
            // What is numbered leaves its number there.
            try database.execute(sql: "CREATE TEMP TABLE numbers AS SELECT * FROM main.sqlite_sequence")
            for trigger in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
                try database.execute(sql: "DROP TRIGGER \(trigger)")
            }
            try database.execute(
                sql: """
                    PRAGMA writable_schema = ON;
                    UPDATE sqlite_schema SET sql = replace(replace(replace(replace(sql,
                        ') STRICT, WITHOUT ROWID', ') WITHOUT ROWID'), ') STRICT', ')'), ' NOT NULL', ''), ' TEXT', ' BLOB')
                        WHERE type = 'table';
                    PRAGMA writable_schema = RESET;
                    """)
        }
    }

    /// - Returns: Whether SQLite can hold the value there.
    func write(_ value: DatabaseValue, _ column: String, _ row: Int, _ table: Table) throws -> Bool {
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "CREATE TEMP TABLE kept AS SELECT * FROM main.\(table.name)")
            let columns = table.columns.map { name in
                name == column ? "CASE WHEN row_number() OVER () = \(row) THEN ?1 ELSE \(name) END" : name
            }
            do {
                try database.inTransaction {
                    try database.execute(sql: "DELETE FROM main.\(table.name)")
                    try database.execute(
                        sql: "INSERT INTO main.\(table.name) SELECT \(columns.joined(separator: ", ")) FROM kept",
                        arguments: [value])
                    return .commit
                }
                return true
            } catch is DatabaseError {
                // A number of a row, say, that is none.
                try database.execute(sql: "DROP TABLE temp.kept")
                return false
            }
        }
    }

    func restore(_ table: Table) throws {
        try queue.writeWithoutTransaction { database in
            try database.inTransaction {
                try database.execute(
                    sql: """
                        DELETE FROM main.\(table.name);
                        INSERT INTO main.\(table.name) SELECT * FROM temp.kept;
                        DELETE FROM main.sqlite_sequence;
                        INSERT INTO main.sqlite_sequence SELECT * FROM temp.numbers;
                        """)
                return .commit
            }
            try database.execute(sql: "DROP TABLE temp.kept")
        }
    }
}
