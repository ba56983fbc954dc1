import Foundation
import Glibc
import MarketplaceClient
import TestSupport

/// A real server, `sesamed serve`, on a free port of this machine.
final class MarketProcess {
    let data: TemporaryFolder
    let address: String
    private let process: Process

    private struct Died: Error, CustomStringConvertible {
        var description: String
    }

    /// Starts a server on a folder, and returns when it is ready for searches.
    /// - Parameters:
    ///   - options: More of `sesamed serve`'s.
    ///   - mask: The umask that it is started under; this process's own where nil.
    ///   - other: Where it logs to; a file in the folder where nil.
    static func start(
        data: TemporaryFolder, options: [String] = [], umask mask: String? = nil, log other: FileHandle? = nil
    ) async throws -> MarketProcess {
        let portFile = data.path("port")
        try? FileManager.default.removeItem(atPath: portFile)
        let process = Process()
        process.executableURL = try Program("sesamed").url
        process.arguments = [
            "serve", "--data", data.path("market"), "--host", "127.0.0.1", "--port", "0", "--port-file", portFile,
        ]
        process.arguments? += options
        if let mask, let program = process.executableURL {
            process.arguments = Program.words(
                umask: mask, program.path(percentEncoded: false), process.arguments ?? [])
            process.executableURL = URL(filePath: "/bin/sh")
        }
        process.standardInput = FileHandle.nullDevice
        let log = try other ?? data.writing("server.log")
        process.standardOutput = log
        process.standardError = log
        try process.run()
        do {
            return try await ready(process, data: data, portFile: portFile)
        } catch {
            kill(process.processIdentifier, SIGKILL)
            throw error
        }
    }

    private static func ready(
        _ process: Process, data: TemporaryFolder, portFile: String
    ) async throws -> MarketProcess {
        func isAlive() throws {
            guard process.isRunning else {
                throw Died(description: "the server stopped: \(try data.text("server.log"))")
            }
        }
        var port: Int?
        try await Wait.until("the server's port") {
            try isAlive()
            let text = try? String(contentsOfFile: portFile, encoding: .utf8)
            port = text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
            return port != nil
        }
        let address = "http://127.0.0.1:\(port ?? 0)"
        let client = try MarketplaceClient(server: address)
        try await Wait.until("the server to be ready") {
            try isAlive()
            return await client.isReady()
        }
        return MarketProcess(data: data, address: address, process: process)
    }

    private init(data: TemporaryFolder, address: String, process: Process) {
        self.data = data
        self.address = address
        self.process = process
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var isRunning: Bool { process.isRunning }

    /// Ends it at once, as a crash would: nothing is written any more.
    func crash() async throws {
        kill(process.processIdentifier, SIGKILL)
        try await Wait.until("the server to be gone") { !process.isRunning }
    }

    /// Asks it to stop, and returns its exit status.
    func stop() async throws -> Int32 {
        kill(process.processIdentifier, SIGTERM)
        try await Wait.until("the server to stop") { !process.isRunning }
        return process.terminationStatus
    }
}
