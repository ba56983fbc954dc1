import Foundation

/// The words in letters of a market, to find the one that a misspelt one was meant to be.
package struct Spelling: Sendable {
    private struct Word: Sendable {
        var letters: [UInt8]
        var count: UInt32
        /// Which letters it has, a bit each.
        var mask: UInt32
    }

    /// By length.
    private let words: [[Word]]
    private let pairs: LetterPairs

    private static let longest = 24
    /// A shorter word is near everything.
    static let shortest = 4
    private static let fewestLetters = 3
    /// A word may have so many errors.
    static let errors = 2
    /// What two letters left out, or one wrong, cost at most.
    private static let littleCost = 2.0
    /// What two letters left out cost at most, whichever they are. Of three letters with one wrong too little is left: KFC is
    /// no kggc.
    private static let leftOutCost = 1.3
    private static let frequencyWeight = 0.05
    private static let likenessWeight = 0.3

    init(_ entries: [Vocabulary.Entry]) {
        var words = [[Word]](repeating: [], count: Self.longest + 1)
        for entry in entries {
            let letters = Array(entry.text.utf8)
            guard letters.count > 1, letters.count <= Self.longest, letters.allSatisfy(Self.isLetter) else { continue }
            words[letters.count].append(Word(letters: letters, count: entry.count, mask: Self.mask(letters)))
        }
        self.words = words
        pairs = LetterPairs(words.joined().lazy.map(\.letters))
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A }

    /// The words that a misspelt one may have been meant to be, the likeliest first.
    ///
    /// A candidate is at most two edits away (insertion, deletion, substitution, neighbours swapped; Damerau 1964). It
    /// costs what the slips cost that lead to what was typed, less for being frequent and for reading like a word.
    ///
    /// - Parameters:
    ///   - isCertain: whether little can be wrong, as with a word that stands in titles.
    ///   - leastCount: rarer words are not meant.
    package func corrections(
        of word: String, limit: Int, isCertain: Bool = false, leastCount: UInt32 = 1
    ) -> [String] {
        let typed = Array(word.utf8)
        guard typed.allSatisfy(Self.isLetter), Self.fewestLetters...Self.longest ~= typed.count else { return [] }
        let mostCost =
            typed.count == Self.fewestLetters ? Self.leftOutCost : isCertain ? Self.littleCost : .infinity
        let mask = Self.mask(typed)
        var found: [(word: [UInt8], cost: Double)] = []
        let lengths = max(Self.shortest, typed.count - Self.errors)...min(Self.longest, typed.count + Self.errors)
        for length in lengths {
            for candidate in words[length] where candidate.count >= leastCount && candidate.letters != typed {
                // An edit changes two letters of the set at most.
                guard (candidate.mask ^ mask).nonzeroBitCount <= 2 * Self.errors,
                    Self.distance(typed, candidate.letters, most: Self.errors) != nil
                else { continue }
                let slips = TypingSlips.cost(typed: typed, meant: candidate.letters)
                guard slips <= mostCost else { continue }
                found.append((candidate.letters, slips - prior(candidate)))
            }
        }
        found.sort { $0.cost != $1.cost ? $0.cost < $1.cost : $0.word.lexicographicallyPrecedes($1.word) }
        return found.prefix(limit).map { String(decoding: $0.word, as: UTF8.self) }
    }

    /// In how many titles a word stands as it is written; 0 for one that is in none.
    func count(of word: String) -> UInt32 {
        let letters = Array(word.utf8)
        guard letters.count <= Self.longest else { return 0 }
        return words[letters.count].first { $0.letters == letters }?.count ?? 0
    }

    /// How likely a word is before anything is typed.
    private func prior(_ word: Word) -> Double {
        Self.frequencyWeight * log(Double(word.count)) + Self.likenessWeight * pairs.likeness(word.letters)
    }

    private static func mask(_ word: [UInt8]) -> UInt32 { word.reduce(0) { $0 | 1 << UInt32($1 - 0x61) } }

    /// The restricted Damerau-Levenshtein distance; nil above `most`.
    static func distance(_ left: [UInt8], _ right: [UInt8], most: Int) -> Int? {
        guard abs(left.count - right.count) <= most else { return nil }
        var before: [Int] = []
        var row = Array(0...right.count)
        for (place, letter) in left.enumerated() {
            var next = [place + 1]
            var least = place + 1
            for (other, wanted) in right.enumerated() {
                var cost = min(row[other + 1] + 1, next[other] + 1, row[other] + (letter == wanted ? 0 : 1))
                if place > 0, other > 0, letter == right[other - 1], left[place - 1] == wanted {
                    cost = min(cost, before[other - 1] + 1)
                }
                next.append(cost)
                least = min(least, cost)
            }
            if least > most { return nil }
            (before, row) = (row, next)
        }
        return row[right.count] <= most ? row[right.count] : nil
    }
}
