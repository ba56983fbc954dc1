import Foundation
import Glibc
import TestSupport

/// A real payment provider of the sandbox kind on a free port, which tells the market of the same folder what it decides.
final class ProviderProcess {
    /// What `sesamed serve` has to be told of it.
    let marketOptions: [String]
    let log: String
    private let process: Process

    /// - Parameter faults: What goes wrong, as options of `payment-sandbox`.
    static func start(data: TemporaryFolder, faults: [String] = []) async throws -> ProviderProcess {
        let secret = try data.write("secret", UUID().uuidString, permissions: 0o600)
        let portFile = data.path("provider-port")
        let process = Process()
        process.executableURL = try Program("payment-sandbox").url
        process.arguments = [
            "--secret-file", secret, "--log", data.path("provider.log"), "--port", "0", "--port-file", portFile,
            "--market-port-file", data.path("port"),
        ]
        process.arguments? += faults
        process.standardInput = FileHandle.nullDevice
        let output = try data.writing("provider.out")
        process.standardOutput = output
        process.standardError = output
        try process.run()
        var port: Int?
        do {
            try await Wait.until("the provider's port") {
                let text = try? String(contentsOfFile: portFile, encoding: .utf8)
                port = text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
                return port != nil
            }
        } catch {
            kill(process.processIdentifier, SIGKILL)
            throw error
        }
        return ProviderProcess(process, address: "http://127.0.0.1:\(port ?? 0)", secret: secret, data: data)
    }

    private init(_ process: Process, address: String, secret: String, data: TemporaryFolder) {
        self.process = process
        log = data.path("provider.log")
        marketOptions = ["--payment-provider", address, "--payment-secret-file", secret]
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
}
