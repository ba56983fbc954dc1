import Foundation
package import SearchIndex
package import TextAnalysis

/// Finds what a query was meant to be that nothing holds: words in letters by their spelling, Han text by characters that
/// sound or look the same, and by one wrong character between right ones.
package struct Corrector {
    let snapshot: Snapshot
    let vocabulary: Vocabulary
    let analyzer: any Analyzer

    package init(snapshot: Snapshot, vocabulary: Vocabulary, analyzer: any Analyzer) {
        self.snapshot = snapshot
        self.vocabulary = vocabulary
        self.analyzer = analyzer
    }

    /// A stretch of the query and what may stand in its place, the likeliest first.
    private struct Repair {
        var source: Range<Int>
        var texts: [String]
    }

    /// Of each stretch so many are looked at.
    private static let candidates = 12

    /// The queries that this one may have been meant to be, the likeliest first; each finds something.
    package func corrections(of text: String, limit: Int) throws -> [String] {
        let query = QueryUnits(text, analyzer: analyzer)
        guard query.units.count <= Query.maximumTerms else { return [] }
        let read = try read(query, text, limit: limit)
        if !read.isEmpty { return read }
        var repairs: [Repair] = []
        for run in query.runs {
            let texts =
                query.units[run.lowerBound].isHan
                ? try hanRepairs(query.units[run].map(\.bytes))
                : try wordRepairs(query.units[run.lowerBound], text)
            if !texts.isEmpty { repairs.append(Repair(source: query.source(run), texts: texts)) }
        }
        return try found(text, repairs, limit)
    }

    /// The queries that one which finds something may have been meant to be all the same, the likeliest first; each finds
    /// something.
    ///
    /// In doubt is a word that is written so in no title, as where another has its stem, and one beside which a near one
    /// is far more frequent.
    package func alternatives(to text: String, limit: Int) throws -> [String] {
        let query = QueryUnits(text, analyzer: analyzer)
        guard query.units.count <= Query.maximumTerms else { return [] }
        var found: [String] = []
        for unit in query.units where !unit.isHan {
            let texts = alternatives(to: unit, text)
            guard !texts.isEmpty else { continue }
            found += try self.found(text, [Repair(source: unit.source, texts: texts)], limit - found.count)
        }
        return found
    }

    private static let farMoreFrequent: UInt64 = 20

    private func alternatives(to unit: QueryUnits.Unit, _ text: String) -> [String] {
        let word = String(decoding: Array(text.utf8)[unit.source], as: UTF8.self).lowercased()
        let count = vocabulary.spelling.count(of: word)
        let near = vocabulary.spelling.corrections(
            of: word, limit: Self.candidates, isCertain: count > 0,
            leastCount: max(1, UInt32(clamping: UInt64(count) * Self.farMoreFrequent)))
        guard count > 0 else { return near }
        return near.filter { QueryUnits($0, analyzer: analyzer).units.map(\.bytes) != [unit.bytes] }
    }

    /// Letters that are no word, read as pinyin.
    private func read(_ query: QueryUnits, _ text: String, limit: Int) throws -> [String] {
        let letters = text.lowercased().filter { !$0.isWhitespace && $0 != "'" }
        guard letters.allSatisfy({ $0.isASCII && $0.isLetter }) else { return [] }
        for unit in query.units {
            guard try snapshot.documentCount(channel: TokenKind.word.channel, term: unit.bytes) == 0 else { continue }
            // A word that stands nowhere: perhaps none of them is one.
            return try vocabulary.phrases(readAs: letters, limit: Self.candidates).filter { !isBarred($0, text) }
                .filter(holdsAll)
                .prefix(limit).map(\.self)
        }
        return []
    }

    /// The corrected queries that find something. Where several stretches are wrong, the likeliest of each but one.
    private func found(_ text: String, _ repairs: [Repair], _ limit: Int) throws -> [String] {
        guard !repairs.isEmpty else { return [] }
        var found: [String] = []
        for varied in repairs.indices.reversed() {
            for candidate in repairs[varied].texts.prefix(Self.candidates) where found.count < limit {
                var utf8 = Array(text.utf8)
                for (place, repair) in repairs.enumerated().reversed() {
                    utf8.replaceSubrange(repair.source, with: (place == varied ? candidate : repair.texts[0]).utf8)
                }
                let corrected = String(decoding: utf8, as: UTF8.self)
                guard !found.contains(corrected), !isBarred(corrected, text), try holdsAll(corrected) else { continue }
                found.append(corrected)
            }
        }
        return found
    }

    /// Whether a correction would name what an operator has blocked, or how to reach somebody, and what was typed does not.
    private func isBarred(_ corrected: String, _ typed: String) -> Bool {
        (vocabulary.blocked.blocks(corrected, analyzer) && !vocabulary.blocked.blocks(typed, analyzer))
            || (ContactDetails.areIn(corrected) && !ContactDetails.areIn(typed))
    }

    private func holdsAll(_ text: String) throws -> Bool {
        guard let words = try? ShopperQuery(text, analyzer: analyzer), !words.terms.isEmpty else { return false }
        let required = words.terms.filter { $0.role != .optional }
        return try snapshot.search(Query(terms: required, limit: 1, countLimit: 1)).total > 0
    }

    // MARK: Letters

    private func wordRepairs(_ unit: QueryUnits.Unit, _ text: String) throws -> [String] {
        guard try snapshot.documentCount(channel: TokenKind.word.channel, term: unit.bytes) == 0 else { return [] }
        let word = String(decoding: Array(text.utf8)[unit.source], as: UTF8.self).lowercased()
        return vocabulary.spelling.corrections(of: word, limit: Self.candidates)
    }

    // MARK: Han

    /// A change has to make the pairs so much more frequent together.
    private static let leastGain = 3.0
    private static let longestRun = 24
    /// So few listings hold a pair by chance: errors are typed into titles too.
    private static let rarePair = 2.0
    private static let rareShare = 0.000_005
    private static let shortestForAnyCharacter = 4

    /// A character's bytes in UTF-8, as terms have them.
    private typealias Han = [UInt8]

    /// A run with one character changed.
    private func hanRepairs(_ characters: [Han]) throws -> [String] {
        guard (2...Self.longestRun).contains(characters.count) else { return [] }
        let pairs = try zip(characters, characters.dropFirst()).map { try weight($0, $1) ?? Self.absentWeight }
        // A pair that stands nearly nowhere is wrong. Where all stand somewhere and only not together, nothing is.
        let rarest = pairs.min() ?? 0
        guard rarest <= log(max(Self.rarePair, Double(snapshot.documentCount) * Self.rareShare)) else { return [] }
        let alike = try changed(characters, pairs, rarest, Self.alike)
        let found = alike.isEmpty ? try changed(characters, pairs, rarest, between) : alike
        let sorted = found.sorted { $0.gain != $1.gain ? $0.gain > $1.gain : $0.text < $1.text }
        // What is read in two ways may sound the same twice.
        var known: Set<String> = []
        return Array(sorted.map(\.text).filter { known.insert($0).inserted }.prefix(Self.candidates))
    }

    /// The run with one character beside a rarest pair changed for each of those that may have been meant there, where
    /// that makes it likelier. It has to be beside every pair that stands nowhere: what is left of them finds nothing.
    private func changed(
        _ characters: [Han], _ pairs: [Double], _ rarest: Double,
        _ candidates: (_ characters: [Han], _ place: Int) throws -> [Han]
    ) throws -> [(text: String, gain: Double)] {
        var found: [(text: String, gain: Double)] = []
        let absent = pairs.indices.filter { pairs[$0] == Self.absentWeight }
        for place in characters.indices where absent.allSatisfy({ (place - 1...place).contains($0) }) {
            let before = place > 0 ? pairs[place - 1] : nil
            let after = place < pairs.count ? pairs[place] : nil
            guard [before, after].contains(where: { $0.map { $0 <= rarest } ?? false }),
                try isHeld(characters, besides: place)
            else { continue }
            let now = (before ?? 0) + (after ?? 0)
            // A pair that stands nowhere finds nothing.
            var likely = try candidates(characters, place).map { (character: $0, weight: 0.0) }
            if place > 0 { likely = try weighted(likely) { characters[place - 1] + $0 } }
            if place < pairs.count { likely = try weighted(likely) { $0 + characters[place + 1] } }
            for (candidate, weight) in likely {
                var gain = weight - now
                // Only what is not worse by itself may be a known word.
                guard gain > 0 else { continue }
                var changed = characters
                changed[place] = candidate
                gain += word(changed, around: place)
                if gain >= Self.leastGain { found.append((String(decoding: changed.joined(), as: UTF8.self), gain)) }
            }
        }
        return found
    }

    /// Whether a listing holds all pairs that a change at a place leaves as they are: if none does, no change there helps.
    private func isHeld(_ characters: [Han], besides place: Int) throws -> Bool {
        let terms = characters.indices.dropLast().filter { $0 != place && $0 + 1 != place }.map { first in
            Query.Term(
                characters[first] + characters[first + 1], channel: TokenKind.hanPair.channel, role: .required)
        }
        return try terms.isEmpty || snapshot.search(Query(terms: terms, limit: 1, countLimit: 1)).total > 0
    }

    /// How usual a pair is; nil for one that stands nowhere.
    private func weight(_ first: Han, _ second: Han) throws -> Double? {
        let count = try snapshot.documentCount(channel: TokenKind.hanPair.channel, term: first + second)
        return count == 0 ? nil : log(Double(count))
    }

    /// The candidates whose pair stands somewhere, with its weight added to theirs.
    private func weighted(
        _ candidates: [(character: Han, weight: Double)], pair: (Han) -> [UInt8]
    ) throws -> [(character: Han, weight: Double)] {
        let counts = try snapshot.documentCounts(
            channel: TokenKind.hanPair.channel, terms: candidates.map { pair($0.character) })
        return zip(candidates, counts).compactMap { candidate, count in
            count == 0 ? nil : (candidate.character, candidate.weight + log(Double(count)))
        }
    }

    /// What a pair counts that stands nowhere.
    private static let absentWeight = -4.0

    /// What it says for a change that it makes a known word of the run.
    private func word(_ characters: [Han], around place: Int) -> Double {
        var best = 0.0
        for length in 2...4 {
            for start in max(0, place - length + 1)...place where start + length <= characters.count {
                let count = vocabulary.count(of: Array(characters[start..<start + length].joined()))
                if count > 0 { best = max(best, Double(length - 1) + 0.5 * log(Double(count))) }
            }
        }
        return best
    }

    /// The characters that sound or look like the one at a place.
    private static func alike(_ characters: [Han], _ place: Int) -> [Han] {
        guard let character = String(decoding: characters[place], as: UTF8.self).first else { return [] }
        let others = Pinyin.shared.homophones(of: character) + Lookalikes.shared.others(of: character)
        return others.filter { $0 != characters[place] }
    }

    /// The characters that stand most often behind the one before the place.
    private func between(_ characters: [Han], _ place: Int) throws -> [Han] {
        guard place > 0, characters.count >= Self.shortestForAnyCharacter else { return [] }
        let before = characters[place - 1]
        let pairs = try snapshot.terms(channel: TokenKind.hanPair.channel, prefix: before, limit: Self.followers)
        let usual = pairs.filter { $0.term.count > before.count }.sorted { $0.documentCount > $1.documentCount }
        return usual.prefix(Self.usualFollowers).map { Array($0.term[before.count...]) }
            .filter { $0 != characters[place] }
    }

    private static let followers = 2_000
    private static let usualFollowers = 60
}
