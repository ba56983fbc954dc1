import Catalog
import Foundation
import Locking
import Logging
import SearchIndex
import TestSupport
import Testing
import TextAnalysis

@testable import ListingSearch

@Suite("Suggestions are of several people and several sellers")
struct SharedQueryTests {
    private let folder: TemporaryFolder
    private let day = Locked<Int64>(20_000)

    init() throws { folder = try TemporaryFolder() }

    private func log() -> QueryLog {
        let day = day
        return QueryLog(
            path: folder.path("queries.tsv"), logger: Logger(label: "test"),
            now: { day.withLock(\.self) * 86_400_000 })
    }

    private static func page(hits: Int = 1, correction: String? = nil) -> ListingPage {
        ListingPage(
            hits: (0..<hits).map { ListingHit(id: Int64($0), version: 1, score: 1) },
            total: Total(value: hits, relation: .exact), facets: [:], relaxed: false, correction: correction,
            nextCursor: nil, tookMicroseconds: 0)
    }

    private static func ask(_ text: String, _ log: QueryLog, _ askers: [UInt64?], _ page: ListingPage = page()) {
        for asker in askers { log.add(text, page, asker: asker) }
    }

    @Test("one who asks a thousand times, in however many ways of writing, is one")
    func one() {
        let log = log()
        for text in ["iphone", "IPHONE", " iPhone "] {
            Self.ask(text, log, Array(repeating: 7, count: 1_000) + Array(repeating: nil, count: 1_000))
        }
        Self.ask("few", log, [1, 2, 3, 4, 4, 3, 2, 1])
        #expect(log.shared(limit: 10).isEmpty)
    }

    @Test("many are shared, those of most people first; what found nothing or something else is not")
    func many() {
        let log = log()
        Self.ask("iphone", log, (0..<200).map { $0 })
        Self.ask("charger", log, (0..<20).map { $0 })
        // One client's thousand questions lift nothing.
        Self.ask("charger", log, Array(repeating: 3, count: 1_000))
        Self.ask("nothing", log, (0..<200).map { $0 }, Self.page(hits: 0))
        Self.ask("iphnoe", log, (0..<200).map { $0 }, Self.page(correction: "iphone"))
        let shared = log.shared(limit: 10)
        #expect(shared.map(\.text) == ["iphone", "charger"])
        #expect((100...400).contains(shared[0].count) && (12...32).contains(shared[1].count), "\(shared)")
        #expect(log.shared(limit: 1).map(\.text) == ["iphone"])
    }

    /// Two may set the same bit: it may take more than five people, and never fewer.
    @Test("fewer than five different people never count as five")
    func threshold() {
        let log = log()
        for number in 0..<500 {
            let askers = (0..<4).map { UInt64(number * 4 + $0) }
            Self.ask("query \(number)", log, askers + askers)
        }
        #expect(log.shared(limit: 1_000).isEmpty)
        for number in 0..<500 {
            Self.ask("other \(number)", log, (0..<12).map { UInt64(number * 12 + $0) })
        }
        #expect(log.shared(limit: 1_000).count > 490)
    }

    @Test("people are counted anew each week, and what many asked is remembered for three months")
    func windows() {
        let log = log()
        Self.ask("iphone", log, [1, 2, 3].map { $0 })
        day.withLock { $0 += 7 }
        Self.ask("iphone", log, [4, 5, 6].map { $0 })
        #expect(log.shared(limit: 10).isEmpty, "three a week are not five")
        Self.ask("iphone", log, (0..<30).map { $0 })
        #expect(log.shared(limit: 10).map(\.text) == ["iphone"])
        day.withLock { $0 += 90 }
        #expect(log.shared(limit: 10).map(\.text) == ["iphone"])
        day.withLock { $0 += 1 }
        #expect(log.shared(limit: 10).isEmpty)
    }

    @Test("nothing that leads to an asker is written down, and a new start does not make one of two")
    func file() throws {
        let first = log()
        Self.ask("iphone", first, (0..<40).map { $0 })
        Self.ask("secret", first, [1, 2, 3, 4])
        try first.write()
        let second = log()
        Self.ask("secret", second, [1, 2, 3, 4])
        #expect(second.shared(limit: 10).map(\.text) == ["iphone"])
        let lines = try folder.text("queries.tsv").split(separator: "\n")
        #expect(lines.allSatisfy { $0.split(separator: "\t").count == 7 })
        #expect(lines.contains("secret\t4\t0\t0\t0\t0\t0"))
        // The same questions give the same file, whatever salt chose the bits, as long as as many bits were set.
        let counted = try #require(QueryLog.read(folder.path("queries.tsv"))["iphone"])
        #expect(counted.asked == 40 && counted.askers >= 25 && counted.askersDay == 20_000)
    }

    @Test("a file of an earlier version is read, and suggests nothing by itself")
    func earlierFile() throws {
        try folder.write("queries.tsv", "iphone\t900\t0\t0\t0\nbroken\t1\n")
        let log = log()
        #expect(QueryLog.read(folder.path("queries.tsv")) == ["iphone": .init(asked: 900)])
        #expect(log.shared(limit: 10).isEmpty)
        Self.ask("iphone", log, (0..<30).map { $0 })
        #expect(log.shared(limit: 10).map(\.text) == ["iphone"])
    }

    // MARK: Titles

    private let analyzer = ListingIndex.analyzer.makeAnalyzer()

    private func phrases(_ titles: [(String, Int64)]) throws -> Set<String> {
        var builder = VocabularyBuilder(analyzer: analyzer)
        for (title, seller) in titles { builder.add(title, sellerID: seller) }
        return Set(builder.finish(categories: try CategoryTree(CategorySeed.categories)).entries.map(\.text))
    }

    @Test("numbers in a file that nobody can have counted are left out")
    func impossibleNumbers() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/queries.tsv"
        let most = Int.max
        try FileSystem.replace(
            path, with: Array("连衣裙\t\(most)\t0\t0\t0\n袜子\t7\t0\t0\t\(most)\t1\t1\n手套\t7\t0\t0\t0\n".utf8))
        #expect(QueryLog.read(path).keys.sorted() == ["手套"])
    }

    @Test("a phrase of one seller, however many listings it stands in, is not the market's")
    func sellers() throws {
        let market = (1...20).map { ("leather phone case", Int64($0)) }
        let swindler = (0..<200).map { ("phone bargain \($0)", Int64(99)) }
        let pair = (0..<50).map { ("phone holder", Int64(70 + $0 % 2)) }
        let found = try phrases(market + swindler + pair)
        #expect(found.contains("phone case") && found.contains("leather"))
        #expect(!found.contains("bargain") && !found.contains("phone bargain") && !found.contains("holder"))
        #expect(try phrases(market + pair + [("phone holder", 5)]).contains("phone holder"))
    }

    @Test("a market of few sellers suggests what two of them write, one of one seller what that one writes")
    func smallMarkets() throws {
        let few = [("red dress", Int64(1)), ("blue dress", 2), ("green hat", 3)]
        let found = try phrases(few)
        #expect(found.contains("dress") && !found.contains("red") && !found.contains("green hat"))
        #expect(try phrases([("red dress", 1)]).contains("red dress"))
        // Categories are the market's own.
        #expect(try phrases([]).contains("围巾") || phrases([]).contains("scarves"))
    }

    @Test("a title that says how to reach its seller counts for nothing, and a long number is no phrase")
    func contacts() throws {
        let titles = (1...20).map { ("iphone 加微信 abc\($0)888 bargain", Int64($0)) }
        let found = try phrases(titles + (1...20).map { ("iphone case 13800138000", Int64($0)) })
        #expect(found.contains("iphone case"))
        #expect(!found.contains { $0.contains("微信") || $0.contains("bargain") || $0.contains("13800138000") })
    }

    @Test("queries that say how to reach somebody are not suggested, whoever asks")
    func askedContacts() {
        let asked = Vocabulary(
            asked: [("iphone 加微信 abc888", 900), ("iphone vx:abc888", 900), ("iphone 15", 5)],
            words: SharedWords(["iphon", "iphone", "15", "加", "微信", "abc888", "vx"]), analyzer: analyzer)
        #expect(asked.entries.map(\.shown) == ["iphone 15"])
    }

    @Test(
        "a query is suggested where each of its words is written by several sellers, one that looks like a name by ten")
    func askedWords() throws {
        func asked(_ titles: [(String, Int64)], _ query: String) throws -> Bool {
            var builder = VocabularyBuilder(analyzer: analyzer)
            for (title, seller) in titles { builder.add(title, sellerID: seller) }
            let words = builder.finish(categories: try CategoryTree(CategorySeed.categories)).words
            return !Vocabulary(asked: [(query, 900)], words: words, analyzer: analyzer).entries.isEmpty
        }
        let market = (1...20).map { ("leather phone cases 真皮 手机壳", Int64($0)) }
        let three: [Int64] = [91, 92, 93]
        #expect(try asked(market, "leathers phone case") && asked(market, "真皮手机壳") && asked(market, "手機殼"))
        #expect(try !asked(market + [("phone swindlemart", 91)], "phone swindlemart"))
        #expect(try asked(market + three.map { ("phone walnut", $0) }, "phone walnut"))
        #expect(try !asked(market + three.map { ("phone bao8173", $0) }, "phone bao8173"))
        #expect(try asked(market + (91...100).map { ("phone xm6000b", $0) }, "phone xm6000b"))
        // Categories are the market's own words.
        #expect(try asked([], "围巾"))
    }

    // MARK: What is blocked

    @Test(
        "a blocked text is found in any spelling, between words and not inside one",
        arguments: [
            ("bad word", "a bad word here", true), ("bad word", "BAD  WORD", true), ("bad word", "bad big word", false),
            ("bad", "badge", false), ("連衣裙", "红色连衣裙", true), ("连 衣 裙", "連衣裙", true), ("连衣裙", "连衣", false),
            ("iphone15", "iphone 15 pro", true), ("ｂａｄ", "bad", true),
        ])
    func blocking(line: String, text: String, blocks: Bool) throws {
        let list = try BlockList(parsing: "# none of these\n\(line) # why\n", name: "file", analyzer: analyzer)
        #expect(list.blocks(text, analyzer) == blocks)
        #expect(!BlockList.none.blocks(text, analyzer))
    }

    @Test("the list is changed line by line, and a line without a word is named")
    func changing() throws {
        let rules = folder.path("rules")
        try BlockedSuggestions.change(rules, "连衣裙", removes: false)
        try BlockedSuggestions.change(rules, "bad word", removes: false)
        #expect(try BlockedSuggestions.read(rules).lines == ["连衣裙", "bad word"])
        try BlockedSuggestions.change(rules, "連衣裙", removes: true)
        #expect(try BlockedSuggestions.read(rules).lines == ["bad word"])
        for wrong in ["連衣裙", "nothing"] {
            #expect(throws: LexiconError.self) { try BlockedSuggestions.change(rules, wrong, removes: true) }
        }
        for wrong in ["", "!!", "a # b", "a\nb", String(repeating: "裙", count: 41)] {
            #expect(throws: LexiconError.self) { try BlockedSuggestions.change(rules, wrong, removes: false) }
        }
        #expect(try BlockedSuggestions.read(rules).lines == ["bad word"])
        try folder.write("rules/" + BlockedSuggestions.fileName, "fine\n!!\n")
        let error = #expect(throws: LexiconError.self) { try BlockedSuggestions.read(rules) }
        #expect(error?.description.contains("2") == true, "\(String(describing: error))")
    }
}
