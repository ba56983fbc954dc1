public import Catalog

/// Every limit of what people write about a trade, in one place.
public enum RatingLimits {
    public static let words = TextRule(characters: 0...1_000, allowsLines: true)
    /// A reply or an addition.
    public static let laterWords = TextRule(characters: 1...1_000, allowsLines: true)
    /// Why words are hidden or a sale weighs less.
    public static let reason = TextRule(characters: 1...500)
}

extension TextRule {
    /// - Throws: `RatingError.invalid`.
    func check(_ text: String, _ field: String) throws(RatingError) {
        if let message = problem(with: text) { throw .invalid(field: field, message: message) }
    }
}
