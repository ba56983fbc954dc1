import Catalog
import CreditProfile
import Foundation
import GRDB
import Testing

@testable import MarketplaceStore

@Suite("The market's keys in backups")
struct KeyBackupTests {
    private static let passphrase = "correct horse battery staple"

    /// What the store keeps in `secrets`.
    private static func keys(_ path: String) throws -> [String: Data] {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration).read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT name, value FROM secrets")
            return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as String, $0[1] as Data) })
        }
    }

    /// A store whose table of keys has been moved about on its pages, so that remnants lie there.
    private static func market() async throws -> (market: TemporaryStore, keys: [String: Data], publicKey: String) {
        let market = try TemporaryStore()
        let publicKey = try await market.store.marketKey().publicKey
        let keys = try Self.keys(market.path)
        for round in 0..<40 {
            try await market.store.write { database in
                for (name, value) in keys {
                    try database.execute(sql: "DELETE FROM secrets WHERE name = ?", arguments: [name])
                    try database.execute(
                        sql: "INSERT INTO secrets VALUES (?, ?), (?, randomblob(?))",
                        arguments: [name, value, "filler \(round) \(name)", 300])
                }
            }
        }
        try await market.store.write { try $0.execute(sql: "DELETE FROM secrets WHERE name LIKE 'filler%'") }
        #expect(try Self.keys(market.path) == keys && keys.count == 2)
        return (market, keys, publicKey)
    }

    @Test(
        "no byte of them is in the file, sealed or left out, and the file is a whole store otherwise",
        arguments: [nil, passphrase])
    func noByte(passphrase: String?) async throws {
        let (market, keys, _) = try await Self.market()
        let seller = try await market.seller()
        _ = try await market.store.create(.sample("a listing"), sellerID: seller, atMilliseconds: 1)
        try market.store.backup(to: market.file("backup"), passphrase: passphrase)
        let bytes = try Data(contentsOf: URL(filePath: market.file("backup")))
        let live = try ["", "-wal"].reduce(Data()) { try $0 + Data(contentsOf: URL(filePath: market.path + $1)) }
        for (name, value) in keys {
            #expect(live.range(of: value) != nil, "the test has to find \(name) where it is")
            #expect(bytes.range(of: value) == nil, "\(name) is in the backup")
            for start in stride(from: 0, through: 16, by: 8) {
                #expect(bytes.range(of: value[start..<start + 16]) == nil, "a part of \(name) is in the backup")
            }
        }
        #expect(try Self.keys(market.file("backup")).keys.sorted() == (passphrase == nil ? [] : ["sealed-keys"]))
        let check = try await DatabaseQueue(path: market.file("backup")).read {
            try String.fetchOne($0, sql: "PRAGMA integrity_check")
        }
        #expect(check == "ok")
        let left = try FileManager.default.contentsOfDirectory(atPath: market.folder.path)
        #expect(!left.contains { $0.contains(".part") || $0.hasPrefix("backup-") }, "\(left)")
    }

    @Test("sealed keys come back with the passphrase and not without")
    func sealed() async throws {
        let (market, keys, publicKey) = try await Self.market()
        let backup = market.file("backup")
        try market.store.backup(to: backup, passphrase: Self.passphrase)
        #expect(throws: StoreError.keysAreSealed(path: backup)) {
            try MarketplaceStore.restore(from: backup, to: market.file("restored"))
        }
        #expect(throws: StoreError.wrongPassphrase(path: backup)) {
            try MarketplaceStore.restore(from: backup, to: market.file("restored"), passphrase: "another passphrase")
        }
        #expect(!FileManager.default.fileExists(atPath: market.file("restored")))
        let outcome = try MarketplaceStore.restore(
            from: backup, to: market.file("restored"), passphrase: Self.passphrase)
        #expect(outcome == .opened)
        #expect(try Self.keys(market.file("restored")) == keys)
        let restored = try MarketplaceStore(path: market.file("restored"))
        #expect(try await restored.marketKey().publicKey == publicKey)
        let given = try MarketplaceStore.restore(from: backup, to: market.file("given-up"), givesUpKeys: true)
        #expect(given == .new)
        let other = try MarketplaceStore(path: market.file("given-up"))
        #expect(try await other.marketKey().publicKey != publicKey)
    }

    @Test("without keys a restored market has new ones of both kinds")
    func leftOut() async throws {
        let (market, keys, publicKey) = try await Self.market()
        try market.store.backup(to: market.file("backup"))
        #expect(try MarketplaceStore.restore(from: market.file("backup"), to: market.file("restored")) == .new)
        let restored = try MarketplaceStore(path: market.file("restored"))
        #expect(try await restored.marketKey().publicKey != publicKey)
        let new = try Self.keys(market.file("restored"))
        #expect(new["pseudonyms"]?.count == 32 && new["pseudonyms"] != keys["pseudonyms"])
        // The new market can be backed up like any.
        try restored.backup(to: market.file("again"), passphrase: Self.passphrase)
        #expect(
            try MarketplaceStore.restore(
                from: market.file("again"), to: market.file("third"), passphrase: Self.passphrase) == .opened)
        #expect(try Self.keys(market.file("third")) == new)
    }

    @Test("a backup of an earlier version, with its keys in the clear, is restored with them")
    func earlier() async throws {
        let (market, keys, publicKey) = try await Self.market()
        let copy = try DatabaseQueue(path: market.file("earlier"))
        try market.store.pool.backup(to: copy)
        try copy.close()
        #expect(
            try MarketplaceStore.restore(from: market.file("earlier"), to: market.file("restored")) == .inTheClear)
        #expect(try Self.keys(market.file("restored")) == keys)
        let restored = try MarketplaceStore(path: market.file("restored"))
        #expect(try await restored.marketKey().publicKey == publicKey)
    }

    @Test("a backup that was only copied into place is no store", arguments: [nil, passphrase])
    func copied(passphrase: String?) async throws {
        let (market, _, _) = try await Self.market()
        try market.store.backup(to: market.file("backup"), passphrase: passphrase)
        #expect(throws: StoreError.isBackup(path: market.file("backup"))) {
            try MarketplaceStore(path: market.file("backup"))
        }
    }

    @Test("a passphrase's sealed keys that were damaged are named")
    func damaged() async throws {
        let (market, _, _) = try await Self.market()
        try market.store.backup(to: market.file("backup"), passphrase: Self.passphrase)
        try await DatabaseQueue(path: market.file("backup")).write {
            try $0.execute(sql: "UPDATE secrets SET value = x'00'")
        }
        let error = #expect(throws: StoreError.self) {
            try MarketplaceStore.restore(
                from: market.file("backup"), to: market.file("restored"), passphrase: Self.passphrase)
        }
        #expect(error?.description.contains("sealed keys cannot be read") == true)
    }

    @Test("no key is in the copy at any moment, so one that is killed leaves none", arguments: [nil, passphrase])
    func interrupted(passphrase: String?) async throws {
        let (market, keys, _) = try await Self.market()
        let seller = try await market.seller()
        _ = try await market.store.create(
            (0..<2_000).map { .sample("\($0)") }, sellerID: seller, atMilliseconds: 1)
        // As far as the copy is written before its last step.
        let copy = try StoreCopy.make(of: market.path, at: market.file("copy"), passphrase: passphrase)
        let files = try FileManager.default.contentsOfDirectory(atPath: market.folder.path).filter {
            $0.hasPrefix("copy")
        }
        for file in files {
            let bytes = try Data(contentsOf: URL(filePath: market.file(file)))
            for (name, value) in keys { #expect(bytes.range(of: value) == nil, "\(name) is in \(file)") }
        }
        try copy.close()
        // The copy takes as much room as the store, and no more.
        let size = try Data(contentsOf: URL(filePath: market.file("copy"))).count
        #expect(try size <= market.store.byteCount())
    }
}
