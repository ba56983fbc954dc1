import Ratings

/// Where a page of ratings ended: day and number in hexadecimal behind a mark of the cursor's kind and version.
struct RatingCursor: Hashable, Sendable, CustomStringConvertible {
    static let rule = TextShape(
        pattern: "^r1[0-9a-f]{6}[0-7][0-9a-f]{15}$", words: "a cursor that this list gave out",
        accepts: { Self($0) != nil })

    private static let dayDigits = 6
    private static let numberDigits = 16

    var place: RatingPlace

    init(place: RatingPlace) { self.place = place }

    /// Nil where the text is not such a cursor.
    init?(_ text: String) {
        guard text.utf8.count == 2 + Self.dayDigits + Self.numberDigits, text.hasPrefix("r1"),
            text.utf8.dropFirst(2).allSatisfy({ Self.digits.contains($0) }),
            let day = Int64(text.dropFirst(2).prefix(Self.dayDigits), radix: 16),
            let number = Int64(text.suffix(Self.numberDigits), radix: 16)
        else { return nil }
        place = RatingPlace(day: day, logNumber: number)
    }

    private static let digits = Set("0123456789abcdef".utf8)

    var description: String {
        "r1" + Self.text(place.day, Self.dayDigits) + Self.text(place.logNumber, Self.numberDigits)
    }

    private static func text(_ value: Int64, _ count: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
}
