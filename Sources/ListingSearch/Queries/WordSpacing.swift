import Locking
package import SearchIndex
package import TextAnalysis

/// Words of a query between which listings set spaces otherwise: who types head phones means headphones, and who types
/// powerbank a power bank.
///
/// Either is taken for the other where far more listings have that: hard drive stays two words, whoever writes harddrive,
/// and so does micro sd, which is written either way. What is as typed comes first.
package struct WordSpacing {
    private let snapshot: Snapshot
    private let analyzer: any Analyzer
    private let met = Locked<IndexError?>(nil)

    /// What looking into the index has met with: then the spans are not all that there are, and no answer may rest on them.
    var error: IndexError? { met.withLock(\.self) }

    package init(_ snapshot: Snapshot, analyzer: any Analyzer) {
        self.snapshot = snapshot
        self.analyzer = analyzer
    }

    /// So many times as many listings have it.
    private static let farMore = 16
    private static let shortestNeighbour = 2
    /// Longer ones are no words, and more of them no query that anybody means.
    private static let longestWord = 32
    static let mostWords = 12
    /// What one of so many listings holds is not looked at in parts.
    private static let rarePart = 1_000
    private static let shortestPart = 3
    /// Parts of a word that somebody has stand together so many times as often as by chance, and those of another at least
    /// as often: not and able are no notable.
    private static let leastLift = 3.0
    /// Fewer that have both parts say nothing.
    private static let fewest = 4
    /// As typed comes first.
    private static let share: Float = 0.5

    /// What is written otherwise, in a text that was cut into units, as spans with their other form; none overlaps another,
    /// nor one of those that are known.
    ///
    /// - Complexity: a look-up for each word in Latin letters and each two neighbours, of twelve at most; a search where
    ///   these are joined; of a rare word two look-ups for each place in it, and a search where both parts are frequent.
    func spans(in units: QueryUnits, text: String, besides known: [Lexicon.Span]) -> [Lexicon.Span] {
        let utf8 = Array(text.utf8)
        var spans: [Lexicon.Span] = []
        func add(_ range: Range<Int>, _ other: () throws(IndexError) -> [Query.Form.Piece]?) {
            guard !(known + spans).contains(where: { $0.range.overlaps(range) }) else { return }
            do throws(IndexError) {
                guard let pieces = try other() else { return }
                spans.append(
                    Lexicon.Span(range: range, forms: [Query.Form(pieces, share: Self.share)], isWeak: false))
            } catch {
                met.withLock { $0 = error }
            }
        }
        let words = units.units.indices.filter { place in
            let letters = utf8[units.units[place].source]
            return letters.count <= Self.longestWord && letters.allSatisfy(Self.isLetter)
        }
        guard words.count <= Self.mostWords else { return [] }
        for (first, second) in zip(words, words.dropFirst()) {
            let (before, behind) = (units.units[first].source, units.units[second].source)
            let between = utf8[before.upperBound..<behind.lowerBound]
            guard second == first + 1, between.allSatisfy({ $0 == UInt8(ascii: " ") }),
                min(before.count, behind.count) >= Self.shortestNeighbour
            else { continue }
            add(first..<second + 1) { () throws(IndexError) in
                try joined(utf8[before] + utf8[behind], units.pieces(first..<second + 1))
            }
        }
        for word in words where units.units[word].source.count >= 2 * Self.shortestPart {
            add(word..<word + 1) { () throws(IndexError) in
                try parted(utf8[units.units[word].source], units.pieces(word..<word + 1)[0])
            }
        }
        return spans
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    /// Two words as one, where that is how listings have them.
    private func joined(
        _ letters: ArraySlice<UInt8>, _ two: [Query.Form.Piece]
    ) throws(IndexError) -> [Query.Form.Piece]? {
        guard two[0] != two[1], let one = pieces(letters, count: 1) else { return nil }
        let count = try count(one[0])
        guard count > 0 else { return nil }
        let apart = try together(two, upTo: count / Self.farMore + 1)
        return apart * Self.farMore < count ? one : nil
    }

    /// A word as the two that listings have most often, where they hardly have it as one.
    private func parted(
        _ letters: ArraySlice<UInt8>, _ one: Query.Form.Piece
    ) throws(IndexError) -> [Query.Form.Piece]? {
        let count = try count(one)
        guard count * Self.rarePart < snapshot.documentCount else { return nil }
        let leastLift = count == 0 ? 1 : Self.leastLift
        var least = max(Self.fewest, Self.farMore * count)
        var best: [Query.Form.Piece]?
        for place in letters.indices.dropFirst(Self.shortestPart).dropLast(Self.shortestPart - 1) {
            guard let two = pieces(letters[..<place] + [UInt8(ascii: " ")] + letters[place...], count: 2) else {
                continue
            }
            let first = try self.count(two[0])
            guard first >= least else { continue }
            let second = try self.count(two[1])
            guard second >= least else { continue }
            let found = try together(two, upTo: min(first, second))
            let byChance = Double(first) * Double(second) / Double(snapshot.documentCount)
            if found >= least, Double(found) >= leastLift * byChance { (best, least) = (two, found) }
        }
        return best
    }

    /// The letters as so many words that differ; nil where they are not.
    private func pieces(_ letters: ArraySlice<UInt8>, count: Int) -> [Query.Form.Piece]? {
        let units = QueryUnits(String(decoding: letters, as: UTF8.self), analyzer: analyzer)
        let pieces = units.pieces(units.units.indices)
        return pieces.count == count && Set(pieces).count == count ? pieces : nil
    }

    /// How many listings hold a term, at most: of several forms, the sum of what each of them is held by.
    func documentCount(_ term: Query.Term) -> Int {
        do throws(IndexError) {
            var count = 0
            if !term.bytes.isEmpty {
                count += try snapshot.documentCount(channel: term.channel, term: term.bytes)
            }
            for form in term.forms {
                var least = Int.max
                for piece in form.pieces { least = min(least, try self.count(piece)) }
                count += form.pieces.isEmpty ? 0 : least
            }
            return count
        } catch {
            met.withLock { $0 = error }
            return 0
        }
    }

    private func count(_ piece: Query.Form.Piece) throws(IndexError) -> Int {
        try snapshot.documentCount(channel: piece.channel, term: piece.bytes)
    }

    /// How many listings hold both, counted so far.
    private func together(_ pieces: [Query.Form.Piece], upTo limit: Int) throws(IndexError) -> Int {
        let terms = pieces.map { Query.Term($0.bytes, channel: $0.channel, role: .required) }
        return try snapshot.search(Query(terms: terms, limit: 0, countLimit: limit)).total
    }
}
