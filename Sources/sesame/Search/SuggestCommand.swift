import ArgumentParser
import MarketplaceClient
import MarketplaceWire

struct SuggestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suggest", abstract: "Show words that go on from what is typed.")

    @Argument(help: "The beginning; its words may stand unquoted.")
    var words: [String]

    @Option(help: "How many to show.")
    var limit: Int?

    @OptionGroup var connection: Connection
    @OptionGroup var output: Output

    func run() async throws {
        let suggestions = try await connection.client().suggest(words.joined(separator: " "), limit: limit)
        try output.show(suggestions, as: Self.table(suggestions))
    }

    private static func table(_ suggestions: [Suggestion]) -> Table {
        var table = Table([.init(title: "words"), .init(title: "listings", isRightAligned: true)])
        for suggestion in suggestions { table.add([suggestion.text, String(suggestion.count)]) }
        return table
    }
}
