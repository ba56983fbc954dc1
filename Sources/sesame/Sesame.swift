import ArgumentParser
import Foundation

/// The command of sellers and shoppers.
@main
struct Sesame: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sesame", abstract: "Sell to anyone and find anything, in Chinese and in English.",
        discussion: """
            Data goes to standard output, messages to standard error. Exit codes: 0 done, 1 failed, 2 wrong usage or \
            cancelled, 4 not logged in. Environment: SESAME_SERVER, SESAME_TOKEN, SESAME_CONFIG_DIR, NO_COLOR.
            """,
        version: "1.0.0",
        subcommands: [
            SearchCommand.self, SuggestCommand.self, CategoriesCommand.self, ListingCommand.self, OrderCommand.self,
            BalanceCommand.self, RatingCommand.self, CreditCommand.self, SignupCommand.self,
            LoginCommand.self, LogoutCommand.self, WhoamiCommand.self, CompletionCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    private static func end(with error: any Error) -> Never {
        switch exitCode(for: error) {
        case .success:
            Terminal.print(lines: fullMessage(for: error))
            Foundation.exit(0)
        case .validationFailure:
            Terminal.say(lines: fullMessage(for: error))
            Foundation.exit(ExitStatus.usageOrCancelled.rawValue)
        default:
            if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
            let report = ExitStatus.report(error)
            for (number, line) in report.lines.enumerated() {
                Terminal.say(number == 0 ? "sesame: \(line)" : "  \(line)")
            }
            Foundation.exit(report.status.rawValue)
        }
    }
}
