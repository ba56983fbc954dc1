import HTTPTypes
import ListingSearch
import MarketplaceWire

/// Goes on from what is being typed.
struct SuggestOperation: Sendable {
    var search: any ListingSearching

    var operation: Operation {
        var text = Parameter.query("q", .text(1...64), "What has been typed so far.")
        text.isRequired = true
        return Operation(
            id: "suggest", method: .get, path: "/v1/suggest", tag: "search",
            summary: "Words that go on from what was typed.",
            parameters: [
                text, .query("limit", .integer(1...APILimits.maxSuggestions), "How many at most.", default: 10),
            ],
            successes: [
                .init(
                    status: .ok,
                    description:
                        "What several people ask, then phrases that several sellers write; the most frequent of each first.",
                    schema: Schema.reference("Suggestions"))
            ],
            problems: [.unavailable], work: .search, executor: search.executor
        ) { input in
            let found = try await search.suggest(input.text("q") ?? "", limit: Int(input.integer("limit") ?? 10))
            return try .json(SuggestResponse(suggestions: found.map { Suggestion(text: $0.text, count: $0.count) }))
        }
    }
}
