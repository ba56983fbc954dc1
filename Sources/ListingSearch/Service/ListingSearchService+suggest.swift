import Catalog
import Foundation
import SearchIndex
import TextAnalysis

extension ListingSearchService {
    /// Titles that are read for one answer.
    private static let titlesRead = 60
    /// Words that a beginning of a Latin word is taken for.
    private static let expansions = 8

    /// What was typed, carried on to the end of a word as titles have it, most frequent first.
    ///
    /// Cost: one search, the titles of its first hits, and one count a suggestion.
    public func suggest(_ prefix: String, limit: Int) async throws -> [ListingSuggestion] {
        let typed = TypedText(prefix)
        guard !typed.isEmpty, limit > 0 else { return [] }
        let snapshot = try openIndex().index.snapshot()
        let query = try withAnalyzer { try Self.query(typed, snapshot, $0) }
        guard let query else { return [] }
        let hits = try snapshot.search(query).hits
        let listings = try await store.listings(hits.map(\.key))
        let counted = try withAnalyzer { analyzer in
            let titles = TitleCompletions(typed, listings.map(\.content.title), analyzer)
            return try titles.mostFrequent(limit).compactMap { try Self.counted($0, snapshot, analyzer) }
        }
        return counted.sorted { $0.count != $1.count ? $0.count > $1.count : $0.text < $1.text }
    }

    private static func query(_ typed: TypedText, _ snapshot: Snapshot, _ analyzer: any Analyzer) throws -> Query? {
        var terms = try ShopperQuery(typed.whole, analyzer: analyzer).terms.filter { $0.role == .required }
        if let beginning = typed.latinBeginning {
            terms = try ShopperQuery(typed.before, analyzer: analyzer).terms.filter { $0.role == .required }
            let found = try snapshot.terms(channel: 0, prefix: Array(beginning.utf8), limit: 2_000)
            let best = found.sorted { $0.documentCount > $1.documentCount }.prefix(expansions)
            guard !best.isEmpty else { return nil }
            terms += best.map { Query.Term($0.term, role: .optional) }
        }
        return terms.isEmpty ? nil : Query(terms: terms, limit: titlesRead)
    }

    /// A suggestion with the number of listings that it finds; nil where it finds none.
    private static func counted(
        _ text: String, _ snapshot: Snapshot, _ analyzer: any Analyzer
    ) throws -> ListingSuggestion? {
        let words = try ShopperQuery(text, analyzer: analyzer)
        guard !words.terms.isEmpty else { return nil }
        let found = try snapshot.search(Query(terms: words.terms, limit: 1, countLimit: ListingQuery.countLimit))
        return found.total == 0 ? nil : ListingSuggestion(text: text, count: found.total)
    }
}

/// What somebody has typed so far.
struct TypedText {
    /// Lower case, one space between words.
    let whole: String
    /// Without the word that is being typed, where it is in Latin letters.
    let before: String
    /// The Latin word that is being typed; nil where the text ends otherwise.
    let latinBeginning: String?

    var isEmpty: Bool { whole.isEmpty }

    init(_ text: String) {
        let folded = text.precomposedStringWithCompatibilityMapping.lowercased()
        whole = folded.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let tail = whole.reversed().prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
        let isWord = !tail.isEmpty && text.last?.isWhitespace != true
        latinBeginning = isWord ? String(tail.reversed()) : nil
        before = isWord ? String(whole.dropLast(tail.count)) : whole
    }
}

/// The ways in which titles carry a typed text on.
struct TitleCompletions {
    private var counts: [String: Int] = [:]
    private let typed: TypedText

    init(_ typed: TypedText, _ titles: [String], _ analyzer: any Analyzer) {
        self.typed = typed
        for title in titles {
            if let completion = completion(of: title, analyzer) { counts[completion, default: 0] += 1 }
        }
    }

    func mostFrequent(_ limit: Int) -> [String] {
        counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.prefix(limit).map(\.key)
    }

    private func completion(of title: String, _ analyzer: any Analyzer) -> String? {
        var title = title
        var buffer = TokenBuffer()
        title.withUTF8 { unsafe analyzer.analyze($0, into: &buffer) }
        let utf8 = Array(title.utf8)
        if let beginning = typed.latinBeginning { return latin(beginning, buffer, utf8) }
        return han(buffer, utf8, analyzer)
    }

    /// The first word that begins so, behind what was typed before it.
    private func latin(_ beginning: String, _ buffer: TokenBuffer, _ utf8: [UInt8]) -> String? {
        for record in buffer.records where record.kind == .word || record.kind == .compound {
            let word = Self.text(utf8, record.sourceStart, record.sourceEnd)
            if word.hasPrefix(beginning) { return typed.before + word }
        }
        return nil
    }

    /// From where the title has the typed characters to the end of the word that they end in, or that follows.
    private func han(_ buffer: TokenBuffer, _ utf8: [UInt8], _ analyzer: any Analyzer) -> String? {
        let wanted = Self.characters(typed.whole, analyzer)
        let characters = buffer.records.filter { $0.kind == .hanCharacter }
        guard !wanted.isEmpty, characters.count >= wanted.count else { return nil }
        for start in 0...(characters.count - wanted.count) {
            let run = characters[start..<start + wanted.count]
            guard zip(run, wanted).allSatisfy({ buffer.term($0) == $1 }), let first = run.first, let last = run.last
            else { continue }
            let words = buffer.records.filter { $0.kind == .hanWord && $0.sourceStart <= last.sourceEnd }
            let end = words.map(\.sourceEnd).filter { $0 > last.sourceEnd }.min() ?? last.sourceEnd
            return Self.text(utf8, first.sourceStart, end)
        }
        return nil
    }

    private static func characters(_ text: String, _ analyzer: any Analyzer) -> [String] {
        var text = text
        var buffer = TokenBuffer()
        text.withUTF8 { unsafe analyzer.analyze($0, into: &buffer) }
        return buffer.records.filter { $0.kind == .hanCharacter }.map { buffer.term($0) }
    }

    private static func text(_ utf8: [UInt8], _ start: UInt32, _ end: UInt32) -> String {
        String(decoding: utf8[Int(start)..<Int(end)], as: UTF8.self).lowercased()
    }
}
