import ArgumentParser
import Catalog
import ListingSearch
import MarketplaceStore

/// What the commands that change rules have in common.
struct RuleOptions: ParsableArguments {
    @OptionGroup var market: MarketOptions
    @Flag(help: "Takes the rule back.")
    var remove = false
    @Argument(help: "The query, as one word.")
    var query: String
    @Argument(help: "Listings' numbers.")
    var listings: [Int64]

    func validate() throws {
        if let wrong = listings.first(where: { $0 <= 0 }) {
            throw ValidationError("\(wrong) is not the number of a listing")
        }
    }

    func change(_ kind: QueryRules.Kind) throws {
        let line = QueryRules.Line(kind: kind, query: query, ids: listings)
        try RuleFolder.change(market.folder().rulesPath, line, removes: remove)
        print("\(remove ? "removed " : "")\(line.text)")
    }
}

struct PinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pin", abstract: "Puts listings first for a query.",
        discussion: """
            In the order given, for searches by relevance, where they pass the shopper's filters. One that is not on sale \
            is passed over. A running server follows within a second.
            """)

    @OptionGroup var rule: RuleOptions

    func run() async throws {
        if !rule.remove {
            let store = try rule.market.folder().openStore(creating: false)
            let known = Set(try await store.listings(rule.listings).filter(\.isOnSale).map(\.id))
            if let missing = rule.listings.first(where: { !known.contains($0) }) {
                throw CommandError(message: "listing \(missing) is not on sale")
            }
        }
        try rule.change(.pin)
    }
}

struct HideCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hide", abstract: "Shows listings no more for a query.",
        discussion:
            "Whatever the order and the filters; other queries find them still. A running server follows within a second."
    )

    @OptionGroup var rule: RuleOptions

    func run() throws { try rule.change(.hide) }
}

struct BlockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "block", abstract: "Suggests a text no more, nor corrects a query to it.",
        discussion: """
            Whatever holds its words next to each other and in order is left out, in either script and however it is spaced. \
            Searches find it still. A running server follows within a second.
            """)

    @OptionGroup var market: MarketOptions
    @Flag(help: "Takes the text off the list.")
    var remove = false
    @Argument(help: "The text, as one word.")
    var text: String

    func run() throws {
        try BlockedSuggestions.change(market.folder().rulesPath, text, removes: remove)
        print("\(remove ? "removed " : "")block: \(text)")
    }
}

struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "Prints the rules for single queries, and what is never suggested.",
        discussion: """
            They stand in rules/\(RuleFolder.fileName) and rules/\(BlockedSuggestions.fileName) of the market's folder, which \
            may be edited too.
            """)

    @OptionGroup var market: MarketOptions

    func run() async throws {
        let folder = try market.folder()
        let rules = try RuleFolder.read(folder.rulesPath)
        let pinned = rules.lines.filter { $0.kind == .pin }.flatMap(\.ids)
        let store = try folder.openStore(creating: false)
        let onSale = Set(try await store.listings(pinned).filter(\.isOnSale).map(\.id))
        for line in rules.lines {
            let gone = line.kind == .pin ? line.ids.filter { !onSale.contains($0) } : []
            print(line.text + (gone.isEmpty ? "" : " (not on sale: \(gone.map(String.init).joined(separator: ", ")))"))
        }
        for line in try BlockedSuggestions.read(folder.rulesPath).lines { print("block: \(line)") }
    }
}
