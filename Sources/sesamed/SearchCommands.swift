import ArgumentParser
import Foundation
import ListingSearch

struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Looks at what shoppers ask for and find, and rules it for single queries.",
        subcommands: [
            ReportCommand.self, PinCommand.self, HideCommand.self, BlockCommand.self, RulesCommand.self,
            CheckCommand.self,
        ])

    struct ReportCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "report",
            abstract: "Prints the most frequent queries, those that found nothing, and those whose words were let go.",
            discussion: """
                Counted since the market's first search, without who asked; up to half a minute old. One line a query: \
                how often, a tab, the query.
                """)

        @OptionGroup var market: MarketOptions
        @Option(help: "How many queries of each kind.")
        var top = 20

        func validate() throws {
            guard (1...10_000).contains(top) else { throw ValidationError("--top is 1 to 10000, not \(top)") }
        }

        func run() throws {
            let counts = QueryLog.read(try market.folder().queryLogPath)
            guard !counts.isEmpty else {
                throw CommandError(message: "nothing was searched yet, or no server of this market has written it down")
            }
            say("asked most", counts, \.asked)
            say("without a hit", counts, \.empty)
            say("with words let go", counts, \.relaxed)
            say("corrected", counts, \.corrected)
        }

        private func say(_ title: String, _ counts: [String: QueryLog.Count], _ kind: KeyPath<QueryLog.Count, Int>) {
            let chosen = counts.filter { $0.value[keyPath: kind] > 0 }.sorted {
                let (left, right) = ($0.value[keyPath: kind], $1.value[keyPath: kind])
                return left != right ? left > right : $0.key < $1.key
            }
            print("# \(title): \(chosen.count)")
            for (query, count) in chosen.prefix(top) { print(cells: ["\(count[keyPath: kind])", query]) }
        }
    }
}
