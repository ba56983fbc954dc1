import ArgumentParser
import Foundation
import Hummingbird
import Logging
import Orders
import PrintableText
import PrivateFiles

/// A payment provider to try a market with. It moves no money.
@main
struct PaymentSandbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payment-sandbox",
        abstract:
            "Stands in for a payment provider: says yes, and fails, answers late and says things twice on request.",
        discussion: """
            It moves no money. What it has said it keeps in --log, a line each, and takes up again when it is started \
            anew. Shares are of a hundred calls.
            """)

    @Option(help: "A file with the secret that it shares with the market, at least 16 bytes.")
    var secretFile: String
    @Option(help: "Where it writes down all that it has decided.")
    var log: String
    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 8090
    @Option(help: "Writes the port here once connections are taken.")
    var portFile: String?
    @Option(help: "The market to tell what has become of payments: http://127.0.0.1:8080. Without it nothing is told.")
    var market: String?
    @Option(help: "A file that the market writes its port into, in place of --market.")
    var marketPortFile: String?
    @OptionGroup var faults: FaultOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535, not \(port)") }
        guard market == nil || marketPortFile == nil else {
            throw ValidationError("--market and --market-port-file exclude each other")
        }
    }

    func run() async throws {
        guard let signature = WebhookSignature(secret: try PrivateFiles.read(secretFile, limit: 4096)) else {
            throw ValidationError("\(secretFile) has to hold at least 16 bytes")
        }
        let journal = try Journal(path: log)
        let messenger = Messenger(place: messengerPlace, signature: signature)
        let desk = SandboxDesk(journal: journal, messenger: messenger, faults: Faults(faults))
        let app = Application(
            router: SandboxRoutes(desk: desk, signature: signature).router(),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { [portFile] channel in
                guard let portFile, let port = channel.localAddress?.port else { return }
                do {
                    try Data("\(port)\n".utf8).write(to: URL(fileURLWithPath: portFile), options: .atomic)
                } catch {
                    var errors = PrintableErrorStream()
                    errors.write("payment-sandbox: \(portFile): \(error)")
                }
            },
            logger: Self.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await messenger.run() }
            group.addTask { try await app.runService() }
            // The server ends when it is asked to; the messenger has nothing more to tell then.
            try await group.next()
            group.cancelAll()
        }
    }

    private var messengerPlace: Messenger.Place {
        if let market { return .address(market) }
        if let marketPortFile { return .portFile(marketPortFile) }
        return .nowhere
    }

    private static var logger: Logger {
        var logger = Logger(label: "payment-sandbox") { StreamLogHandler(label: $0, stream: PrintableErrorStream()) }
        logger.logLevel = .warning
        return logger
    }
}
