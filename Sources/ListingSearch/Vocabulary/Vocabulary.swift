import TextAnalysis

/// The phrases of a market, the most frequent first, and the ways in to them: as written, by pinyin, by the first letters
/// of pinyin.
package struct Vocabulary: Sendable {
    package struct Entry: Sendable {
        /// Folded, single spaces: what is looked up.
        package var text: String
        /// In how many of the titles that were read, or how many people asked for it.
        package var count: UInt32
        /// As it is suggested, where that is another text.
        package var shown: String?
    }

    /// By falling count.
    package let entries: [Entry]
    /// Each title that was read stands for so many of the market; 0 where the entries count something else.
    let titlesEach: Int
    private let texts: PrefixTable
    private let pinyin: PrefixTable
    private let initials: PrefixTable
    package let spelling: Spelling
    /// The words that several sellers write.
    let words: SharedWords
    /// What an operator never wants to be suggested.
    var blocked = BlockList.none

    /// Words past so many are not found by pinyin: nobody types the start of a rare one.
    private static let read = 150_000

    init(_ entries: [Entry], titlesEach: Int = 0, spelling: Spelling, words: SharedWords = .none) {
        self.words = words
        self.entries = entries
        self.titlesEach = titlesEach
        var pinyin: [(key: String, entry: UInt32)] = []
        var initials: [(key: String, entry: UInt32)] = []
        for (place, entry) in entries.prefix(Self.read).enumerated() {
            guard entry.text.contains(where: { !$0.isASCII }) else { continue }
            var known: Set<String> = []
            for syllables in Pinyin.shared.readings(of: entry.text) {
                let whole = syllables.joined()
                if known.insert(whole).inserted { pinyin.append((whole, UInt32(place))) }
                let first = String(syllables.compactMap(\.first))
                if first.count > 1, known.insert("/" + first).inserted { initials.append((first, UInt32(place))) }
            }
        }
        texts = PrefixTable(entries.enumerated().map { ($0.element.text, UInt32($0.offset)) })
        self.pinyin = PrefixTable(pinyin)
        self.initials = PrefixTable(initials)
        self.spelling = spelling
    }

    /// Of queries as shoppers ask them, the most frequent first; those with signs that mean something, very long ones, and
    /// those with a word that is not among `words` are left out.
    init(asked queries: [(text: String, count: Int)], words: SharedWords, analyzer: any Analyzer) {
        var builder = VocabularyBuilder(analyzer: analyzer)
        var known: Set<String> = []
        let entries = queries.compactMap { query -> Entry? in
            guard query.text.count <= Self.longestAsked, !ContactDetails.areIn(query.text),
                QuerySyntax(query.text).pieces.allSatisfy({ $0.kind == .plain }),
                words.holdsAll(builder.terms(query.text))
            else { return nil }
            let text = VocabularyBuilder.phrase(query.text, analyzer)
            guard !text.isEmpty, known.insert(text).inserted else { return nil }
            return Entry(text: text, count: UInt32(clamping: query.count), shown: query.text)
        }
        self.init(entries, spelling: Spelling([]))
    }

    private static let longestAsked = 40

    /// How often a phrase, in UTF-8, was counted; 0 for one that is not in it.
    func count(of key: [UInt8]) -> UInt32 {
        guard let place = texts.range(of: key).first, texts.key(place).count == key.count else { return 0 }
        return entries[Int(texts.entry(place))].count
    }

    static let empty = Vocabulary([], spelling: Spelling([]))

    /// The places of the entries that a typed text leads to, the best first.
    ///
    /// What is written so comes first; then what is read so, whole before begun; then what has these initials. Within
    /// each the most frequent come first.
    ///
    /// - Parameter typed: folded, in small letters.
    package func completions(of typed: String, limit: Int) -> [Int] {
        var found = matches(limit, in: texts, typed).all
        if found.isEmpty { found = mixed(typed, limit) }
        guard typed.allSatisfy({ $0.isASCII && ($0.isLetter || $0 == " " || $0 == "'") }) else { return found }
        let letters = typed.filter(\.isLetter)
        guard !letters.isEmpty else { return found }
        let read = matches(limit, in: pinyin, letters)
        let begun = letters.count > 1 ? matches(limit, in: initials, letters) : (whole: [], all: [])
        // Entries stand by falling count: the smaller place is the more frequent. No syllable is without a vowel, so
        // letters without one are the beginning of a written word or the first letters of several.
        let isReading = letters.contains(where: Self.vowels.contains)
        let guesses = begun.whole.prefix(Self.guesses)
        let likely = isReading ? read.whole + (found + read.all + guesses).sorted() : (found + begun.whole).sorted()
        var known: Set<Int> = []
        return Array((likely + read.all + begun.all).filter { known.insert($0).inserted }.prefix(limit))
    }

    /// Initials that could be a syllable too are taken for so many words.
    private static let guesses = 3
    private static let vowels: Set<Character> = ["a", "e", "i", "o", "u", "v"]

    /// What begins with characters and goes on as letters read: 连yi.
    private func mixed(_ typed: String, _ limit: Int) -> [Int] {
        let letters = String(typed.reversed().prefix { $0.isASCII && $0.isLetter }.reversed())
        let written = typed.dropLast(letters.count)
        guard !letters.isEmpty, let last = written.last, !last.isASCII else { return [] }
        let begun = matches(Self.mixedCandidates, in: texts, String(written)).all
        return Array(
            begun.filter { place in
                let rest = String(entries[place].text.dropFirst(written.count))
                return Pinyin.shared.readings(of: rest).contains { $0.joined().hasPrefix(letters) }
            }.prefix(limit))
    }

    private static let mixedCandidates = 200

    /// The phrases that letters are the whole reading of, or the first letters of the syllables of; the likeliest first.
    func phrases(readAs letters: String, limit: Int) -> [String] {
        let read = matches(limit, in: pinyin, letters).whole
        let found = letters.count >= Self.shortestInitials ? read + matches(limit, in: initials, letters).whole : read
        return found.prefix(limit).map { entries[$0].text }
    }

    private static let shortestInitials = 3

    /// The most frequent entries whose keys begin with a prefix: those whose keys are just that, and all of them.
    private func matches(_ limit: Int, in table: PrefixTable, _ prefix: String) -> (whole: [Int], all: [Int]) {
        let key = Array(prefix.utf8)
        var all: [Int] = []
        var whole: [Int] = []
        func keep(_ entry: Int, _ list: inout [Int]) {
            if list.count == limit, let last = list.last, entry >= last { return }
            let place = list.firstIndex { $0 >= entry } ?? list.count
            if place < list.count, list[place] == entry { return }
            list.insert(entry, at: place)
            if list.count > limit { list.removeLast() }
        }
        for place in table.range(of: key) {
            let entry = Int(table.entry(place))
            keep(entry, &all)
            if table.key(place).count == key.count { keep(entry, &whole) }
        }
        return (whole, all)
    }
}
