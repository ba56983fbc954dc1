import Foundation
import Glibc
import TestSupport
import Testing

/// Who can read what a market and its sellers keep on a disk.
@Suite("Secrets on disk", .serialized, .timeLimit(.minutes(5)))
struct PrivacyTests {
    /// The files and folders below a folder that others have any right to, with their modes.
    private static func open(_ folder: String) throws -> [String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder).map { folder + "/" + $0 } + [folder]
        return names.compactMap { name in
            var status = stat()
            guard unsafe lstat(name, &status) == 0, status.st_mode & S_IFMT != S_IFLNK else { return nil }
            return status.st_mode & 0o077 == 0 ? nil : "\(name) \(String(status.st_mode & 0o777, radix: 8))"
        }
    }

    @Test("all that a market makes is its owner's alone under any umask", arguments: ["0000", "0022", "0077"])
    func market(mask: String) async throws {
        let folder = try TemporaryFolder()
        let program = try Program("sesamed")
        let market = folder.path("market")
        func run(_ words: [String], data: String? = nil) async throws {
            let result = try await program.run(umask: mask, words, environment: ["SESAME_DATA": data ?? market])
            #expect(result.status == 0, "\(words): \(result.errors)")
            #expect(!result.errors.contains("open to others"), "\(words): \(result.errors)")
        }
        try await run(["demo-market", "--count", "300"])
        try await run(["index", "rebuild"])
        try await run(["search", "pin", "裙", "1"])
        try await run(["search", "hide", "裙", "2"])
        let server = try await MarketProcess.start(data: folder, umask: mask)
        #expect(try await Shop(server).signUp("seller").status == 0)
        _ = try await Shop(server).search("裙")
        // With the files that SQLite keeps beside the store while it is open.
        #expect(FileManager.default.fileExists(atPath: market + "/market.sqlite-wal"))
        #expect(try Self.open(market) == [])
        try await run(["backup", folder.path("market.backup")])
        #expect(try await server.stop() == 0)
        #expect(FileManager.default.fileExists(atPath: market + "/queries.tsv"))
        #expect(try Self.open(market) == [])
        try await run(["restore", folder.path("market.backup")], data: folder.path("copy"))
        try await run(["index", "rebuild"], data: folder.path("copy"))
        #expect(try Self.open(folder.path("copy")) == [])
        #expect(
            try FileManager.default.attributesOfItem(atPath: folder.path("market.backup"))[.posixPermissions] as? Int
                == 0o600)
    }

    @Test("a market that others could read is narrowed at the next command and at the server's start, which say so")
    func narrowed() async throws {
        let folder = try TemporaryFolder()
        let program = try Program("sesamed")
        let market = folder.path("market")
        #expect(try await program.run(["demo-market", "--data", market, "--count", "300"]).status == 0)
        #expect(try await program.run(["index", "rebuild", "--data", market]).status == 0)
        let outside = try folder.write("outside", "x", permissions: 0o644)
        try FileManager.default.createSymbolicLink(atPath: market + "/index/link", withDestinationPath: outside)
        func widen() async throws {
            let process = Process()
            process.executableURL = URL(filePath: "/bin/chmod")
            process.arguments = ["-R", "go+rX", market]
            try await process.runToEnd()
            #expect(try !Self.open(market).isEmpty)
        }
        try await widen()
        let doctor = try await program.run(["doctor", "--data", market])
        #expect(doctor.status == 0)
        #expect(doctor.errors.contains("\(market)/market.sqlite was open to others (mode 0644)"), "\(doctor.errors)")
        #expect(doctor.errors.contains("files of \(market)/index were open to others"), "\(doctor.errors)")
        #expect(try Self.open(market) == [])
        #expect(try await program.run(["doctor", "--data", market]).errors == "")
        try await widen()
        let server = try await MarketProcess.start(data: folder)
        #expect(try Self.open(market) == [])
        #expect(try folder.text("server.log").contains("\(market) was open to others (mode 0755)"))
        #expect(try await server.stop() == 0)
        #expect(try Self.open(outside) == [outside + " 644"])
    }

    @Test("a payment secret that others can read is refused")
    func paymentSecret() async throws {
        let folder = try TemporaryFolder()
        let secret = try folder.write("secret", "sixteen bytes or more", permissions: 0o644)
        let served = try await Program("sesamed").run([
            "serve", "--data", folder.path("market"), "--port", "0", "--payment-provider", "http://127.0.0.1:1",
            "--payment-secret-file", secret,
        ])
        #expect(served.status == 1 && served.errors.contains("chmod 600 \(secret)"), "\(served.errors)")
        let sandbox = try await Program("payment-sandbox").run([
            "--secret-file", secret, "--log", folder.path("log"), "--port", "0",
        ])
        #expect(sandbox.status != 0 && sandbox.errors.contains("chmod 600 \(secret)"), "\(sandbox.errors)")
    }

    @Test(
        "a seller's token is theirs alone, and one that others could read is narrowed and said",
        arguments: ["0000", "0077"])
    func credentials(mask: String) async throws {
        let folder = try TemporaryFolder()
        let server = try await MarketProcess.start(data: folder)
        let program = try Program("sesame")
        let config = folder.path("base/config")
        let environment = ["SESAME_SERVER": server.address, "SESAME_CONFIG_DIR": config]
        let password = try folder.write("password", "correct horse battery\n")
        let signup = try await program.run(
            umask: mask, ["signup", "mine", "--password-file", password], environment: environment)
        #expect(signup.status == 0, "\(signup.errors)")
        #expect(try Self.open(config) == [])
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: config)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: config + "/credentials.json")
        let whoami = try await program.run(["whoami"], environment: environment)
        #expect(whoami.status == 0)
        #expect(whoami.errors.contains("credentials.json was open to others (mode 0644)"), "\(whoami.errors)")
        #expect(try Self.open(config) == [])
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: password)
        let login = try await program.run(["login", "mine", "--password-file", password], environment: environment)
        #expect(login.status == 2 && login.errors.contains("chmod 600"), "\(login.errors)")
        #expect(try await server.stop() == 0)
    }
}
