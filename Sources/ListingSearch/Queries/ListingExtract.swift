/// A short piece of a description for a page of hits.
public enum ListingExtract {
    /// An extract's length at most, beside the marks of what was left out.
    public static let characters = 160
    /// Of a description so much is looked through for what matched.
    public static let searchedBytes = 2_048
    /// What stands before a match that does not stand at the beginning.
    private static let lead = 40
    private static let mark = "…"

    /// The part of a description that extracts are taken from.
    public static func searched(_ description: String) -> String {
        guard description.utf8.count > searchedBytes else { return description }
        let utf8 = description.utf8
        let end = utf8.index(utf8.startIndex, offsetBy: searchedBytes)
        // Back to where a character ends that a reader sees.
        return String(description[..<description.index(before: description.index(after: end))])
    }

    /// The beginning of a description, and whether that is all of it.
    public static func beginning(of description: String) -> (text: String, isWhole: Bool) {
        guard
            let end = description.index(
                description.startIndex, offsetBy: characters, limitedBy: description.endIndex),
            end < description.endIndex
        else { return (line(description), true) }
        return (line(description[..<end]) + mark, false)
    }

    /// A piece around the first match: the beginning where that has one, or where nothing matches.
    /// - Parameter matches: ranges of bytes of the description's UTF-8, rising.
    static func around(_ matches: [Range<Int>], in description: String) -> String {
        let (beginning, isWhole) = beginning(of: description)
        let utf8 = description.utf8
        guard !isWhole, let match = matches.first, match.upperBound <= utf8.count else { return beginning }
        let first = utf8.index(utf8.startIndex, offsetBy: match.lowerBound)
        let last = utf8.index(utf8.startIndex, offsetBy: match.upperBound)
        let limit = description.index(description.startIndex, offsetBy: characters)
        guard last > limit else { return beginning }
        let start =
            description.index(first, offsetBy: -lead, limitedBy: description.startIndex) ?? description.startIndex
        let end =
            description.index(start, offsetBy: characters, limitedBy: description.endIndex) ?? description.endIndex
        return mark + line(description[start..<end]) + (end < description.endIndex ? mark : "")
    }

    /// As one line: a page of hits has no room for paragraphs.
    private static func line(_ text: some StringProtocol) -> String {
        guard text.contains(where: \.isNewline) else { return String(text) }
        return text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

/// What a page shows of a listing's texts.
public struct ShownTexts: Hashable, Sendable {
    /// Of the description.
    public var extract: String
    /// With marks, escaped for HTML; nil where nothing matches or no marks were asked for.
    public var markedTitle: String?
    public var markedExtract: String?
    public var markedShopName: String?

    public init(
        extract: String, markedTitle: String? = nil, markedExtract: String? = nil, markedShopName: String? = nil
    ) {
        self.extract = extract
        self.markedTitle = markedTitle
        self.markedExtract = markedExtract
        self.markedShopName = markedShopName
    }
}

/// A listing's texts, of which a page shows something.
public struct ListingTexts: Hashable, Sendable {
    public var title: String
    /// As `ListingExtract.searched` cuts it.
    public var description: String
    public var shopName: String

    public init(title: String, description: String, shopName: String) {
        self.title = title
        self.description = description
        self.shopName = shopName
    }
}
