import Foundation
import TestSupport
import Testing

/// A program of the build folder that the tests are in.
struct Program {
    let url: URL

    init(_ name: String) throws {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        url = URL(filePath: tests).deletingLastPathComponent().appending(path: name)
        try #require(
            FileManager.default.isExecutableFile(atPath: url.path(percentEncoded: false)), "\(name) is not built")
    }

    /// The words with which a shell runs a program under a umask.
    static func words(umask mask: String, _ program: String, _ arguments: [String]) -> [String] {
        ["-c", "umask \(mask); exec \"$0\" \"$@\"", program] + arguments
    }

    /// The same program under a umask.
    func run(umask mask: String, _ arguments: [String], environment: [String: String] = [:]) async throws -> Result {
        let words = Self.words(umask: mask, url.path(percentEncoded: false), arguments)
        return try await Program(url: URL(filePath: "/bin/sh")).run(words, environment: environment)
    }

    private init(url: URL) { self.url = url }

    struct Result {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Runs it to its end.
    /// - Parameter input: what it reads on standard input; nothing at all where nil.
    func run(
        _ arguments: [String], environment: [String: String] = [:], input: Data? = nil
    ) async throws -> Result {
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try input.map { try folder.reading("stdin", $0) } ?? FileHandle.nullDevice
        process.standardOutput = try folder.writing("stdout")
        process.standardError = try folder.writing("stderr")
        try await process.runToEnd()
        return Result(
            status: process.terminationStatus, output: try folder.text("stdout"), errors: try folder.text("stderr"))
    }
}

extension Process {
    func runToEnd() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            terminationHandler = { _ in continuation.resume() }
            do {
                try run()
            } catch {
                terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
    }
}
