import Foundation
import SearchIndex
import TestSupport
import Testing
import TextAnalysis

/// The operators' command on a market that nobody serves.
@Suite("The command sesamed", .serialized, .timeLimit(.minutes(5)))
struct OperatorTests {
    private func run(_ arguments: String...) async throws -> Program.Result {
        try await Program("sesamed").run(arguments)
    }

    @Test("a market is made, indexed, verified, rebuilt, rolled back, backed up, restored and looked over")
    func wayOfAMarket() async throws {
        let folder = try TemporaryFolder()
        let market = folder.path("market")
        #expect(try await run("demo-market", "--data", market, "--count", "3000").status == 0)
        #expect(try await run("demo-market", "--data", market, "--count", "3000").status == 1)
        #expect(try await run("index", "rebuild", "--data", market).output == "generation 1 is live\n")
        #expect(try await run("index", "rollback", "--data", market).status == 1)
        #expect(try await run("index", "rebuild", "--data", market, "--dry-run").output.contains("would index 3000"))
        #expect(try await run("index", "rebuild", "--data", market).output == "generation 2 is live\n")
        #expect(try await run("index", "rollback", "--data", market).output == "generation 1 is live\n")
        let verified = try await run("index", "verify", "--data", market)
        #expect(verified.status == 0 && verified.output.contains("3000 listings"), "\(verified.errors)")
        #expect(try await run("index", "stats", "--data", market).output.contains("\"documents\":3000"))
        #expect(try await run("doctor", "--data", market).status == 0)
        let backup = folder.path("market.backup")
        #expect(try await run("backup", "--data", market, backup).status == 0)
        #expect(try await run("backup", "--data", market, backup).status == 1)
        let copy = folder.path("copy")
        #expect(try await run("restore", "--data", copy, backup).status == 0)
        #expect(try await run("index", "rebuild", "--data", copy).status == 0)
        #expect(try await run("index", "verify", "--data", copy).output.contains("3000 listings"))
    }

    @Test("a damaged index is found and named, and a rebuild mends it")
    func damage() async throws {
        let folder = try TemporaryFolder()
        let market = folder.path("market")
        #expect(try await run("demo-market", "--data", market, "--count", "500").status == 0)
        #expect(try await run("index", "rebuild", "--data", market).status == 0)
        let segment = URL(filePath: market + "/index/generation-1/segment-0")
        var bytes = try Data(contentsOf: segment)
        bytes[bytes.count / 2] ^= 0x10
        try bytes.write(to: segment)
        let verified = try await run("index", "verify", "--data", market)
        #expect(verified.status == 1 && verified.errors.contains("segment-0 is corrupt at byte"), "\(verified.errors)")
        #expect(try await run("doctor", "--data", market).status == 1)
        #expect(try await run("index", "rebuild", "--data", market).status == 0)
        #expect(try await run("index", "verify", "--data", market).status == 0)
    }

    @Test("a sound index that another version made is looked over as one that has to be rebuilt")
    func otherSchema() async throws {
        let folder = try TemporaryFolder()
        let market = folder.path("market")
        #expect(try await run("demo-market", "--data", market, "--count", "50").status == 0)
        #expect(try await run("index", "rebuild", "--data", market).status == 0)
        #expect(try await run("doctor", "--data", market).status == 0)
        let generation = market + "/index/generation-1"
        try FileManager.default.removeItem(atPath: generation)
        let title = TextField(name: "title", scoring: [.init(averageLength: 10)])
        _ = try Index.create(at: generation, schema: Schema(fields: [title]), analyzer: StandardAnalyzerFactory())
        let sick = try await run("doctor", "--data", market)
        #expect(sick.status == 1, "\(sick.output)")
        #expect(sick.output.contains("under another schema") && sick.output.contains("index rebuild"), "\(sick.output)")
    }

    @Test("a spreadsheet is loaded but for its bad rows, which are named")
    func load() async throws {
        let folder = try TemporaryFolder()
        let market = folder.path("market")
        let server = try await MarketProcess.start(data: folder)
        #expect(try await Shop(server).signUp("bulk-seller").status == 0)
        #expect(try await server.stop() == 0)
        let text = """
            title,category,price,currency,region,ships_to
            羊毛围巾,scarves,89.00,CNY,CN-ZJ,CN
            没有价格,scarves,cheap,CNY,CN-ZJ,CN

            """
        let file = try folder.write("goods.csv", text)
        let loaded = try await run("import", "--data", market, "--seller", "bulk-seller", file)
        #expect(loaded.status == 1 && loaded.output == "1 loaded, 1 refused\n")
        #expect(loaded.errors == "row 3, price: must be a decimal number such as 12.50, without sign and separators\n")
        #expect(
            try await run("import", "--data", market, "--seller", "nobody", file).errors.contains("no account 'nobody'")
        )
    }

    @Test("wrong words are told from failures")
    func exitCodes() async throws {
        #expect(try await run("nonsense").status == 2)
        #expect(try await run("index", "verify", "--level", "9", "--data", "/nowhere").status == 2)
        #expect(try await run("doctor", "--data", "/nowhere-at-all").status == 1)
        #expect(try await run("--help").status == 0)
    }
}
