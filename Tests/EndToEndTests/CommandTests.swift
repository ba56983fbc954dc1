import Foundation
import TestSupport
import Testing

/// The sellers' and shoppers' command as one types it, against a real server.
@Suite("The command sesame", .serialized, .timeLimit(.minutes(5)))
struct CommandTests {
    @Test("a seller signs up, lists, is found, edits, closes, relists and deletes")
    func wayOfAListing() async throws {
        let server = try await MarketProcess.start(data: TemporaryFolder())
        let shop = try Shop(server)
        #expect(try await shop.signUp("seller-one").status == 0)
        #expect(try await shop.sesame("whoami", "--plain").output.contains("seller-one"))

        let created = try await shop.sesame(
            "listing", "create", "--title", "芝麻灰羊毛围巾 wool scarf", "--category", "scarves", "--price", "89.00",
            "--region", "CN-ZJ", "--plain")
        #expect(created.status == 0, "\(created.errors)")
        let id = try #require(created.output.split(separator: "\t").first.map(String.init))
        #expect(try await shop.sesame("whoami", "--plain").output.contains("1 of 500"))
        #expect(try await shop.search("围巾").contains("芝麻灰羊毛围巾"))
        #expect(try await shop.search("scarf").contains("89.00 CNY"))

        let edited = try await shop.sesame("listing", "edit", id, "--price", "79.00", "--plain")
        #expect(edited.output.contains("79.00 CNY"), "\(edited.errors)")
        #expect(try await shop.sesame("listing", "edit", id, "--version", "1", "--price", "1.00").status == 1)

        #expect(try await shop.sesame("listing", "close", id, "--plain").output.contains("closed"))
        #expect(try await shop.sesame("listing", "relist", id, "--plain").output.contains("active"))
        #expect(try await shop.sesame("listing", "list", "--plain").output.contains("芝麻灰羊毛围巾"))

        #expect(try await shop.sesame("listing", "delete", id).status == 2)
        #expect(try await shop.sesame("listing", "delete", id, "--yes").status == 0)
        #expect(try await shop.sesame("listing", "show", id).status == 1)
        #expect(try await server.stop() == 0)
    }

    @Test("exit codes tell wrong usage, failure and a missing login apart")
    func exitCodes() async throws {
        let shop = try Shop(try await MarketProcess.start(data: TemporaryFolder()))
        #expect(try await shop.sesame("listing", "list").status == 4)
        #expect(try await shop.sesame("whoami", environment: ["SESAME_TOKEN": "no-such-token"]).status == 4)
        #expect(try await shop.sesame("listing", "create").status == 2)
        #expect(try await shop.sesame("no-such-command").status == 2)
        #expect(try await shop.sesame("signup", "somebody", "--no-input").status == 2)
        #expect(try await shop.sesame("listing", "show", "999999").status == 1)
        #expect(try await shop.sesame("search", "x", "--server", "http://127.0.0.1:1").status == 1)
        #expect(try await shop.sesame("search", "x", "--server", "nonsense").status == 2)
        #expect(try await shop.sesame("--help").status == 0)
    }

    @Test("credentials are their owner's only, and logging out revokes the token")
    func credentials() async throws {
        let shop = try Shop(try await MarketProcess.start(data: TemporaryFolder()))
        #expect(try await shop.signUp("careful").status == 0)
        let file = shop.folder.path("config/credentials.json")
        let permissions = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(permissions == 0o600)

        let open = try shop.folder.write("password", "correct horse battery\n", permissions: 0o644)
        #expect(try await shop.sesame("login", "careful", "--password-file", open).status == 2)
        let wrong = try await shop.sesame("login", "careful", "--password-file", "-", input: "wrong wrong wrong\n")
        #expect(wrong.status == 4)
        #expect(try await shop.sesame("logout").status == 0)
        #expect(try await shop.sesame("whoami").status == 4)
        #expect(try String(contentsOfFile: file, encoding: .utf8).contains("sesame_device_"))
        let again = try await shop.sesame("login", "careful", "--password-file", "-", input: "correct horse battery\n")
        #expect(again.status == 0, "\(again.errors)")
    }

    @Test("answers for programs are JSON or bare columns, and messages keep out of them")
    func machineOutput() async throws {
        let shop = try Shop(try await MarketProcess.start(data: TemporaryFolder()))
        let json = try await shop.sesame("categories", "--json")
        let categories = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
        #expect((categories?.count ?? 0) > 100)
        #expect(try await shop.sesame("categories", "--json", "--plain").status == 2)
        let nothing = try await shop.sesame("search", "nothing-is-called-so", "--plain")
        #expect(nothing.output.isEmpty)
        #expect(nothing.status == 0)
        let problem = try await shop.sesame("search", String(repeating: "x", count: 3000))
        #expect(problem.output.isEmpty)
        #expect(problem.errors.contains("request "))
    }
}
