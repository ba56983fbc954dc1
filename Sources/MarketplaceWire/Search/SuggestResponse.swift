/// The answer to `GET /v1/suggest`: what several people ask, then phrases that several sellers write.
public struct SuggestResponse: Hashable, Sendable, Codable {
    public var suggestions: [Suggestion]

    public init(suggestions: [Suggestion]) { self.suggestions = suggestions }
}

/// Words that go on from what was typed.
public struct Suggestion: Hashable, Sendable, Codable {
    public var text: String
    /// How many listings hold it, roughly.
    public var count: Int

    public init(text: String, count: Int) {
        self.text = text
        self.count = count
    }
}
