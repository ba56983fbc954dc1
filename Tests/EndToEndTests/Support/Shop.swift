import Foundation
import TestSupport

/// The sellers' command against one server, with credentials of its own.
struct Shop {
    let server: MarketProcess
    let folder: TemporaryFolder
    private let program: Program

    init(_ server: MarketProcess) throws {
        self.server = server
        folder = try TemporaryFolder()
        program = try Program("sesame")
    }

    /// Runs `sesame` with the arguments.
    func sesame(
        _ arguments: String..., environment: [String: String] = [:], input: String? = nil
    ) async throws -> Program.Result {
        try await sesame(arguments, environment: environment, input: input)
    }

    func sesame(
        _ arguments: [String], environment: [String: String] = [:], input: String? = nil
    ) async throws -> Program.Result {
        let own = ["SESAME_SERVER": server.address, "SESAME_CONFIG_DIR": folder.path("config"), "SESAME_TOKEN": ""]
        return try await program.run(
            arguments, environment: own.merging(environment) { $1 }, input: input.map { Data($0.utf8) })
    }

    /// Opens an account and logs in.
    func signUp(_ name: String) async throws -> Program.Result {
        try await sesame("signup", name, "--password-file", "-", input: "correct horse battery\n")
    }

    /// Searches until the query finds something; the follower is never far behind.
    func search(_ query: String) async throws -> String {
        var output = ""
        try await Wait.until("a search for \(query) to find something", seconds: 10) {
            output = try await sesame("search", query, "--plain").output
            return !output.isEmpty
        }
        return output
    }
}
