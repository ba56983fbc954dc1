import ArgumentParser
import Glibc
import SearchIndex

/// The server of a market, and the command of those who run it.
@main
struct Sesamed: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sesamed",
        abstract: "Serves a market and keeps it in order.",
        discussion: """
            A market is one folder: its store (market.sqlite) and its index. Messages go to standard error, results to \
            standard output. Exit codes: 0 done, 1 failed, 2 wrong usage, 74 a \
            file of the index cannot be read any more.
            """,
        subcommands: [
            ServeCommand.self, IndexCommand.self, DictionaryCommand.self, SearchCommand.self, ImportCommand.self,
            BackupCommand.self,
            RestoreCommand.self,
            DoctorCommand.self, OrderCommand.self, RatingCommand.self, LedgerCommand.self, DemoMarketCommand.self,
        ])

    static func main() async {
        // Whatever this program makes is its owner's alone, also where a library makes it.
        umask(0o077)
        MappedFaults.install()
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            leave(error)
        }
    }

    /// A mistake in the words is 2, whatever the parser's own habit is; help is no mistake.
    private static func leave(_ error: any Error) -> Never {
        // Whoever throws a bare code has said why already.
        if let code = error as? ExitCode { exit(withError: code) }
        let code = exitCode(for: error)
        guard code == .validationFailure || code == .failure else { exit(withError: error) }
        if code == .validationFailure || error is ValidationError {
            Messages.say(lines: fullMessage(for: error))
            exit(withError: ExitCode(2))
        }
        Messages.say("sesamed: \(Messages.sentence(for: error))")
        exit(withError: ExitCode(1))
    }
}
