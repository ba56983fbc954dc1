/// A place by ISO 3166: a country (`SG`), or a country with a part of one to three capital letters or digits behind a hyphen
/// (`CN-ZJ`). Countries are those of ISO 3166-1; whether a country has such a part is not checked.
///
/// ISO 3166-1 keeps `UK` free for the United Kingdom, whose code is `GB`: people write either, and it is kept as `GB`.
public enum RegionCode {
    public static func isValid(_ code: String) -> Bool {
        let bytes = Array(code.utf8)
        guard bytes.count >= 2, countries.contains(country(of: standard(code))) else { return false }
        if bytes.count == 2 { return true }
        let part = bytes.dropFirst(3)
        return bytes.count > 3 && bytes[2] == UInt8(ascii: "-") && (1...3).contains(part.count)
            && part.allSatisfy { isLetter($0) || isDigit($0) }
    }

    /// The code as it is kept.
    public static func standard(_ code: String) -> String {
        code == "UK" || code.hasPrefix("UK-") ? "GB" + code.dropFirst(2) : code
    }

    /// The country of a valid code: `CN` of `CN-ZJ`.
    public static func country(of code: String) -> String { String(code.prefix(2)) }

    /// Whether the code is of a country and not of a part of one.
    public static func isCountry(_ code: String) -> Bool { code.utf8.count == 2 }

    /// Whether a place is among those that a listing is sent to: itself, its country, or anywhere.
    public static func isCovered(_ code: String, by shipsTo: [String]) -> Bool {
        let code = standard(code)
        return shipsTo.contains { $0 == ListingLimits.worldwide || $0 == code || $0 == country(of: code) }
    }

    /// What codes look like, for ECMA 262.
    public static let pattern = "^(\((countries.union(["UK"])).sorted().joined(separator: "|")))(-[A-Z0-9]{1,3})?$"

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// ISO 3166-1 alpha-2, as of 2026.
    private static let countries = Set(
        """
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY \
        BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK \
        FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR \
        IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK \
        ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM \
        PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF \
        TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
        """.split(separator: " ").map(String.init))
}
