/// Every limit of a listing's content, in one place. Characters are what a reader sees (grapheme clusters); bytes are
/// of UTF-8 and keep a text of endless combining marks from hiding behind a small count.
public enum ListingLimits {
    public static let titleCharacters = 1...500
    public static let titleBytes = 2_000
    public static let descriptionCharacters = 0...20_000
    public static let descriptionBytes = 80_000
    public static let attributeCount = 50
    public static let attributeNameCharacters = 1...60
    public static let attributeNameBytes = 240
    public static let attributeValueCharacters = 1...500
    public static let attributeValueBytes = 2_000
    /// Of the texts of a page of whole listings: past it the page ends, after one listing at least.
    public static let pageBytes = 1 << 20
    /// Of the texts of a batch that an index reads: past it the batch ends, after one listing at least. A listing may have forty
    /// times the text of another, and whoever takes a batch in has to be done within a second.
    public static let batchBytes = 2 << 20
    public static let quantity = 0...1_000_000
    /// Ten thousand million yuan; times the greatest quantity it still fits 64 bits.
    public static let priceMinor: ClosedRange<Int64> = 1...1_000_000_000_000
    public static let shippingFeeMinor: ClosedRange<Int64> = 0...1_000_000_000_000
    public static let shipsToCount = 1...100
    /// The one word of `shipsTo` that stands for every country.
    public static let worldwide = "worldwide"
}
