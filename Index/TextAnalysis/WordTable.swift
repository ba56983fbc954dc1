/// Words that are kept whole wherever they stand in Han text, whatever ICU's dictionary says.
public final class WordTable: Sendable {
    /// By first unit: the words as folded units, longest first.
    private let words: [UInt16: [[UInt16]]]
    /// The words, folded, in order.
    public let texts: [String]

    public static let longestWord = 16
    public static let none = WordTable()

    private init() {
        words = [:]
        texts = []
    }

    /// - Throws: `WordTableError` for the first text that is no word: two to sixteen Han characters and nothing else.
    public init(_ candidates: some Sequence<String>) throws(WordTableError) {
        var text = FoldedText()
        var words: [UInt16: Set<[UInt16]>] = [:]
        for word in candidates {
            var source = word
            source.withUTF8 { unsafe text.fold($0) }
            let units = text.units
            guard units.allSatisfy({ CharacterClass.of($0) == .han }) else {
                throw WordTableError(word: word, reason: "has something else than Han characters of the basic plane")
            }
            guard (2...Self.longestWord).contains(units.count) else {
                throw WordTableError(word: word, reason: "has \(units.count) characters, not 2 to \(Self.longestWord)")
            }
            words[units[0], default: []].insert(units)
        }
        self.words = words.mapValues { $0.sorted { $0.count > $1.count } }
        texts = words.values.joined().map { String(decoding: $0, as: UTF16.self) }.sorted()
    }

    public var isEmpty: Bool { texts.isEmpty }

    /// A table of the words that come or go from this one to another, and more.
    public func changes(to other: WordTable, also: WordTable = .none) -> WordTable {
        let texts = Set(texts).symmetricDifference(other.texts).union(also.texts)
        // They are words of tables.
        return (try? WordTable(texts)) ?? .none
    }

    /// The length of the longest word that begins at a place and ends within a run; nil where none does.
    @inline(__always)
    func length(at place: Int, in units: [UInt16], end: Int) -> Int? {
        guard let candidates = words[units[place]] else { return nil }
        return candidates.first { word in
            place + word.count <= end && word.indices.allSatisfy { units[place + $0] == word[$0] }
        }?.count
    }
}

/// A text that is no word for the table.
public struct WordTableError: Error, Hashable, Sendable {
    public var word: String
    public var reason: String
}
