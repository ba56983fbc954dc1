package import Catalog
package import TextAnalysis

/// Counts the phrases of titles: one to four words that stand together.
///
/// A phrase is suggested where several sellers write it, so that nobody puts words of their own before everybody; a title
/// that says how to reach its seller counts for nothing.
package struct VocabularyBuilder {
    /// A word of a title: as the dictionary cuts Han text, as it is written in letters.
    private struct Token {
        var text: String
        /// As the index has it: without its ending, in letters.
        var term: String
        var isHan: Bool
        var source: Range<Int>
    }

    private struct Count {
        var titles: UInt32 = 0
        /// The sellers that wrote it, as far as they matter: the first two by the lower half of their numbers, and whether
        /// there are three.
        var sellers = (UInt32(0), UInt32(0))
        var sellerCount: UInt8 = 0
        /// Whether the phrase begins or ends with a character that is a word of its own there.
        var beginsAlone = false
        var endsAlone = false

        mutating func add(_ sellerID: Int64) {
            titles += 1
            let seller = UInt32(truncatingIfNeeded: sellerID)
            if sellerCount > 0, sellers.0 == seller || sellerCount > 1 && sellers.1 == seller { return }
            switch sellerCount {
            case 0: sellers.0 = seller
            case 1: sellers.1 = seller
            case 2: break
            default: return
            }
            sellerCount += 1
        }
    }

    private var counts: [String: Count] = [:]
    private var writers = WordWriters()
    /// Of Han characters that are words of their own.
    private var alone: [String: UInt32] = [:]
    private(set) var titleCount = 0
    private var sellers: Set<Int64> = []
    private let analyzer: any Analyzer
    private var buffer = TokenBuffer()

    private static let longestPhrase = 4
    private static let longestHan = 8
    private static let longestText = 30
    /// Above this rare phrases are forgotten, so that memory stays bounded (lossy counting, Manku & Motwani 2002).
    private static let countedPhrases = 1_500_000
    private static let keptPhrases = 400_000
    private static let categoryCount: UInt32 = 5
    /// A character that is a word of its own begins or ends a phrase only if it stands in that phrase so often: 壳 in
    /// 手机壳, but not 电 in 车电, where two words meet by chance.
    private static let leastShareOfAlone = 0.05
    /// Two such characters are a phrase where one of them stands so often beside the other: 枣 in 红枣.
    private static let boundShare = 0.25

    package init(analyzer: any Analyzer) { self.analyzer = analyzer }

    package mutating func add(_ title: String, sellerID: Int64) {
        titleCount += 1
        sellers.insert(sellerID)
        guard !ContactDetails.invite(title) else { return }
        let tokens = tokens(title)
        var seen: Set<String> = []
        for term in Self.terms(tokens) { writers.add(term, sellerID: sellerID) }
        for token in Set(tokens.filter(Self.isAlone).map(\.text)) { alone[token, default: 0] += 1 }
        for start in tokens.indices {
            var phrase = ""
            var hanCount = 0
            for place in start..<min(tokens.count, start + Self.longestPhrase) {
                if place > start {
                    guard let joint = Self.joint(tokens[place - 1], tokens[place], title) else { break }
                    phrase += joint
                }
                phrase += tokens[place].text
                if tokens[place].isHan { hanCount += tokens[place].text.count }
                guard hanCount <= Self.longestHan, phrase.utf8.count <= Self.longestText else { break }
                if phrase.utf8.count > (tokens[place].isHan ? 3 : 1), seen.insert(phrase).inserted {
                    counts[phrase, default: Count()].add(sellerID)
                    // The same characters may be cut in two ways: whole words speak for the phrase.
                    if place > start, counts[phrase]?.titles == 1 {
                        counts[phrase]?.beginsAlone = Self.isAlone(tokens[start])
                        counts[phrase]?.endsAlone = Self.isAlone(tokens[place])
                    }
                }
            }
        }
        if counts.count > Self.countedPhrases { counts = counts.filter { $0.value.titles > 1 } }
        writers.forgetRare()
    }

    private static func isAlone(_ token: Token) -> Bool { token.isHan && token.text.count == 1 }

    private func isPhrase(_ text: String, _ count: Count) -> Bool {
        func isOften(_ character: Character?, _ share: Double = Self.leastShareOfAlone) -> Bool {
            let all = character.flatMap { alone[String($0)] } ?? 0
            return Double(count.titles) >= share * Double(all)
        }
        if count.beginsAlone, count.endsAlone, text.count == 2 {
            return isOften(text.first, Self.boundShare) || isOften(text.last, Self.boundShare)
        }
        return (!count.beginsAlone || isOften(text.first)) && (!count.endsAlone || isOften(text.last))
    }

    /// The words of a text, as the index has them; letters and digits that are written together are one more.
    mutating func terms(_ text: String) -> [String] { Self.terms(tokens(text)) }

    private static func terms(_ tokens: [Token]) -> [String] {
        var terms = tokens.map(\.term)
        var run: [Token] = []
        func endRun() {
            if run.count > 1 { terms.append(run.map(\.text).joined()) }
            run = []
        }
        for token in tokens {
            let isGlued = !token.isHan && run.last?.source.upperBound == token.source.lowerBound
            if !isGlued { endRun() }
            if !token.isHan { run.append(token) }
        }
        endRun()
        return terms
    }

    /// A text as a phrase of the vocabulary would stand: folded, in small letters, single spaces between words.
    static func phrase(_ text: String, _ analyzer: any Analyzer) -> String {
        var builder = VocabularyBuilder(analyzer: analyzer)
        let tokens = builder.tokens(text)
        var phrase = ""
        for (place, token) in tokens.enumerated() {
            if place > 0, token.source.lowerBound > tokens[place - 1].source.upperBound,
                !token.isHan || !tokens[place - 1].isHan
            {
                phrase += " "
            }
            phrase += token.text
        }
        return phrase
    }

    private mutating func tokens(_ title: String) -> [Token] {
        var text = title
        text.withUTF8 { unsafe analyzer.analyze($0, into: &buffer) }
        let units = QueryUnits(buffer)
        var tokens: [Token] = []
        var place = 0
        let utf8 = Array(title.utf8)
        while place < units.units.count {
            let unit = units.units[place]
            let range =
                unit.isHan ? units.words.first { $0.lowerBound == place } ?? place..<place + 1 : place..<place + 1
            let source = units.source(range)
            let term = String(decoding: units.units[range].flatMap(\.bytes), as: UTF8.self)
            let text =
                unit.isHan
                ? term : String(decoding: utf8[source], as: UTF8.self).lowercased()
            tokens.append(Token(text: text, term: term, isHan: unit.isHan, source: source))
            place = range.upperBound
        }
        return tokens
    }

    /// What stands between two tokens of one phrase; nil where they are apart.
    private static func joint(_ left: Token, _ right: Token, _ title: String) -> String? {
        let gap = right.source.lowerBound - left.source.upperBound
        if gap == 0 { return "" }
        guard gap == 1, !left.isHan || !right.isHan else { return nil }
        let utf8 = title.utf8
        let sign = utf8[utf8.index(utf8.startIndex, offsetBy: left.source.upperBound)]
        return sign == 0x20 ? " " : nil
    }

    /// - Parameter titlesEach: of so many titles one was read.
    package mutating func finish(categories: CategoryTree, titlesEach: Int = 1) -> Vocabulary {
        let known = counts.filter { isPhrase($0.key, $0.value) }
        let leastSellers = SharedWords.leastSellers(ofAll: sellers.count)
        var phrases = known.filter { $0.value.sellerCount >= leastSellers }.mapValues(\.titles)
        for category in categories.categories {
            for name in [category.nameChinese, category.nameEnglish.lowercased()] {
                phrases[name] = max(phrases[name] ?? 0, Self.categoryCount)
            }
        }
        // A word that stands once in a large market is nobody's to suggest; but it may be what somebody misspells.
        let least: UInt32 = titleCount > 10_000 ? 2 : 1
        let words = known.mapValues(\.titles).merging(phrases, uniquingKeysWith: max)
            .filter { $0.key.utf8.allSatisfy { $0 >= 0x61 && $0 <= 0x7A } }
        let spelling = Spelling(words.map { Vocabulary.Entry(text: $0.key, count: $0.value) })
        var kept = phrases.filter { $0.value >= least && !ContactDetails.areIn($0.key) }.map {
            (text: $0.key, count: $0.value)
        }
        kept.sort { $0.count != $1.count ? $0.count > $1.count : $0.text < $1.text }
        let entries = kept.prefix(Self.keptPhrases).map { Vocabulary.Entry(text: $0.text, count: $0.count) }
        var shared = writers.shared(ofAll: sellers.count)
        for category in categories.categories {
            shared.formUnion(terms(category.nameChinese))
            shared.formUnion(terms(category.nameEnglish))
        }
        return Vocabulary(entries, titlesEach: titlesEach, spelling: spelling, words: SharedWords(shared))
    }
}
