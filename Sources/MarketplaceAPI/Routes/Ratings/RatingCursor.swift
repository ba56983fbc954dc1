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
            let day = CursorDigits.value(text.dropFirst(2).prefix(Self.dayDigits)),
            let number = CursorDigits.value(text.suffix(Self.numberDigits))
        else { return nil }
        place = RatingPlace(day: day, logNumber: number)
    }

    var description: String {
        "r1" + CursorDigits.text(place.day, Self.dayDigits) + CursorDigits.text(place.logNumber, Self.numberDigits)
    }
}
