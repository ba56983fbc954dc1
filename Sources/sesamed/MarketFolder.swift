import ArgumentParser
import Catalog
import Foundation
import ListingSearch
import MarketplaceStore

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
    func openStore(creating: Bool) throws -> MarketplaceStore {
        if creating {
            try requireNoOrphans()
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } else {
            try requireMarket()
        }
        return try MarketplaceStore(path: storePath)
    }

    /// - Throws: `CommandError` where there is no market.
    func generations() throws -> GenerationFolder {
        try requireMarket()
        return try GenerationFolder(indexPath)
    }

    /// A new market must not come into being in the place of one whose store is gone.
    private func requireNoOrphans() throws {
        let files = FileManager.default
        guard !files.fileExists(atPath: storePath) else { return }
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
        guard FileManager.default.fileExists(atPath: storePath) else {
            throw CommandError(message: "there is no market in \(path)")
        }
    }
}

struct MarketOptions: ParsableArguments {
    @Option(name: .customLong("data"), help: "The folder of the market (default: SESAME_DATA).")
    var data: String?

    func folder() throws -> MarketFolder {
        guard let path = data ?? ProcessInfo.processInfo.environment["SESAME_DATA"], !path.isEmpty else {
            throw ValidationError("Say which market: --data DIR, or SESAME_DATA in the environment.")
        }
        return MarketFolder(path: path)
    }
}

/// Milliseconds since 1970 by the machine's clock.
func systemMilliseconds() -> Int64 { Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down)) }
