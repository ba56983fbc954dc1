import Catalog
import Foundation
import Locking
import MarketplaceClient
import MarketplaceStore
import MarketplaceWire
import TestSupport
import Testing

/// The server and the rebuild killed with `kill -9` at random moments.
@Suite("Crashes", .serialized, .timeLimit(.minutes(15)))
struct CrashTests {
    private static let kills = 50
    /// One seller lists for as long as the test runs.
    private static let wideQuota = ["--quota-listings", "1000000", "--quota-bytes", "1000000000"]
    private static let rebuildKills = 20

    @Test("a server killed under a writing load loses no acknowledged listing")
    func writingLoad() async throws {
        let data = try TemporaryFolder()
        let seed = UInt64(20_261_120)
        var random = SeededGenerator(seed: seed)
        var server = try await MarketProcess.start(data: data, options: Self.wideQuota)
        let token = try await Self.signUp(server)
        let acknowledged = Acknowledged()
        for round in 0..<Self.kills {
            let address = server.address
            let writers = (0..<4).map { writer in
                Task { await Self.write(address, token, "\(round)-\(writer)", acknowledged) }
            }
            try await Task.sleep(for: .milliseconds(.random(in: 20...250, using: &random)))
            // A slow machine has to have written something too.
            try await Wait.until("ten more listings", seconds: 60) { acknowledged.all.count >= (round + 1) * 10 }
            try await server.crash()
            for writer in writers { await writer.value }
            server = try await MarketProcess.start(data: data, options: Self.wideQuota)
        }
        let wanted = acknowledged.all
        #expect(wanted.count >= Self.kills * 10, "seed \(seed)")
        #expect(try await server.stop() == 0)
        try Self.checkStore(data, wanted)
        let verified = try await Program("sesamed").run(["index", "verify", "--data", data.path("market")])
        #expect(verified.status == 0, "\(verified.output) \(verified.errors)")
        #expect(verified.output.contains("level with the store"))
    }

    /// Lists until the server is gone, and notes each listing that it acknowledged.
    private static func write(
        _ address: String, _ token: String, _ name: String, _ acknowledged: Acknowledged
    ) async {
        do {
            let client = try MarketplaceClient(server: address, token: token)
            for number in 0..<10_000 {
                let title = "连衣裙 \(name)-\(number)"
                let listing = try await client.create(draft(title))
                acknowledged.note(listing.id, title)
            }
        } catch {
            // The server was killed: what it did not acknowledge may or may not be there.
        }
    }

    private static func draft(_ title: String) -> ListingRequest {
        ListingRequest(
            title: title, categoryID: 1010, priceMinor: 1_000, currency: "CNY", region: "CN-ZJ", shipsTo: ["CN"])
    }

    private static func signUp(_ server: MarketProcess) async throws -> String {
        let shop = try Shop(server)
        #expect(try await shop.signUp("crash-tester").status == 0)
        let text = try String(contentsOfFile: shop.folder.path("config/credentials.json"), encoding: .utf8)
        let token = try #require(text.firstMatch(of: /"token" : "(sesame_[A-Za-z0-9_-]+)"/))
        return String(token.1)
    }

    private static func checkStore(_ data: TemporaryFolder, _ wanted: [Int64: String]) throws {
        let store = try MarketplaceStore(path: data.path("market/market.sqlite"))
        var found: [Int64: String] = [:]
        _ = try store.scanOnSale(batchSize: 1_000, afterID: 0) { listings in
            for listing in listings.map(\.listing) { found[listing.id] = listing.content.title }
        }
        let lost = wanted.filter { found[$0.key] != $0.value }
        #expect(lost.isEmpty, "\(lost.count) of \(wanted.count) acknowledged listings are lost")
        try store.close()
    }

    @Test("a rebuild killed at random moments leaves a searchable index, and goes on")
    func rebuild() async throws {
        let data = try TemporaryFolder()
        let sesamed = try Program("sesamed")
        let market = data.path("market")
        #expect(try await sesamed.run(["demo-market", "--data", market, "--count", "6000"]).status == 0)
        #expect(try await sesamed.run(["index", "rebuild", "--data", market]).status == 0)
        let server = try await MarketProcess.start(data: data)
        let shop = try Shop(server)
        let seed = UInt64(7)
        var random = SeededGenerator(seed: seed)
        var killed = 0
        for round in 0..<200 where killed < Self.rebuildKills {
            let process = Process()
            process.executableURL = sesamed.url
            process.arguments = ["index", "rebuild", "--data", market, "--part-listings", "500"]
            process.standardError = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            try await Task.sleep(for: .milliseconds(.random(in: 5...900, using: &random)))
            if process.isRunning {
                kill(process.processIdentifier, SIGKILL)
                killed += 1
            }
            try await Wait.until("the rebuild to be gone") { !process.isRunning }
            let found = try await shop.sesame("search", "连衣裙", "--plain")
            #expect(found.status == 0 && !found.output.isEmpty, "seed \(seed) round \(round): \(found.errors)")
        }
        #expect(killed == Self.rebuildKills)
        let last = try await sesamed.run(["index", "rebuild", "--data", market, "--part-listings", "500"])
        #expect(last.status == 0, "\(last.errors)")
        #expect(try await server.stop() == 0)
        let verified = try await sesamed.run(["index", "verify", "--data", market])
        #expect(
            verified.status == 0 && verified.output.contains("6000 listings"), "\(verified.output) \(verified.errors)")
    }
}

/// What the server has said yes to: titles by listing.
private final class Acknowledged: Sendable {
    private let titles = Locked<[Int64: String]>([:])

    var all: [Int64: String] { titles.withLock { $0 } }

    func note(_ id: Int64, _ title: String) { titles.withLock { $0[id] = title } }
}
