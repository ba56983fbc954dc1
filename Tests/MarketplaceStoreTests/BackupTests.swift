import Catalog
import Foundation
import GRDB
import Glibc
import MarketplaceStore
import Testing

@Suite struct `Backups and damage` {
    @Test func `a restored backup holds what the store held`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        let listings = try await market.store.create(
            (0..<500).map { .sample("\($0)") }, sellerID: seller, atMilliseconds: 1)
        try market.store.backup(to: market.file("backup"))
        _ = try await market.store.create(.sample("later"), sellerID: seller, atMilliseconds: 2)
        try MarketplaceStore.restore(from: market.file("backup"), to: market.file("restored"))
        let restored = try MarketplaceStore(path: market.file("restored"))
        #expect(try restored.onSaleCount() == 500)
        #expect(try await restored.listing(listings[499].id) == listings[499])
        #expect(try restored.integrityCheck().isEmpty)
    }

    @Test func `a backup overwrites nothing and leaves nothing half done`() async throws {
        let market = try TemporaryStore()
        try market.store.backup(to: market.file("backup"))
        #expect(throws: StoreError.exists(path: market.file("backup"))) {
            try market.store.backup(to: market.file("backup"))
        }
        #expect(throws: StoreError.exists(path: market.file("backup"))) {
            try MarketplaceStore.restore(from: market.path, to: market.file("backup"))
        }
        #expect(throws: StoreError.self) { try market.store.backup(to: market.file("no/such/folder")) }
        let files = try FileManager.default.contentsOfDirectory(atPath: market.folder.path)
        #expect(!files.contains { $0.hasSuffix(".part") })
    }

    @Test func `a damaged backup is refused with its path`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        _ = try await market.store.create((0..<2_000).map { .sample("\($0)") }, sellerID: seller, atMilliseconds: 1)
        let backup = market.file("backup")
        try market.store.backup(to: backup)
        var bytes = try Data(contentsOf: URL(filePath: backup))
        for offset in stride(from: bytes.count / 2, to: bytes.count / 2 + 9_000, by: 3) { bytes[offset] ^= 0x5A }
        try bytes.write(to: URL(filePath: backup))
        let error = #expect(throws: StoreError.self) {
            try MarketplaceStore.restore(from: backup, to: market.file("restored"))
        }
        #expect(error?.description.contains(backup) == true)
        #expect(!FileManager.default.fileExists(atPath: market.file("restored")))
    }

    @Test func `a damaged store is no backup, and is named itself`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        _ = try await market.store.create((0..<2_000).map { .sample("\($0)") }, sellerID: seller, atMilliseconds: 1)
        try market.store.close()
        let database = try DatabaseQueue(path: market.path)
        try await database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        try database.close()
        var bytes = try Data(contentsOf: URL(filePath: market.path))
        for offset in bytes.count / 2..<bytes.count / 2 + 9_000 { bytes[offset] = 0x5A }
        try bytes.write(to: URL(filePath: market.path))
        let store = try MarketplaceStore(path: market.path)
        let error = #expect(throws: StoreError.self) { try store.backup(to: market.file("backup")) }
        guard case .corrupt(market.path, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: market.folder.path)
        #expect(!files.contains { $0.hasPrefix("backup") }, "\(files)")
    }

    @Test(arguments: [
        "not a database at all, and longer than a header is, so that it is read", "SQLite format 3",
    ])
    func `a file that is no store gives an error with its path`(content: String) throws {
        let market = try TemporaryStore()
        let path = market.file("wrong")
        try Data((content + "\u{0}" + String(repeating: "x", count: 4_096)).utf8).write(to: URL(filePath: path))
        let error = #expect(throws: StoreError.self) { try MarketplaceStore(path: path) }
        #expect(error?.description.contains(path) == true)
    }

    @Test func `a missing folder gives an error with the path`() {
        #expect(throws: StoreError.self) { try MarketplaceStore(path: "/no/such/folder/market.sqlite") }
    }

    @Test func `opening again changes nothing`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        let listing = try await market.store.create(.sample(), sellerID: seller, atMilliseconds: 1)
        let sequence = try market.store.lastSequence()
        try market.store.close()
        for _ in 0..<2 {
            let again = try MarketplaceStore(path: market.path)
            #expect(try await again.listing(listing.id) == listing)
            #expect(try await again.categories() == CategorySeed.categories)
            #expect(try again.lastSequence() == sequence)
            try again.close()
        }
    }

    @Test func `what a killed backup has left is removed by the next one, but not what another is writing`()
        async throws
    {
        let market = try TemporaryStore()
        let backup = market.file("backup")
        let killed = "\(backup).\(UUID().uuidString).part"
        for path in [killed, killed + "-journal"] { try Data("half".utf8).write(to: URL(filePath: path)) }
        let running = "\(backup).\(UUID().uuidString).part"
        try Data("half".utf8).write(to: URL(filePath: running))
        let lock = unsafe open(running, O_RDWR)
        #expect(flock(lock, LOCK_EX) == 0)
        let others = ["\(backup).notes.part", "\(backup)2.\(UUID().uuidString).part"]
        for path in others { try Data("other".utf8).write(to: URL(filePath: path)) }
        try market.store.backup(to: backup)
        let files = try FileManager.default.contentsOfDirectory(atPath: market.folder.path)
        let parts = Set(files.filter { $0.contains(".part") })
        #expect(parts == Set(([running] + others).map { URL(filePath: $0).lastPathComponent }))
        close(lock)
        try MarketplaceStore.restore(from: backup, to: market.file("restored"))
        try FileManager.default.removeItem(atPath: backup)
        try market.store.backup(to: backup)
        #expect(!FileManager.default.fileExists(atPath: running))
    }

    @Test func `a backup has every row of every table, and every index and rule`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        _ = try await market.store.create((0..<300).map { .sample("\($0)") }, sellerID: seller, atMilliseconds: 1)
        try market.store.backup(to: market.file("backup"))
        func content(_ path: String) async throws -> [String: [String]] {
            try await DatabaseQueue(path: path).read { database in
                let schema = try Row.fetchAll(
                    database, sql: "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")
                var content = ["schema": schema.map { "\($0)" }]
                for row in schema where row["type"] == "table" && row["name"] != "secrets" {
                    let name: String = row["name"]
                    content[name] = try Row.fetchAll(database, sql: "SELECT * FROM \(name)").map { "\($0)" }.sorted()
                }
                return content
            }
        }
        #expect(try await content(market.file("backup")) == content(market.path))
    }
}
