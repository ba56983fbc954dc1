import ArgumentParser
import Catalog
import Foundation
import ListingSearch
import MarketplaceStore
import PrivateFiles
import SearchIndex

/// The folder of a market.
struct MarketFolder {
    let path: String

    var storePath: String { path + "/market.sqlite" }
    var indexPath: String { path + "/index" }
    /// What shoppers ask for, counted.
    var queryLogPath: String { path + "/" + QueryLog.fileName }
    /// The operators' words: `synonyms.txt`, `words.txt`.
    var dictionaryPath: String { path + "/dictionary" }
    /// The operators' rules for single queries.
    var rulesPath: String { path + "/rules" }

    /// Opens the store; it must be there unless `creating`.
    /// - Parameter migrates: Whether a store of an older version is brought up to this one; it is by whoever creates.
    /// - Throws: `CommandError` where that has to be done and a server is running.
    func openStore(creating: Bool, migrates: Bool = false) throws -> MarketplaceStore {
        if creating {
            try requireNoOrphans()
            try PrivateFiles.makeFolder(path)
        } else {
            try requireMarket()
        }
        let isNew = !isMarket
        do {
            let store = try MarketplaceStore(path: storePath, options: .init(migrates: isNew))
            if isNew { narrow() }
            return store
        } catch StoreError.tooOld where creating || migrates {
            return try bringUp()
        }
    }

    /// Held by the one server of the market, as long as it runs: two would each do what time does to orders.
    /// - Throws: `CommandError` where another one holds it.
    func lockForServing() throws -> WriteLock {
        try PrivateFiles.makeFolder(path)
        do { return try WriteLock(path: path + "/serve.lock") } catch IndexError.locked {
            throw CommandError(message: "a server of the market in \(path) runs already")
        }
    }

    /// Brings a store of an older version up to this one, where no server runs on it: that one would go on by its own rules,
    /// and leave rows that this one's do not allow.
    private func bringUp() throws -> MarketplaceStore {
        let locks: [AnyObject]
        do { locks = try GenerationFolder(indexPath).lockGenerations() } catch IndexError.locked {
            throw CommandError(
                message: "\(storePath) is of an older version, and a server runs on it: stop that first")
        }
        defer { withExtendedLifetime(locks) {} }
        return try MarketplaceStore(path: storePath, options: .init(migrates: true))
    }

    /// Takes the market's files from everybody but their owner, and says which others could read.
    func narrow() {
        guard isMarket else { return }
        let insides = [indexPath, dictionaryPath, rulesPath].map { URL(filePath: $0).lastPathComponent }
        for sentence in PrivacySweep(folder: path, insides: Set(insides)).sentences { Messages.say(sentence) }
    }

    /// - Throws: `CommandError` where there is no market.
    func generations() throws -> GenerationFolder {
        try requireMarket()
        return try GenerationFolder(indexPath)
    }

    private var isMarket: Bool { FileManager.default.fileExists(atPath: storePath) }

    /// A new market must not come into being in the place of one whose store is gone.
    private func requireNoOrphans() throws {
        let files = FileManager.default
        guard !isMarket else { return }
        let index = (try? files.contentsOfDirectory(atPath: indexPath)) ?? []
        let wal = storePath + "-wal"
        guard !index.isEmpty || files.fileExists(atPath: wal) else { return }
        throw CommandError(
            message: """
                the store \(storePath) is missing, and \(index.isEmpty ? wal : indexPath) is there: put the store back, or move \
                that away and restore a backup
                """)
    }

    private func requireMarket() throws {
        guard isMarket else {
            throw CommandError(message: "there is no market in \(path)")
        }
    }
}

struct MarketOptions: ParsableArguments {
    @Option(name: .customLong("data"), help: "The folder of the market (default: SESAME_DATA).")
    var data: String?

    /// The folder, with its files narrowed to their owner: every command begins here.
    func folder() throws -> MarketFolder {
        guard let path = data ?? ProcessInfo.processInfo.environment["SESAME_DATA"], !path.isEmpty else {
            throw ValidationError("Say which market: --data DIR, or SESAME_DATA in the environment.")
        }
        let folder = MarketFolder(path: path)
        folder.narrow()
        return folder
    }
}

/// Milliseconds since 1970 by the machine's clock.
func systemMilliseconds() -> Int64 { Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down)) }
