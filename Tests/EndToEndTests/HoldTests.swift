import Foundation
import MarketplaceStore
import Orders
import TestSupport
import Testing

/// What a buyer sees before they buy, what a seller sees held, and a machine whose clock has jumped.
@Suite("Buying by command", .serialized, .timeLimit(.minutes(5)))
struct HoldTests {
    @Test("a buyer is shown the total, and buys for no other; the seller sees what is held")
    func total() async throws {
        let server = try await MarketProcess.start(data: TemporaryFolder())
        let (seller, buyer) = (try Shop(server), try Shop(server))
        #expect(try await seller.signUp("seller-one").status == 0)
        #expect(try await buyer.signUp("buyer-one").status == 0)
        let created = try await seller.sesame(
            "listing", "create", "--title", "羊毛围巾", "--category", "scarves", "--price", "10.00", "--region", "CN-ZJ",
            "--ships-to", "CN", "--quantity", "9", "--plain")
        let id = try #require(created.output.split(separator: "\t").first.map(String.init), "\(created.errors)")
        let words = ["buy", id, "--name", "王五", "--address", "文三路 1 号", "--region", "CN-ZJ", "--quantity", "2"]
        let bought = try await buyer.order(words + ["--total", "20.00 CNY"])
        #expect(bought.status == 0, "\(bought.errors)")
        #expect(bought.errors.contains("20.00 CNY in all"), "\(bought.errors)")
        #expect(bought.errors.contains("pay by "), "\(bought.errors)")
        #expect(try await seller.sesame("listing", "edit", id, "--currency", "USD").status == 0)
        let refused = try await buyer.order(words + ["--total", "20.00 CNY"])
        #expect(refused.status == 1)
        #expect(refused.errors.contains("20.00 CNY") && refused.errors.contains("20.00 USD"), "\(refused.errors)")
        #expect(try await buyer.order(["list", "--plain"]).output.split(separator: "\n").count == 1)
        #expect(try await buyer.order(["buy", id, "--quantity", "10001"] + words[2..<8]).status == 2)
        #expect(try await seller.sesame("listing", "show", id).output.contains("2 more by unpaid orders until"))
        #expect(try await !buyer.sesame("listing", "show", id).output.contains("unpaid orders"))
        #expect(try await server.stop() == 0)
    }

    @Test("a server holds unpaid orders for as long as it is told, within limits")
    func minutes() async throws {
        let data = try TemporaryFolder()
        let sesamed = try Program("sesamed")
        for wrong in [["--unpaid-minutes", "0"], ["--unpaid-minutes", "10081"], ["--max-off-hours", "8761"]] {
            let result = try await sesamed.run(["serve", "--data", data.path("market")] + wrong)
            #expect(result.status == 2)
            #expect(result.errors.contains(wrong[0]), "\(result.errors)")
        }
    }

    @Test("a clock that has jumped is logged, and waits for an operator, whose act is kept")
    func clock() async throws {
        let data = try TemporaryFolder()
        let market = ["--data", data.path("market")]
        let sesamed = try Program("sesamed")
        var server = try await MarketProcess.start(data: data)
        #expect(try await sesamed.run(["order", "clock"] + market).output.contains("state\tright"))
        let idle = try await sesamed.run(["order", "clock", "accept", "--reason", "x"] + market)
        #expect(idle.status == 1)
        #expect(idle.errors.contains("has not jumped"), "\(idle.errors)")
        #expect(try await server.stop() == 0)
        // As if the wall clock had been three days ahead until now.
        let store = try MarketplaceStore(path: data.path("market/market.sqlite"))
        var record = try #require(try await store.clockRecord())
        record.look.wallMilliseconds += 3 * 86_400_000
        let changed = record
        try await store.trade { try $0.write(changed) }
        try store.close()
        server = try await MarketProcess.start(data: data)
        #expect(try data.text("server.log").contains("the clock has jumped"))
        #expect(try await sesamed.run(["order", "clock"] + market).status == 1)
        let accepted = try await sesamed.run(["order", "clock", "accept", "--reason", "对过表"] + market)
        #expect(accepted.status == 0, "\(accepted.errors)")
        try await Wait.until("the server to take it up") {
            try await sesamed.run(["order", "clock"] + market).output.contains("state\tright")
        }
        #expect(try await sesamed.run(["order", "acts"] + market).output.contains("accept_clock"))
        #expect(try data.text("server.log").contains("all deadlines have moved"))
        #expect(try await server.stop() == 0)
    }
}
