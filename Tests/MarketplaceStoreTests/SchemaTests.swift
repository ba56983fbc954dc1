import Catalog
import GRDB
import Locking
import Scheduling
import Testing

@testable import MarketplaceStore

@Suite struct `The store's file` {
    @Test func `every write is synced`() async throws {
        let market = try TemporaryStore()
        let level = try await market.store.pool.writeWithoutTransaction {
            try Int.fetchOne($0, sql: "PRAGMA synchronous")
        }
        #expect(level == 2)
    }

    @Test func `of a newer version is left alone`() async throws {
        let market = try TemporaryStore()
        try await market.store.pool.write { database in
            try database.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99 of the future')")
        }
        try market.store.close()
        #expect(throws: StoreError.tooNew(path: market.path)) { try MarketplaceStore(path: market.path) }
    }

    @Test func `goes through its steps once, from any of them`() throws {
        let market = try TemporaryStore()
        for step in ["1 accounts", "2 categories"] {
            let path = market.file(step)
            let old = try DatabasePool(path: path)
            try Schema.migrator.migrate(old, upTo: step)
            try old.close()
            for _ in 0..<2 {
                let store = try MarketplaceStore(path: path)
                #expect(try store.onSaleCount() == 0)
                #expect(try store.pool.read(Categories.all) == CategorySeed.categories)
                try store.close()
            }
        }
    }

    @Test func `is brought up without reading all of it for rows that point to none`() throws {
        let market = try TemporaryStore()
        let path = market.file("old")
        let statements = Locked<[String]>([])
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            database.add(function: Changes.historyFunction("test"))
            database.trace { event in
                if case .statement(let statement) = event { statements.withLock { $0.append(statement.sql) } }
            }
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        try Schema.bringUp(pool, migrates: true)
        try pool.close()
        let all = statements.withLock { $0 }
        #expect(all.contains { $0.contains("CREATE TABLE seller_totals") })
        #expect(!all.contains { $0.contains("foreign_key_check") })
    }

    @Test func `of an older version is left alone by whoever only looks`() throws {
        let market = try TemporaryStore()
        let path = market.file("old")
        let old = try DatabasePool(path: path)
        try Schema.migrator.migrate(old, upTo: "13 devices")
        let before = try old.read(Schema.migrator.appliedIdentifiers)
        try old.close()
        let looking = MarketplaceStore.Options(migrates: false)
        #expect(throws: StoreError.tooOld(path: path)) { try MarketplaceStore(path: path, options: looking) }
        let after = try DatabaseQueue(path: path)
        #expect(try after.read(Schema.migrator.appliedIdentifiers) == before)
        try after.close()
        try MarketplaceStore(path: path).close()
        let store = try MarketplaceStore(path: path, options: looking)
        #expect(try store.onSaleCount() == 0)
        try store.close()
    }

    @Test func `of another program is left alone by whoever only looks`() throws {
        let market = try TemporaryStore()
        let path = market.file("other")
        let other = try DatabaseQueue(path: path)
        try other.write { try $0.execute(sql: "CREATE TABLE notes (text TEXT)") }
        try other.close()
        let error = #expect(throws: StoreError.self) {
            try MarketplaceStore(path: path, options: .init(migrates: false))
        }
        #expect(error?.trouble == .damaged)
    }

    @Test func `finds by index whatever grows`() async throws {
        let market = try TemporaryStore()
        let queries = [
            "SELECT 1 FROM listings WHERE seller_id = 1 AND id < 9 AND status <> 'deleted' ORDER BY id DESC",
            "SELECT COUNT(*) FROM listings WHERE status = 'active' AND quantity > 0",
            "SELECT MAX(sequence) FROM listing_changes",
            "SELECT 1 FROM accounts WHERE username = 'x'",
            "DELETE FROM tokens WHERE expires_at <= 1",
            "SELECT 1 FROM devices WHERE hash = x'00'",
            "SELECT hash FROM devices WHERE account_id = 1 ORDER BY used_at DESC",
            "SELECT 1 FROM seller_totals WHERE seller_id = 1",
        ]
        for query in queries {
            let plan = try await market.store.pool.read { database in
                try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + query).map { $0["detail"] as String }
            }
            #expect(!plan.contains { $0.contains("SCAN") && !$0.contains("INDEX") }, "\(query): \(plan)")
        }
    }
}
