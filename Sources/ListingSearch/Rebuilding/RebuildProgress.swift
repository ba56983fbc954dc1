import Catalog
import Foundation
import SearchIndex

/// How far a rebuild has come, kept beside its parts so that an interrupted one goes on.
struct RebuildProgress: Codable, Equatable {
    /// What the parts were made with; other rules start anew.
    var analyzer: String
    /// Kept whole in the parts' listings.
    var words: [String]
    var schema: Schema
    /// The log is followed from here, once all parts are there: no part was read from an older state.
    var sequence: Int64
    /// No part was read from a newer state than this. A store that does not have it any more was put back meanwhile, and
    /// the parts may hold what it never held.
    var readTo: ChangeLogPosition
    var parts: Int
    /// The last listing in the finished parts.
    var lastID: Int64
    var listings: Int

    static func read(_ folder: String) throws -> RebuildProgress? {
        let path = folder + "/PROGRESS"
        guard FileSystem.exists(path) else { return nil }
        let progress = try? JSONDecoder().decode(
            RebuildProgress.self, from: Data(FileSystem.read(path, limit: 1 << 20)))
        return progress.flatMap { $0.isPossible ? $0 : nil }
    }

    /// More of anything was never counted: the file is damaged.
    private static let mostCounted: Int64 = 1 << 53
    private static let mostParts = 1 << 20

    private var isPossible: Bool {
        (0...Self.mostParts).contains(parts)
            && [sequence, readTo.sequence, lastID, Int64(listings)].allSatisfy { (0...Self.mostCounted).contains($0) }
    }

    func write(_ folder: String) throws {
        try FileSystem.replace(folder + "/PROGRESS", with: Array(JSONEncoder().encode(self)))
    }
}
