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
        /// 0 of a word in letters.
        var hanCount: Int
        var source: Range<Int>
        /// What parts it from the token before it in one phrase; nil where the two are apart.
        var joint: String?

        var isHan: Bool { hanCount > 0 }
        /// Whether it is a character that is a word of its own.
        var isAlone: Bool { hanCount == 1 }

        /// Takes in the next character of a word of several.
        mutating func grow(_ character: String, to end: Int) {
            text += character
            term += character
            hanCount += 1
            source = source.lowerBound..<end
        }
    }

    private struct Count {
        var titles: UInt32 = 0
        /// The title that was counted last.
        var lastTitle: UInt32 = 0
        /// The sellers that wrote it, as far as they matter: the first two by the lower half of their numbers, and whether
        /// there are three.
        var sellers = (UInt32(0), UInt32(0))
        var sellerCount: UInt8 = 0
        /// Whether the phrase begins or ends with a character that is a word of its own there.
        var beginsAlone = false
        var endsAlone = false
        /// Whether a category is called so.
        var isName = false

        /// Counts a title once, however often it holds the phrase.
        /// - Parameter ends: The phrase's first and last word in this title, where it has more than one.
        mutating func add(title: UInt32, sellerID: Int64, ends: (first: Token, last: Token)?) {
            guard lastTitle != title else { return }
            lastTitle = title
            titles += 1
            // The same characters may be cut in two ways: whole words speak for the phrase.
            if titles == 1, let ends {
                beginsAlone = ends.first.isAlone
                endsAlone = ends.last.isAlone
            }
            add(sellerID)
        }

        private mutating func add(_ sellerID: Int64) {
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

    private var counts: [BytewiseString: Count] = [:]
    private var writers = WordWriters()
    /// Of Han characters that are words of their own.
    private var alone: [BytewiseString: UInt32] = [:]
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
        for term in Self.terms(tokens) { writers.add(term, sellerID: sellerID) }
        let singles = Set(tokens.lazy.filter(\.isAlone).map { BytewiseString($0.text) })
        for single in singles { alone[single, default: 0] += 1 }
        for start in tokens.indices { addPhrases(tokens[start...].prefix(Self.longestPhrase), sellerID) }
        if counts.count > Self.countedPhrases { counts = counts.filter { $0.value.titles > 1 } }
        writers.forgetRare()
    }

    /// Counts what begins with the first of some neighbouring words.
    private mutating func addPhrases(_ tokens: ArraySlice<Token>, _ sellerID: Int64) {
        guard let first = tokens.first else { return }
        var phrase = ""
        var hanCount = 0
        for (place, token) in zip(tokens.indices, tokens) {
            let isFirst = place == tokens.startIndex
            if !isFirst {
                guard let joint = token.joint else { return }
                phrase += joint
            }
            phrase += token.text
            hanCount += token.hanCount
            guard hanCount <= Self.longestHan, phrase.utf8.count <= Self.longestText else { return }
            if phrase.utf8.count > (token.isHan ? 3 : 1) {
                counts[BytewiseString(phrase), default: Count()].add(
                    title: UInt32(truncatingIfNeeded: titleCount), sellerID: sellerID,
                    ends: isFirst ? nil : (first, token))
            }
        }
    }

    private func isPhrase(_ text: String, _ count: Count) -> Bool {
        func isOften(_ character: Character?, _ share: Double = Self.leastShareOfAlone) -> Bool {
            let all = character.flatMap { alone[BytewiseString(String($0))] } ?? 0
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
        return text.withUTF8 { title in
            unsafe analyzer.analyze(title, into: &buffer)
            var tokens: [Token] = []
            var words = buffer.records.lazy.filter { $0.kind == .hanWord }.makeIterator()
            var word = words.next()
            var wordEnd: UInt32 = 0
            for record in buffer.records where record.kind == .word || record.kind == .hanCharacter {
                let isHan = record.kind == .hanCharacter
                let term = buffer.term(record)
                if isHan, record.sourceStart < wordEnd {
                    tokens[tokens.count - 1].grow(term, to: Int(record.sourceEnd))
                    continue
                }
                while let next = word, next.sourceStart < record.sourceStart { word = words.next() }
                if isHan, let word, word.sourceStart == record.sourceStart { wordEnd = word.sourceEnd }
                let source = Int(record.sourceStart)..<Int(record.sourceEnd)
                let written = unsafe isHan ? term : String(decoding: title[source], as: UTF8.self).lowercased()
                let joint = tokens.last.flatMap { unsafe Self.joint($0, source, isHan: isHan, title) }
                tokens.append(
                    Token(text: written, term: term, hanCount: isHan ? 1 : 0, source: source, joint: joint))
            }
            return tokens
        }
    }

    private static func joint(
        _ left: Token, _ right: Range<Int>, isHan: Bool, _ title: UnsafeBufferPointer<UInt8>
    ) -> String? {
        let gap = right.lowerBound - left.source.upperBound
        if gap == 0 { return "" }
        guard gap == 1, !left.isHan || !isHan else { return nil }
        return unsafe title[left.source.upperBound] == 0x20 ? " " : nil
    }

    /// - Parameter titlesEach: of so many titles one was read.
    package mutating func finish(categories: CategoryTree, titlesEach: Int = 1) -> Vocabulary {
        let leastSellers = SharedWords.leastSellers(ofAll: sellers.count)
        // A word that stands once in a large market is nobody's to suggest; but it may be what somebody misspells.
        let least: UInt32 = titleCount > 10_000 ? 2 : 1
        for category in categories.categories {
            for name in [category.nameChinese, category.nameEnglish.lowercased()] {
                counts[BytewiseString(name), default: Count()].isName = true
            }
        }
        var words: [Vocabulary.Entry] = []
        var phrases: [Vocabulary.Entry] = []
        for (key, count) in counts where count.isName || isPhrase(key.text, count) {
            var titles = count.sellerCount >= leastSellers ? count.titles : 0
            if count.isName { titles = max(titles, Self.categoryCount) }
            if titles >= least { phrases.append(Vocabulary.Entry(text: key.text, count: titles)) }
            if key.isWord { words.append(Vocabulary.Entry(text: key.text, count: max(titles, count.titles))) }
        }
        phrases.sort { $0.count != $1.count ? $0.count > $1.count : BytewiseString($0.text) < BytewiseString($1.text) }
        let entries = Array(phrases.lazy.filter { !ContactDetails.areIn($0.text) }.prefix(Self.keptPhrases))
        var shared = writers.shared(ofAll: sellers.count)
        for category in categories.categories {
            shared.formUnion(terms(category.nameChinese))
            shared.formUnion(terms(category.nameEnglish))
        }
        return Vocabulary(entries, titlesEach: titlesEach, spelling: Spelling(words), words: SharedWords(shared))
    }
}
