import Catalog

/// Prices as people read them: `89.00 CNY`.
enum PriceText {
    static func text(minor: Int64, currency: String) -> String {
        guard let known = Currency(code: currency) else { return "\(minor) \(currency)" }
        return "\(decimal(minor: minor, digits: known.minorDigits)) \(currency)"
    }

    /// 8900 with two digits is `89.00`.
    static func decimal(minor: Int64, digits: Int) -> String {
        let text = String(minor.magnitude)
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.utf8.count)) + text
        let sign = minor < 0 ? "-" : ""
        return digits == 0 ? sign + padded : "\(sign)\(padded.dropLast(digits)).\(padded.suffix(digits))"
    }

    /// `89`, `89.0` and `89.00` are 8900 with two digits; nil for anything that is no such amount.
    static func minor(_ text: String, digits: Int) -> Int64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first, parts.count <= 2, !whole.isEmpty else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard fraction.utf8.count <= digits, parts.count == 1 || !fraction.isEmpty,
            (whole + fraction).utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int64(whole + fraction + String(repeating: "0", count: digits - fraction.utf8.count))
    }
}
