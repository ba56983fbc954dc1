import Foundation
import Locking
public import Logging

/// What shoppers ask for, counted, without who asked: for an operator's report.
///
/// Kept in a file of lines (query, times asked, times without a hit, times relaxed, times corrected), written beside and
/// renamed. Counts since the last writing are lost in a crash: they are no one's property.
public final class QueryLog: Sendable {
    public struct Count: Hashable, Sendable {
        public var asked = 0
        public var empty = 0
        public var relaxed = 0
        public var corrected = 0

        public init(asked: Int = 0, empty: Int = 0, relaxed: Int = 0, corrected: Int = 0) {
            self.asked = asked
            self.empty = empty
            self.relaxed = relaxed
            self.corrected = corrected
        }
    }

    private struct State: Sendable {
        var counts: [String: Count] = [:]
        var isChanged = false
        /// Queries counted since the log was opened.
        var added = 0
    }

    private let path: String
    private let logger: Logger
    private let state: Locked<State>

    /// Above this the rarest queries are forgotten.
    private static let keptQueries = 100_000
    private static let writeInterval = Duration.seconds(30)
    public static let fileName = "queries.tsv"

    /// - Parameter path: of the file; a missing one is an empty log, an unreadable line is left out.
    public init(path: String, logger: Logger) {
        self.path = path
        self.logger = logger
        state = Locked(State(counts: Self.read(path)))
    }

    /// Counts a query's first page.
    func add(_ text: String, _ page: ListingPage) {
        let key = Self.key(text)
        guard !key.isEmpty else { return }
        state.withLock { state in
            state.isChanged = true
            state.added += 1
            if state.counts.count >= Self.keptQueries, state.counts[key] == nil {
                let mostAsked = state.counts.sorted { $0.value.asked > $1.value.asked }.prefix(Self.keptQueries / 2)
                state.counts = Dictionary(uniqueKeysWithValues: mostAsked.map { ($0.key, $0.value) })
            }
            var count = state.counts[key] ?? Count()
            count.asked += 1
            if page.hits.isEmpty { count.empty += 1 }
            if page.relaxed { count.relaxed += 1 }
            if page.correction != nil { count.corrected += 1 }
            state.counts[key] = count
        }
    }

    /// Grows with every query that is counted.
    var added: Int { state.withLock(\.added) }

    /// The queries that found what was typed so often at least, those that did most often first.
    func frequent(least: Int, limit: Int) -> [(text: String, count: Int)] {
        var found: [(text: String, count: Int)] = []
        state.withLock { state in
            for (text, count) in state.counts {
                let answered = count.asked - count.empty - count.corrected
                if answered >= least { found.append((text, answered)) }
            }
        }
        found.sort { $0.count != $1.count ? $0.count > $1.count : $0.text < $1.text }
        return Array(found.prefix(limit))
    }

    /// One line, small letters, single spaces, nothing that a terminal would obey.
    private static func key(_ text: String) -> String {
        let words = text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        var key = String.UnicodeScalarView()
        for scalar in words.unicodeScalars where !hidden.contains(scalar.properties.generalCategory) {
            key.append(scalar)
        }
        return String(key)
    }

    private static let hidden: Set<Unicode.GeneralCategory> = [.control, .format, .lineSeparator, .paragraphSeparator]

    // MARK: File

    /// The counts that a file holds.
    public static func read(_ path: String) -> [String: Count] {
        guard let data = FileManager.default.contents(atPath: path) else { return [:] }
        var counts: [String: Count] = [:]
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard cells.count == 5, !cells[0].isEmpty, counts.count < keptQueries else { continue }
            let numbers = cells.dropFirst().compactMap { Int($0) }
            guard numbers.count == 4, numbers.allSatisfy({ $0 >= 0 }) else { continue }
            counts[String(cells[0])] = Count(
                asked: numbers[0], empty: numbers[1], relaxed: numbers[2], corrected: numbers[3])
        }
        return counts
    }

    /// Writes the counts if they have changed.
    public func write() throws {
        let counts = state.withLock { state -> [String: Count]? in
            guard state.isChanged else { return nil }
            state.isChanged = false
            return state.counts
        }
        guard let counts else { return }
        let lines = counts.sorted { $0.key < $1.key }.map { query, count in
            "\(query)\t\(count.asked)\t\(count.empty)\t\(count.relaxed)\t\(count.corrected)\n"
        }
        try Data(lines.joined().utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    /// Writes every half minute until the task is cancelled, and once more then.
    public func run() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.writeInterval)
            do { try write() } catch {
                logger.error("the counts of queries were not written", metadata: ["error": "\(error)"])
            }
        }
    }
}
