import Foundation
import MarketplaceClient
import MarketplaceWire
import TestSupport
import Testing

@testable import sesame

@Suite("An import lists every row once, whatever happens to it")
struct ImporterTests {
    private func rows(_ titles: [String]) -> [ImportRow] {
        titles.enumerated().map { index, title in
            let request = ListingRequest(
                title: title, categoryID: 1, priceMinor: 100, currency: "CNY", region: "CN", shipsTo: ["CN"])
            return ImportRow(number: index + 2, key: "row-\(index)", request: request)
        }
    }

    private func importer(_ market: FakeMarket, _ path: String, restarts: Bool = false) throws -> Importer {
        let log = try ImportLog(path: path, server: "http://market.test", account: 7, restarts: restarts)
        return Importer(client: try market.client, account: 7, log: log, batchSize: 4)
    }

    private func temporaryPath() -> String {
        FileManager.default.temporaryDirectory.appending(path: "sesame-\(UUID().uuidString)").path(
            percentEncoded: false)
    }

    @Test("a lost request, a lost answer, a failing server: the next run goes on", arguments: 0..<50)
    func faults(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let market = FakeMarket()
        let path = temporaryPath()
        defer { try? FileManager.default.removeItem(atPath: path) }
        // Some rows say the same, so that doubts cannot be settled by the words alone.
        let titles = (0..<Int.random(in: 1...30, using: &random)).map { _ in
            "goods \(Int.random(in: 0..<8, using: &random))"
        }
        market.plan((0..<20).map { _ in FakeMarket.Fault.allCases.randomElement(using: &random) ?? .none })
        var runs = 0
        while true {
            runs += 1
            try #require(runs < 100)
            do {
                var importer = try importer(market, path)
                _ = try await importer.run(rows(titles)) { _ in }
                break
            } catch is ClientError {
            } catch is CommandFailure {
            }
        }
        #expect(market.titles.sorted() == titles.sorted(), "seed \(seed)")
    }

    @Test("an account's older listings are not taken for rows that were lost")
    func olderTwins() async throws {
        let market = FakeMarket()
        let (first, second) = (temporaryPath(), temporaryPath())
        defer { for path in [first, second] { try? FileManager.default.removeItem(atPath: path) } }
        var importer = try importer(market, first)
        _ = try await importer.run(rows(["a", "b"])) { _ in }
        market.plan([.lostRequest])
        await #expect(throws: CommandFailure.self) {
            var importer = try self.importer(market, second)
            _ = try await importer.run(rows(["a", "b"])) { _ in }
        }
        var again = try self.importer(market, second)
        let (summary, _) = try await again.run(rows(["a", "b"])) { _ in }
        #expect(summary.created == 2)
        #expect(market.titles == ["a", "b", "a", "b"])
    }

    @Test("a refused row is named by its row, column and reason, and is tried again by the next run")
    func refused() async throws {
        let market = FakeMarket()
        let path = temporaryPath()
        defer { try? FileManager.default.removeItem(atPath: path) }
        do {
            var importer = try importer(market, path)
            let (summary, rejects) = try await importer.run(rows(["a", "bad", "c"])) { _ in }
            #expect(summary == .init(created: 2, skipped: 0, rejected: 1))
            #expect(rejects.map(\.line) == ["row 3, title: is bad"])
        }
        var importer = try importer(market, path)
        let (summary, _) = try await importer.run(rows(["a", "better", "c"])) { _ in }
        #expect(summary == .init(created: 1, skipped: 2, rejected: 0))
    }

    @Test("a last line that a crash cut off counts as not written")
    func tornLine() async throws {
        let market = FakeMarket()
        let path = temporaryPath()
        defer { try? FileManager.default.removeItem(atPath: path) }
        do {
            var importer = try importer(market, path)
            _ = try await importer.run(rows(["a", "b"])) { _ in }
        }
        let whole = try String(contentsOfFile: path, encoding: .utf8)
        try (whole + "{\"done\":{\"row-").write(toFile: path, atomically: false, encoding: .utf8)
        var importer = try importer(market, path)
        let (summary, _) = try await importer.run(rows(["a", "b", "c"])) { _ in }
        #expect(summary == .init(created: 1, skipped: 2, rejected: 0))
        #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix(whole))
    }

    @Test("the notes of another account's import are not taken for one's own")
    func otherAccount() throws {
        let path = temporaryPath()
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try ImportLog(path: path, server: "http://a", account: 1, restarts: false)
        #expect(throws: CommandFailure.self) {
            try ImportLog(path: path, server: "http://a", account: 2, restarts: false)
        }
        #expect(throws: CommandFailure.self) {
            try ImportLog(path: path, server: "http://b", account: 1, restarts: false)
        }
        _ = try ImportLog(path: path, server: "http://b", account: 2, restarts: true)
    }

    @Test("two imports of one file do not run at once")
    func locked() throws {
        let path = temporaryPath()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let first = try ImportLog(path: path, server: "http://a", account: 1, restarts: false)
        #expect(throws: CommandFailure.self) {
            try ImportLog(path: path, server: "http://a", account: 1, restarts: false)
        }
        #expect(first.done.isEmpty)
    }
}
