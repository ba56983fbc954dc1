import Glibc

/// A query against a snapshot: which terms stand where, and what they are worth.
struct QueryPlan {
    struct Term {
        /// The places in the query's terms that it stands for.
        var sources: [Int]
        var channel: Int
        var role: Query.Term.Role
        /// By part of the snapshot; nil where no document of the part holds it.
        var entries: [TermEntry?]
        /// By part: the list, where the term has several forms; empty where it has one.
        var united: [UnitedList?]
        /// Weight and idf together.
        var worth: Double

        /// How many documents hold it, deleted ones counted.
        var documentCount: Int { entries.reduce(0) { $0 + ($1?.documentCount ?? 0) } }

        /// A cursor on the first posting of a part.
        func cursor(
            _ number: Int, _ segment: SegmentReader, buffer: UnsafeMutablePointer<UInt32>
        ) throws(IndexError) -> PostingsCursor? {
            guard let entry = entries[number] else { return nil }
            guard let list = united.isEmpty ? nil : united[number] else {
                return unsafe try segment.cursor(channel, entry, buffer: buffer)
            }
            return unsafe try segment.cursor(channel, list, buffer: buffer)
        }
    }

    let terms: [Term]
    /// Scores are added as whole numbers, so that their sum does not depend on the order; this turns them back.
    let unitsPerScore: Double
    let requiredCount: Int
    /// Whether there are terms that only rank what others find.
    let isRanked: Bool
    /// Matches score above this; -1 where the query asks for no share of its terms' worth.
    let floor: Int32

    /// A required term stands nowhere, or no term does by which a document may match.
    let isHopeless: Bool

    init(_ query: Query, _ snapshot: Snapshot, scratch: SearchScratch) throws(IndexError) {
        var merged: [Term] = []
        merged.reserveCapacity(query.terms.count)
        let requires = query.terms.contains { $0.role == .required }
        for (source, term) in query.terms.enumerated() {
            // A few terms are sooner compared than hashed.
            let known = merged.firstIndex { place in
                let other = query.terms[place.sources[0]]
                return other.bytes == term.bytes && other.channel == term.channel && other.role == term.role
                    && other.forms == term.forms
            }
            if let known {
                merged[known].sources.append(source)
                merged[known].worth += Double(term.weight)
            } else {
                let united = try Self.united(term, snapshot, scratch)
                let entries = term.forms.isEmpty ? try Self.entries(term, snapshot, scratch) : united.map { $0?.entry }
                merged.append(
                    Term(
                        sources: [source], channel: term.channel,
                        // Beside required terms the others only rank.
                        role: requires && term.role == .ranking ? .optional : term.role, entries: entries,
                        united: united, worth: Double(term.weight)))
            }
        }
        let documents = Double(snapshot.documentSpan)
        for index in merged.indices {
            merged[index].worth *= Self.idf(documents: documents, holding: Double(merged[index].documentCount))
        }
        let most = merged.reduce(0.0) { $1.role == .excluded ? $0 : $0 + $1.worth }
        let least = most * Double(query.leastShare)
        if !requires { Self.rankCommon(&merged, above: query.commonCount, least: least) }
        terms = merged
        unitsPerScore = Self.units(most: most)
        requiredCount = merged.count { $0.role == .required }
        isRanked = merged.contains { $0.role == .ranking }
        floor = query.leastShare > 0 ? Int32((least * unitsPerScore).rounded(.up)) - 1 : -1
        isHopeless =
            merged.contains { $0.role == .required && $0.documentCount == 0 }
            || requiredCount == 0 && merged.contains { $0.role == .optional || $0.role == .ranking }
                && !merged.contains { $0.role == .optional && $0.documentCount > 0 }
    }

    /// Lets terms only rank that say little, where others are left to match by.
    private static func rankCommon(_ terms: inout [Term], above count: Int, least: Double) {
        let isCommon = { (term: Term) in term.role == .optional && term.documentCount > count && term.worth < least }
        guard terms.contains(where: { $0.role == .optional && $0.documentCount > 0 && !isCommon($0) }) else { return }
        for index in terms.indices where isCommon(terms[index]) { terms[index].role = .ranking }
    }

    private static func united(
        _ term: Query.Term, _ snapshot: Snapshot, _ scratch: SearchScratch
    ) throws(IndexError) -> [UnitedList?] {
        guard !term.forms.isEmpty else { return [] }
        var lists: [UnitedList?] = []
        for part in snapshot.parts {
            lists.append(try part.segment.unitedLists.list(term, in: part.segment, scratch: scratch))
        }
        return lists
    }

    private static func entries(
        _ term: Query.Term, _ snapshot: Snapshot, _ scratch: SearchScratch
    ) throws(IndexError) -> [TermEntry?] {
        var entries: [TermEntry?] = []
        entries.reserveCapacity(snapshot.parts.count)
        for part in snapshot.parts {
            entries.append(try scratch.terms.entry(term.channel, term.bytes, of: part.segment))
        }
        return entries
    }

    /// Robertson-Sparck Jones with the one that keeps it positive, as Lucene has it.
    static func idf(documents: Double, holding: Double) -> Double {
        log(1 + (documents - holding + 0.5) / (holding + 0.5))
    }

    /// A power of two by which every possible score stays below 2³⁰.
    private static func units(most: Double) -> Double {
        guard most > 0 else { return 1 }
        return exp2(min(24, (30 - log2(most)).rounded(.down)))
    }

    /// What each code of a part adds to a score.
    @inline(__always)
    func fill(_ table: UnsafeMutablePointer<Int32>, impacts: [Float], worth: Double) {
        for code in impacts.indices { unsafe table[code] = units(impacts[code], worth: worth) }
    }

    /// What an impact adds to a score. Half is added and the rest cut off: a worth is never negative.
    @inline(__always)
    func units(_ impact: Float, worth: Double) -> Int32 { Int32(worth * unitsPerScore * Double(impact) + 0.5) }
}
