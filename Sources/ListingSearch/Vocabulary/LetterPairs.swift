import Foundation

/// How much a string of small Latin letters reads like the words of a market: codes and abbreviations do little.
///
/// A model of pairs of letters, beginnings and ends among them, learnt from the words themselves, each counted once.
struct LetterPairs: Sendable {
    /// A word's beginning or end, behind the letters.
    private static let edge = 26
    private static let symbols = 27
    private static let unseen = 0.5

    /// Logarithms, by the letter before and the letter behind.
    private let weights: [Double]

    init(_ words: some Sequence<[UInt8]>) {
        var counts = [Double](repeating: Self.unseen, count: Self.symbols * Self.symbols)
        for word in words { Self.forEachPair(word) { counts[$0] += 1 } }
        weights = counts.indices.map { place in
            let row = place / Self.symbols * Self.symbols
            return log(counts[place] / counts[row..<row + Self.symbols].reduce(0, +))
        }
    }

    /// The mean logarithm of how likely each letter is behind the one before: nought at most, and the higher the likelier.
    func likeness(_ word: [UInt8]) -> Double {
        var sum = 0.0
        Self.forEachPair(word) { sum += weights[$0] }
        return sum / Double(word.count + 1)
    }

    private static func forEachPair(_ word: [UInt8], _ body: (Int) -> Void) {
        var before = edge
        for letter in word.map({ Int($0 - UInt8(ascii: "a")) }) + [edge] {
            body(before * symbols + letter)
            before = letter
        }
    }
}
