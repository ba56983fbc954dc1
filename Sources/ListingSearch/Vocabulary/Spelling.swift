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

    private static let longest = 24
    static let shortest = 4

    init(_ entries: [Vocabulary.Entry]) {
        var words = [[Word]](repeating: [], count: Self.longest + 1)
        for entry in entries {
            let letters = Array(entry.text.utf8)
            guard letters.count > 1, letters.count <= Self.longest, letters.allSatisfy(Self.isLetter) else { continue }
            words[letters.count].append(Word(letters: letters, count: entry.count, mask: Self.mask(letters)))
        }
        self.words = words
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A }

    /// How many errors a word of so many letters may have.
    static func errors(in length: Int) -> Int { length < shortest - 1 ? 0 : length < shortest ? 1 : 2 }

    /// The words that a misspelt one may have been meant to be, the likeliest first.
    ///
    /// A candidate costs one an edit (insertion, deletion, substitution, neighbours swapped; Damerau 1964), more where the
    /// first letter or the consonants differ, less where the last letter or all letters agree. Frequency breaks near ties.
    package func corrections(of word: String, limit: Int) -> [String] {
        let typed = Array(word.utf8)
        guard typed.allSatisfy(Self.isLetter), typed.count <= Self.longest else { return [] }
        let errors = Self.errors(in: typed.count)
        guard errors > 0 else { return [] }
        let skeleton = Self.skeleton(typed)
        let mask = Self.mask(typed)
        var found: [(word: [UInt8], cost: Double)] = []
        // A shorter word is near everything.
        for length in max(Self.shortest, typed.count - errors)...min(Self.longest, typed.count + errors) {
            for candidate in words[length] where candidate.letters != typed {
                // An edit changes two letters of the set at most.
                guard (candidate.mask ^ mask).nonzeroBitCount <= 2 * errors else { continue }
                guard let distance = Self.distance(typed, candidate.letters, most: errors) else { continue }
                var cost = Double(distance) - 0.05 * log(Double(candidate.count))
                if candidate.letters[0] != typed[0] { cost += 0.7 }
                if Self.skeleton(candidate.letters) != skeleton { cost += 0.6 }
                if candidate.letters.last == typed.last { cost -= 0.3 }
                if candidate.letters.count == typed.count, candidate.letters.sorted() == typed.sorted() { cost -= 0.3 }
                found.append((candidate.letters, cost))
            }
        }
        found.sort { $0.cost != $1.cost ? $0.cost < $1.cost : $0.word.lexicographicallyPrecedes($1.word) }
        return found.prefix(limit).map { String(decoding: $0.word, as: UTF8.self) }
    }

    private static func mask(_ word: [UInt8]) -> UInt32 { word.reduce(0) { $0 | 1 << UInt32($1 - 0x61) } }

    /// The consonants, doubled ones once.
    private static func skeleton(_ word: [UInt8]) -> [UInt8] {
        var letters: [UInt8] = []
        for letter in word where !vowels.contains(letter) && letters.last != letter { letters.append(letter) }
        return letters
    }

    private static let vowels = Set("aeiouy".utf8)

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
