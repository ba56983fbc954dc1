import Foundation
import TestSupport
import Testing

/// The operators' rules for single queries, changed beside a running server, and the check of what they do.
@Suite("Rules for queries", .serialized, .timeLimit(.minutes(5)))
struct RuleCommandTests {
    @Test("a listing is pinned, hidden and let go again while the server runs, and golden queries tell what fell")
    func wayOfARule() async throws {
        let folder = try TemporaryFolder()
        let market = folder.path("market")
        let server = try await MarketProcess.start(data: folder)
        let shop = try Shop(server)
        #expect(try await shop.signUp("seller").status == 0)
        for title in ["羊毛围巾", "羊毛围巾 长款", "羊毛围巾 男 加厚 长款", "羊绒帽子"] {
            let created = try await shop.sesame(
                "listing", "create", "--title", title, "--category", "scarves", "--price", "1.00", "--region", "CN")
            #expect(created.status == 0, "\(created.errors)")
        }
        let program = try Program("sesamed")
        func sesamed(_ arguments: String...) async throws -> Program.Result {
            try await program.run(arguments, environment: ["SESAME_DATA": market])
        }
        func become(_ ids: [String], _ what: String) async throws {
            try await Wait.until(what, seconds: 10) {
                let lines = try await shop.sesame("search", "羊毛围巾", "--plain").output.split(separator: "\n")
                return lines.map { $0.split(separator: "\t")[1] } == ids.map { Substring($0) }
            }
        }
        try await become(["1", "2", "3"], "the listings to be found")
        #expect(try await sesamed("search", "pin", "羊毛圍巾", "3", "4").status == 0)
        try await become(["3", "4", "1", "2"], "the pinned listings to be first")
        let explained = try await shop.sesame("search", "羊毛围巾", "--explain", environment: ["LC_ALL": "zh_CN.UTF-8"])
        #expect(explained.output.contains("运营规则将它置于此查询的首位。"), "\(explained.output)")
        #expect(try await sesamed("search", "hide", "羊毛围巾", "1").status == 0)
        try await become(["3", "4", "2"], "the hidden listing to be gone")
        #expect(try await shop.sesame("listing", "close", "3", "--plain").status == 0)
        try await become(["4", "2"], "the closed listing to be passed over")
        let rules = try await sesamed("search", "rules").output
        #expect(rules == "pin: 羊毛圍巾 => 3, 4 (not on sale: 3)\nhide: 羊毛围巾 => 1\n")
        #expect(try await sesamed("search", "pin", "羊毛围巾", "3").errors == "sesamed: listing 3 is not on sale\n")
        #expect(try await sesamed("search", "pin", "--remove", "羊毛围巾", "3", "4").status == 0)
        #expect(try await sesamed("search", "hide", "--remove", "羊毛围巾", "1").status == 0)
        try await become(["1", "2"], "the rules to be gone")
        #expect(try await sesamed("search", "hide", "--remove", "羊毛围巾", "1").status == 1)
        #expect(try await server.stop() == 0)

        let golden = try folder.write("golden.txt", "羊毛围巾 => 1 in 1, 2, not 4\n")
        let first = try await sesamed("search", "check", golden)
        #expect(first.status == 0 && first.errors == "3 expectations of 1 queries, 0 fell\n", "\(first.errors)")
        #expect(try await sesamed("search", "check", golden, "--save").status == 0)
        #expect(try await sesamed("search", "hide", "羊毛围巾", "1").status == 0)
        let fell = try await sesamed("search", "check", golden)
        #expect(fell.status == 1 && fell.output.hasPrefix("fell\t羊毛围巾\t1 in 1\tplace 1 -> none\n"), "\(fell.output)")
        #expect(try await sesamed("search", "check", golden, "--save").status == 0)
        #expect(try await sesamed("search", "check", golden).status == 0)
        #expect(try await sesamed("search", "check", folder.path("none.txt")).status == 1)

        #expect(try await sesamed("doctor").status == 0)
        try Data("pin: 羊毛围巾 => one\n".utf8).write(to: URL(filePath: market + "/rules/queries.txt"))
        let sick = try await sesamed("doctor")
        #expect(sick.status == 1 && sick.output.contains("WRONG rules: queries.txt, line 1: 'one'"), "\(sick.output)")
    }
}
