import ArgumentParser
import Catalog
import ListingSearch
import Logging
import MarketplaceStore

struct DictionaryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dictionary", abstract: "Looks at what a change of the market's words would do.",
        discussion: """
            The folder dictionary/ of a market may hold words.txt, words that are kept whole in Han text, and \
            synonyms.txt. A running server reads them again when they change.
            """,
        subcommands: [DiffCommand.self])

    struct DiffCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "diff",
            abstract:
                "Shows which listings would be cut otherwise, and how the first ten hits of queries would change.",
            discussion: """
                Against the index as it is, with the words that its listings were cut by, and the dictionary in use. \
                Changes nothing. Queries are those asked most.
                """)

        @OptionGroup var market: MarketOptions
        @Option(help: "A words.txt to be (default: the one in use).")
        var words: String?
        @Option(help: "A synonyms.txt to be (default: the one in use).")
        var synonyms: String?
        @Option(help: "How many queries, those asked most.")
        var queries = 100
        @Option(help: "How many listings to show.")
        var examples = 10

        func validate() throws {
            guard (0...10_000).contains(queries) else {
                throw ValidationError("--queries is 0 to 10000, not \(queries)")
            }
            guard (0...10_000).contains(examples) else {
                throw ValidationError("--examples is 0 to 10000, not \(examples)")
            }
        }

        func run() async throws {
            let folder = try market.folder()
            let asked = try mostAsked(folder)
            let market = try await folder.openSearch()
            let files = folder.dictionaryFiles
            let lexicon = try LexiconFolder.read(
                synonyms: synonyms ?? files.synonyms, words: words ?? files.words)
            let preview = try DictionaryPreview(
                market.search, generation: market.generation, lexicon: lexicon, log: market.store, examples: examples)
            print("\(preview.cutOtherwise) of \(preview.listings) listings would be cut otherwise")
            for example in preview.examples {
                let (before, after) = (example.before, example.after)
                print(cells: ["  \(example.id)", before.joined(separator: "|"), after.joined(separator: "|")])
            }
            var changes: [DictionaryPreview.QueryChange] = []
            for query in asked {
                if let change = try await preview.change(of: query) { changes.append(change) }
            }
            print("\(changes.count) of \(asked.count) queries would have other first ten hits")
            for change in changes {
                print(cells: ["  \(change.query)", Self.list(change.before), Self.list(change.after)])
            }
        }

        private func mostAsked(_ folder: MarketFolder) throws -> [String] {
            let counts = QueryLog.read(folder.queryLogPath).sorted { left, right in
                left.value.asked != right.value.asked ? left.value.asked > right.value.asked : left.key < right.key
            }
            return counts.prefix(queries).map(\.key)
        }

        private static func list(_ ids: [Listing.ID]) -> String {
            ids.isEmpty ? "none" : ids.map(String.init).joined(separator: " ")
        }
    }
}
