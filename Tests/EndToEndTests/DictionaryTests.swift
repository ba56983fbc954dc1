import Foundation
import TestSupport
import Testing

/// The operators' words, changed beside a running server.
@Suite("The dictionary of a market", .serialized, .timeLimit(.minutes(5)))
struct DictionaryTests {
    @Test("a word is tried, put in place, taken up by its listings while the server runs, and taken back")
    func wayOfAWord() async throws {
        let folder = try TemporaryFolder()
        let market = folder.path("market")
        let server = try await MarketProcess.start(data: folder)
        let shop = try Shop(server)
        #expect(try await shop.signUp("seller").status == 0)
        let titles = ["筋膜枪 灰", "筋膜 膜枪", "耳机", "手机壳", "机械键盘", "帆布鞋", "羊毛围巾", "雪纺连衣裙"]
        for title in titles {
            let created = try await shop.sesame(
                "listing", "create", "--title", title, "--category", "scarves", "--price", "1.00", "--region", "CN")
            #expect(created.status == 0, "\(created.errors)")
        }
        func first() async throws -> String {
            let answer = try await shop.sesame("search", "筋膜枪", "--plain").output
            return answer.split(separator: "\t").dropFirst(2).first.map(String.init) ?? ""
        }
        try await Wait.until("the listings to be found") { try await first() == "筋膜 膜枪" }
        // Counts of queries and the commit are written when the server stops.
        #expect(try await server.stop() == 0)

        let program = try Program("sesamed")
        let words = try folder.write("words.txt", "筋膜枪\n")
        let diff = try await program.run(["dictionary", "diff", "--data", market, "--words", words])
        #expect(diff.status == 0, "\(diff.errors)")
        #expect(diff.output.contains("1 of 8 listings would be cut otherwise\n  1\t"), "\(diff.output)")
        #expect(
            diff.output.contains("1 of 1 queries would have other first ten hits\n  筋膜枪\t2 1\t1 2\n"), "\(diff.output)")
        let synonyms = try folder.write("synonyms.txt", "筋膜枪, 手机壳\n")
        let renamed = try await program.run(["dictionary", "diff", "--data", market, "--synonyms", synonyms])
        #expect(renamed.output.hasPrefix("0 of 8 listings would be cut otherwise\n1 of 1 queries"), "\(renamed.output)")
        #expect(renamed.output.contains("筋膜枪\t2 1\t"), "\(renamed.output)")
        let bad = try folder.write("bad.txt", "筋膜枪\nshoe\n")
        let refused = try await program.run(["dictionary", "diff", "--data", market, "--words", bad])
        #expect(refused.status == 1 && refused.errors.contains("line 2: 'shoe'"), "\(refused.errors)")

        let again = try await MarketProcess.start(data: folder)
        let shopper = try Shop(again)
        func firstNow() async throws -> String {
            let answer = try await shopper.sesame("search", "筋膜枪", "--plain").output
            return answer.split(separator: "\t").dropFirst(2).first.map(String.init) ?? ""
        }
        try FileManager.default.createDirectory(atPath: market + "/dictionary", withIntermediateDirectories: true)
        let live = market + "/dictionary/words.txt"
        try FileManager.default.copyItem(atPath: words, toPath: live)
        let refreshed = try await program.run(["index", "refresh", "--data", market])
        #expect(
            refreshed.status == 0 && refreshed.output == "1 of 8 listings are put in again\n", "\(refreshed.errors)")
        try await Wait.until("the word to count") { try await firstNow() == "筋膜枪 灰" }
        let none = try await program.run(["index", "refresh", "--data", market])
        #expect(none.output == "0 of 8 listings are put in again\n")
        try FileManager.default.removeItem(atPath: live)
        #expect(try await program.run(["index", "refresh", "--data", market]).output.hasPrefix("1 of 8"))
        try await Wait.until("the word to be gone") { try await firstNow() == "筋膜 膜枪" }
        #expect(try await program.run(["index", "refresh", "--data", market, "--word", "x"]).status == 2)
        #expect(try await again.stop() == 0)
        #expect(try await program.run(["index", "verify", "--data", market]).status == 0)
    }
}
