import Foundation
import Locking
public import Logging
import SearchIndex

/// What shoppers ask for, counted, without who asked: for an operator's report, and for suggestions.
///
/// Kept in a file of lines (query, times asked, times without a hit, times relaxed, times corrected, different people, the
/// day since 1970 of that count), written beside and renamed. Counts since the last writing are lost in a crash: they are
/// no one's property.
///
/// How many different people ask is counted with 64 bits a query (linear counting, Whang et al. 1990): each asker sets one
/// bit, chosen by a hash with a random salt that is kept in memory alone and is another every week. So a bit says of
/// nobody whether they asked, and nothing of the bits is written down: only their number, once it is at least five.
public final class QueryLog: Sendable {
    public struct Count: Hashable, Sendable {
        public var asked = 0
        public var empty = 0
        public var relaxed = 0
        public var corrected = 0
        /// How many different people found what they asked for, about; 0 while they are fewer than five.
        public var askers = 0
        /// The day of that number, counted from 1970.
        public var askersDay = 0

        public init(
            asked: Int = 0, empty: Int = 0, relaxed: Int = 0, corrected: Int = 0, askers: Int = 0, askersDay: Int = 0
        ) {
            self.askers = askers
            self.askersDay = askersDay
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
        var askers = AskerBits(window: 0)
    }

    /// Which bits the askers of a week have set, by query.
    private struct AskerBits: Sendable {
        let window: Int
        var bits: [String: UInt64] = [:]
        private let salt = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))

        init(window: Int) { self.window = window }

        /// Returns how many different people asked, about, and never more bits than they have set.
        mutating func add(_ asker: UInt64, to key: String) -> (bits: Int, people: Int) {
            var hasher = Hasher()
            hasher.combine(salt.0)
            hasher.combine(salt.1)
            hasher.combine(key)
            hasher.combine(asker)
            let bits = bits[key, default: 0] | 1 << UInt64(truncatingIfNeeded: hasher.finalize() & 63)
            self.bits[key] = bits
            let empty = max(1, 64 - bits.nonzeroBitCount)
            return (bits.nonzeroBitCount, Int((64 * log(64 / Double(empty))).rounded()))
        }
    }

    private let path: String
    private let logger: Logger
    private let now: @Sendable () -> Int64
    private let state: Locked<State>

    /// What so many different people ask is nobody's own any more: it may be suggested to others.
    static let leastAskers = 5
    /// The salt is another then, and people are counted anew.
    private static let windowDays = 7
    /// What was not asked by so many for so long is forgotten.
    private static let rememberedDays = 90
    private static let dayMilliseconds: Int64 = 86_400_000

    /// Above this the rarest queries are forgotten.
    private static let keptQueries = 100_000
    /// In bytes; a longer one is pasted, and nobody else asks it.
    private static let longestQuery = 256
    private static let writeInterval = Duration.seconds(30)
    public static let fileName = "queries.tsv"

    /// - Parameters:
    ///   - path: of the file; a missing one is an empty log, an unreadable line is left out.
    ///   - now: milliseconds since 1970; the machine's clock where nil.
    public init(
        path: String, logger: Logger,
        now: (@Sendable () -> Int64)? = nil
    ) {
        self.path = path
        self.now = now ?? { Int64(Date().timeIntervalSince1970 * 1_000) }
        self.logger = logger
        state = Locked(State(counts: Self.read(path)))
    }

    private var today: Int { Int(now() / Self.dayMilliseconds) }

    /// Counts a query's first page.
    /// - Parameter asker: Who asked, as a number that leads back to nobody; nil where that is not known.
    func add(_ text: String, _ page: ListingPage, asker: UInt64?) {
        let today = today
        let key = Self.key(text)
        guard !key.isEmpty, key.utf8.count <= Self.longestQuery else { return }
        state.withLock { state in
            state.isChanged = true
            state.added += 1
            if state.counts.count >= Self.keptQueries, state.counts[key] == nil {
                let mostAsked = state.counts.sorted { $0.value.asked > $1.value.asked }.prefix(Self.keptQueries / 2)
                state.counts = Dictionary(uniqueKeysWithValues: mostAsked.map { ($0.key, $0.value) })
                state.askers.bits = state.askers.bits.filter { state.counts[$0.key] != nil }
            }
            var count = state.counts[key] ?? Count()
            count.asked += 1
            if page.hits.isEmpty { count.empty += 1 }
            if page.relaxed { count.relaxed += 1 }
            if page.correction != nil { count.corrected += 1 }
            if let asker, !page.hits.isEmpty, page.correction == nil {
                Self.count(asker, of: key, &count, &state.askers, today)
            }
            state.counts[key] = count
        }
    }

    private static func count(
        _ asker: UInt64, of key: String, _ count: inout Count, _ askers: inout AskerBits, _ today: Int
    ) {
        let window = today / windowDays
        if askers.window != window { askers = AskerBits(window: window) }
        let (bits, people) = askers.add(asker, to: key)
        guard bits >= leastAskers else { return }
        // What was asked by many in weeks before fades.
        let before = count.askersDay / windowDays == window ? count.askers : count.askers / 2
        count.askers = max(people, before)
        count.askersDay = today
    }

    /// Grows with every query that is counted.
    var added: Int { state.withLock(\.added) }

    /// The queries that several different people asked lately and that found what was typed, those that most asked first.
    func shared(limit: Int) -> [(text: String, count: Int)] {
        var found: [(text: String, count: Int)] = []
        let today = today
        state.withLock { state in
            for (text, count) in state.counts
            where count.askers >= Self.leastAskers && today - count.askersDay <= Self.rememberedDays {
                found.append((text, count.askers))
            }
        }
        found.sort { $0.count != $1.count ? $0.count > $1.count : $0.text < $1.text }
        return Array(found.prefix(limit))
    }

    /// One line, small letters, single spaces, nothing that a terminal would obey.
    private static func key(_ text: String) -> String {
        if isKey(text) { return text }
        let words = text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        var key = String.UnicodeScalarView()
        for scalar in words.unicodeScalars where !hidden.contains(scalar.properties.generalCategory) {
            key.append(scalar)
        }
        return String(key)
    }

    /// Whether a text is its own key, as most queries are: characters of the plane's main Han block, small letters, digits,
    /// single spaces between.
    private static func isKey(_ text: String) -> Bool {
        var isBehindSpace = true
        for scalar in text.unicodeScalars {
            switch scalar {
            case " ":
                guard !isBehindSpace else { return false }
                isBehindSpace = true
            case "\u{4E00}"..."\u{9FFF}", "a"..."z", "0"..."9": isBehindSpace = false
            default: return false
            }
        }
        return !isBehindSpace
    }

    private static let hidden: Set<Unicode.GeneralCategory> = [.control, .format, .lineSeparator, .paragraphSeparator]

    // MARK: File

    /// A larger number in a file was not counted.
    private static let mostCounted = 1 << 53

    /// The counts that a file holds.
    public static func read(_ path: String) -> [String: Count] {
        guard let data = FileManager.default.contents(atPath: path) else { return [:] }
        var counts: [String: Count] = [:]
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            // Files of earlier versions know nothing of different people.
            guard cells.count == 7 || cells.count == 5, !cells[0].isEmpty, counts.count < keptQueries else { continue }
            let numbers = cells.dropFirst().compactMap { Int($0) }
            guard numbers.count == cells.count - 1, numbers.allSatisfy({ 0...mostCounted ~= $0 })
            else { continue }
            counts[String(cells[0])] = Count(
                asked: numbers[0], empty: numbers[1], relaxed: numbers[2], corrected: numbers[3],
                askers: numbers.count > 4 ? numbers[4] : 0, askersDay: numbers.count > 4 ? numbers[5] : 0)
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
            "\(query)\t\(count.asked)\t\(count.empty)\t\(count.relaxed)\t\(count.corrected)\t\(count.askers)\t\(count.askersDay)\n"
        }
        try FileSystem.replace(path, with: Array(lines.joined().utf8))
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
