/// How likely it is that one word is typed as another: the channel of a noisy-channel speller (Kernighan, Church & Gale
/// 1990; Brill & Moore 2000), with costs set on principle and learnt from no list of errors.
///
/// A cost is minus the logarithm of how likely a slip is; one unit is about three nats. A letter that is left out can be
/// any of the word's own, one that is wrong or too many any of the alphabet: a given one of those is 25 times less likely,
/// and so costs one unit more. What hands and ears confuse costs less again.
enum TypingSlips {
    private static let leftOut = 0.5
    private static let leftOutOfDouble = 0.4
    private static let swapped = 0.9
    private static let tooMany = 1.6
    private static let doubled = 1.2
    private static let wrong = 1.6
    private static let neighbour = 1.4
    private static let soundsAlike = 1.3
    /// More, where it happens to the first letter.
    private static let first = 0.3

    /// The cost of the likeliest way from one word to the other, both of small Latin letters.
    ///
    /// - Complexity: the product of the lengths.
    static func cost(typed: [UInt8], meant: [UInt8]) -> Double {
        var before: [Double] = []
        var row = meant.indices.reduce(into: [0.0]) { $0.append($0[$1] + omission(meant, $1)) }
        for place in typed.indices {
            var next = [row[0] + insertion(typed, place)]
            next.reserveCapacity(meant.count + 1)
            for other in meant.indices {
                var cost = min(
                    row[other + 1] + insertion(typed, place), next[other] + omission(meant, other),
                    row[other] + substitution(typed, place, meant, other))
                if place > 0, other > 0, typed[place] == meant[other - 1], typed[place - 1] == meant[other] {
                    cost = min(cost, before[other - 1] + swapped + (place == 1 && other == 1 ? first : 0))
                }
                next.append(cost)
            }
            (before, row) = (row, next)
        }
        return row[meant.count]
    }

    private static func omission(_ meant: [UInt8], _ place: Int) -> Double {
        guard place > 0 else { return leftOut + first }
        return meant[place] == meant[place - 1] ? leftOutOfDouble : leftOut
    }

    private static func insertion(_ typed: [UInt8], _ place: Int) -> Double {
        guard place > 0 else { return tooMany + first }
        return typed[place] == typed[place - 1] ? doubled : tooMany
    }

    private static func substitution(_ typed: [UInt8], _ place: Int, _ meant: [UInt8], _ other: Int) -> Double {
        guard typed[place] != meant[other] else { return 0 }
        let cost = letters[Int(typed[place] - a) * 26 + Int(meant[other] - a)]
        return place == 0 && other == 0 ? cost + first : cost
    }

    // MARK: Letters

    private static let a = UInt8(ascii: "a")
    /// Letters that stand for the same sound, or for sounds that are often taken for each other.
    private static let sounds = ["aeiouy", "ckq", "cs", "sz", "fv", "vw", "td", "bp", "gj", "mn"]
    private static let keyboard = ["qwertyuiop", "asdfghjkl", "zxcvbnm"]

    /// By typed and meant letter: the cost of one for the other.
    private static let letters: [Double] = {
        var costs = [Double](repeating: wrong, count: 26 * 26)
        func put(_ cost: Double, _ left: UInt8, _ right: UInt8) {
            for place in [Int(left - a) * 26 + Int(right - a), Int(right - a) * 26 + Int(left - a)] {
                costs[place] = min(costs[place], cost)
            }
        }
        // Each row of keys begins half a key further right than the one above.
        for (row, keys) in keyboard.map({ Array($0.utf8) }).enumerated() {
            for (place, key) in keys.enumerated() {
                if place > 0 { put(neighbour, key, keys[place - 1]) }
                guard row > 0 else { continue }
                for above in Array(keyboard[row - 1].utf8)[place...].prefix(2) { put(neighbour, key, above) }
            }
        }
        for sound in sounds.map({ Array($0.utf8) }) {
            for left in sound { for right in sound where left != right { put(soundsAlike, left, right) } }
        }
        return costs
    }()
}
