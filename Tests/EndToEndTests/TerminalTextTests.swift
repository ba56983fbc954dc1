import Accounts
import Catalog
import CreditProfile
import Foundation
import MarketplaceStore
import Orders
import TestSupport
import Testing

/// What others wrote, through every command that shows it.
@Suite("Texts from elsewhere on a terminal", .serialized, .timeLimit(.minutes(5)))
struct TerminalTextTests {
    /// Changes the window's title, colours, erases what stands there, turns the direction, hides characters.
    private static let hostile =
        "sh\u{1B}]0;x\u{7}\u{9D}y\u{9C}\u{9B}31m\u{1B}[2J\r\u{8}\u{7F}\u{202E}\u{2066}\u{61C}\u{200B}\u{FEFF}\u{E0041}\u{2028}\u{85}\t\nop"

    /// The scalars of an output that a terminal obeys or that draw nothing.
    private static func obeyed(_ text: String) -> [String] {
        text.unicodeScalars.filter { scalar in
            let category = scalar.properties.generalCategory
            return scalar != "\n"
                && ([.control, .format, .lineSeparator, .paragraphSeparator].contains(category)
                    || scalar.properties.isDefaultIgnorableCodePoint)
        }.map { String($0.value, radix: 16) }
    }

    /// - Parameter tabs: Whether cells stand between tabs.
    private static func check(_ result: Program.Result, _ words: [String], tabs: Bool = false) {
        for text in [result.output, result.errors] {
            let obeyed = obeyed(tabs ? text.replacing("\t", with: "") : text)
            #expect(obeyed.isEmpty, "\(words): \(obeyed) in \(text.debugDescription)")
        }
    }

    private static let commands: [[String]] = [
        ["search", "x", "--explain", "--facets", "category"], ["suggest", "x"], ["categories"],
        ["listing", "show", "1"],
        ["listing", "list", "--limit", "2"], ["listing", "close", "1"], ["listing", "relist", "1"],
        ["listing", "edit", "1", "--title", "t"], ["order", "list", "--limit", "2"],
        ["listing", "create", "--title", "t", "--category", "1", "--price", "1", "--region", "CN"],
        ["order", "show", "1"], ["order", "pay", "1"], ["order", "confirm", "1"],
        ["order", "buy", "1", "--name", "n", "--address", "a", "--region", "CN"],
        ["order", "ship", "1", "--carrier", "c", "--tracking", "t"], ["order", "extend", "1"],
        ["order", "cancel", "1", "--reason", "r"], ["order", "dispute", "1", "--reason", "r"],
        ["order", "refund", "ask", "1", "--reason", "r"], ["order", "refund", "withdraw", "1"],
        ["order", "refund", "accept", "1", "--amount", "1.00"], ["order", "refund", "refuse", "1", "--reason", "r"],
        ["balance"], ["rating", "give", "1", "good"], ["rating", "list", "1"], ["rating", "reply", "1", "w"],
        ["rating", "add", "1", "w"], ["whoami"],
    ]
    /// Those that have no flags for the form of their answer.
    private static let plainCommands: [[String]] = [
        ["rating", "verify", "1"], ["credit", "consent"], ["credit", "revoke"], ["logout"],
        ["listing", "delete", "1", "--yes"],
    ]

    @Test("a hostile server steers no terminal, whatever it is asked and whether it agrees", arguments: [200, 409])
    func hostileServer(status: Int) async throws {
        let server = try HostileServer(Self.hostile)
        server.answers(with: status)
        let folder = try TemporaryFolder()
        let program = try Program("sesame")
        let environment = [
            "SESAME_SERVER": server.address, "SESAME_CONFIG_DIR": folder.path("config"), "SESAME_TOKEN": "t",
        ]
        var shown = 0
        for command in Self.commands {
            for form in [[], ["--plain"], ["--json"]] {
                let result = try await program.run(command + form, environment: environment)
                Self.check(result, command + form, tabs: form == ["--plain"])
                if result.output.contains("sh]0;x") || result.errors.contains("sh]0;x") { shown += 1 }
                if form == ["--json"], status == 200, result.status == 0 {
                    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(result.output.utf8)) }
                }
            }
        }
        #expect(shown > 40, "only \(shown) answers showed what the server said")
        for command in Self.plainCommands + [["credit", "export", folder.path("credit")]] {
            Self.check(try await program.run(command, environment: environment), command)
        }
        for command in [["signup", "me"], ["login", "me"]] {
            let words = command + ["--password-file", "-"]
            let result = try await program.run(words, environment: environment, input: Data("long password\n".utf8))
            Self.check(result, words)
        }
    }

    @Test("a stranger's credit profile steers no terminal, nor does a file's name or an argument")
    func credit() async throws {
        let folder = try TemporaryFolder()
        let program = try Program("sesame")
        let key = MarketKey()
        let profile = CreditProfile(
            accountID: 1, shop: Self.hostile, memberSinceMilliseconds: 1, consentMilliseconds: 2,
            issuedMilliseconds: 3,
            sales: [.init(currency: Self.hostile, trades: 1, grossMinor: 1, distinctBuyers: 1, months: [])],
            endedOtherwise: [:], ratingLogLength: 0, ratingLogHash: "")
        var signed = try key.sign(profile)
        try JSONEncoder().encode(signed).write(to: URL(filePath: folder.path("genuine")))
        signed.publicKey = Self.hostile
        try JSONEncoder().encode(signed).write(to: URL(filePath: folder.path("forged")))
        let name = folder.path("a\u{1B}]0;x\u{7}\u{202E}b")
        for words in [
            ["credit", "verify", folder.path("genuine"), "--key", key.publicKey],
            ["credit", "verify", folder.path("genuine"), "--key", key.publicKey, "--json"],
            ["credit", "verify", folder.path("forged"), "--key", key.publicKey],
            ["credit", "verify", folder.path("forged")], ["credit", "verify", name],
            ["listing", "import", name, "--dry-run"], ["search", "--sort", Self.hostile, "--server", Self.hostile],
            [Self.hostile], ["order", "show", Self.hostile],
        ] {
            let result = try await program.run(words, environment: ["SESAME_CONFIG_DIR": folder.path("config")])
            Self.check(result, words)
        }
        let shown = try await program.run(["credit", "verify", folder.path("genuine"), "--key", key.publicKey])
        #expect(shown.status == 0 && shown.output.contains("genuine: sh]0;x"), "\(shown.output)\(shown.errors)")
        let json = try await program.run(["credit", "verify", folder.path("genuine"), "--key", key.publicKey, "--json"])
        let read = try JSONDecoder().decode(CreditProfile.self, from: Data(json.output.utf8))
        #expect(read.shop == Self.hostile)
    }

    @Test("what the market holds steers no operator's terminal")
    func operators() async throws {
        let folder = try TemporaryFolder()
        let market = folder.path("market")
        try FileManager.default.createDirectory(atPath: market + "/rules", withIntermediateDirectories: true)
        let store = try MarketplaceStore(path: market + "/market.sqlite")
        let seller = try await store.createAccount(
            username: "seller", displayName: Self.hostile, passwordHash: "none", atMilliseconds: 1)
        let listing = try await store.create(
            ListingContent(
                title: Self.hostile, description: Self.hostile, categoryID: 3030,
                price: Money(amountMinor: 100, currency: .cny), region: "CN", shipsTo: ["CN"]),
            sellerID: seller.id, atMilliseconds: 1)
        try await store.decide(
            OperatorAct(
                operatorName: Self.hostile, act: Self.hostile, subject: Self.hostile, reason: Self.hostile,
                atMilliseconds: 1)
        ) { _ in }
        try store.close()
        let query = Self.hostile.replacing("\t", with: "").replacing("\n", with: "").replacing("\u{85}", with: "")
            .replacing("\r", with: "").replacing("\u{2028}", with: "")
        try folder.write("market/queries.tsv", "\(query)\t9\t9\t9\t9\n")
        try folder.write("market/rules/queries.txt", "pin: \(query) => \(listing.id)\nhide: x\n")
        let golden = try folder.write("golden", "\(query) => \(listing.id)\n")
        let sheet = try folder.write("sheet", "\(Self.hostile),\u{1B}]0;x\u{7}\na,b\n")
        let rows = try folder.write("rows", "title,category,price,currency,region\n\(query),\(query),x,\(query),CN\n")
        let program = try Program("sesamed")
        let missing = folder.path("a\u{1B}]0;x\u{7}\u{202E}b")
        for words in [
            ["search", "report"], ["search", "rules"], ["search", "pin", query, "1"], ["search", "hide", query, "7"],
            ["doctor"], ["index", "rebuild"], ["search", "check", golden, "--save"], ["search", "check", golden],
            ["search", "check", missing], ["order", "acts"], ["order", "disputes"],
            ["import", "--seller", query, sheet],
            ["import", "--seller", "seller", sheet], ["import", "--seller", "seller", rows], ["backup", missing],
            ["dictionary", "diff", "--words", missing], ["dictionary", "diff", "--synonyms", golden],
            ["rating", "hide", "1", "--reason", Self.hostile], ["index", "stats"], ["ledger", "verify"],
            ["ledger", "verify", "--contains", Self.hostile], [Self.hostile],
        ] {
            let result = try await program.run(words, environment: ["SESAME_DATA": market])
            Self.check(result, words, tabs: true)
        }
        let acts = try await program.run(["order", "acts"], environment: ["SESAME_DATA": market])
        #expect(acts.output.split(separator: "\n").map { $0.count { $0 == "\t" } } == [4], "\(acts)")
        #expect(acts.output.contains("sh]0;x"))
    }
}
