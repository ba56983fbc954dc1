/// The shape of an ISO 3166 code: a country of two capital letters (`SG`), or one with a part of one to three capital
/// letters or digits behind a hyphen (`CN-ZJ`). Whether the place exists is not checked.
public enum RegionCode {
    public static func isValid(_ code: String) -> Bool {
        let bytes = Array(code.utf8)
        guard bytes.count >= 2, bytes[..<2].allSatisfy(isLetter) else { return false }
        if bytes.count == 2 { return true }
        let part = bytes.dropFirst(3)
        return bytes.count > 3 && bytes[2] == UInt8(ascii: "-") && (1...3).contains(part.count)
            && part.allSatisfy { isLetter($0) || isDigit($0) }
    }

    /// The country of a valid code: `CN` of `CN-ZJ`.
    public static func country(of code: String) -> String { String(code.prefix(2)) }

    /// Whether a place is among those that a listing is sent to: itself, its country, or anywhere.
    public static func isCovered(_ code: String, by shipsTo: [String]) -> Bool {
        shipsTo.contains { $0 == ListingLimits.worldwide || $0 == code || $0 == country(of: code) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
