/// The words that several sellers write: what nobody can put into others' mouths alone.
///
/// What many people ask is suggested only where each of its words is one of these. Names of accounts are not, in whatever
/// spelling: only their owner writes them.
struct SharedWords: Sendable {
    private let terms: Set<String>

    static let none = SharedWords([])

    init(_ terms: Set<String>) { self.terms = terms }

    func holdsAll(_ words: [String]) -> Bool { words.allSatisfy(terms.contains) }

    /// So many sellers have to write a word or a phrase in a market of many; in one of fewer, two; one who is alone is the
    /// market.
    static func leastSellers(ofAll count: Int) -> Int { count >= manySellers ? 3 : min(2, count) }

    fileprivate static let manySellers = 10
    /// Letters with digits among them, such as `bao8173`, are often a name, and sometimes a model: more have to write it.
    fileprivate static let leastSellersOfCode = 10
    fileprivate static let shortestCode = 6
}

/// Counts who writes which word, as far as it matters.
struct WordWriters {
    /// Of each word the first sellers that wrote it, no more than matter.
    private var sellers: [BytewiseString: [UInt32]] = [:]

    /// Above this, words of one seller are forgotten, so that memory stays bounded (lossy counting, Manku & Motwani 2002).
    private static let countedWords = 500_000

    mutating func add(_ term: String, sellerID: Int64) {
        Self.add(UInt32(truncatingIfNeeded: sellerID), to: &sellers[BytewiseString(term), default: []], of: term)
    }

    /// Most words of a title have all that matter already: one look into the table says so.
    private static func add(_ seller: UInt32, to writers: inout [UInt32], of term: String) {
        guard writers.count < SharedWords.leastSellersOfCode, !writers.contains(seller),
            writers.count < SharedWords.leastSellers(ofAll: .max) || isCode(term)
        else { return }
        writers.append(seller)
    }

    mutating func forgetRare() {
        guard sellers.count > Self.countedWords else { return }
        sellers = sellers.filter { $0.value.count > 1 }
    }

    /// - Parameter count: How many sellers there are.
    func shared(ofAll count: Int) -> Set<String> {
        Set(sellers.lazy.filter { $0.value.count >= Self.least($0.key.text, ofAll: count) }.map(\.key.text))
    }

    private static func least(_ term: String, ofAll count: Int) -> Int {
        let least = SharedWords.leastSellers(ofAll: count)
        return count >= SharedWords.manySellers && isCode(term) ? SharedWords.leastSellersOfCode : least
    }

    private static func isCode(_ term: String) -> Bool {
        let digits = term.utf8.count { (0x30...0x39).contains($0) }
        return digits > 0 && digits < term.utf8.count && term.utf8.count >= SharedWords.shortestCode
    }
}
