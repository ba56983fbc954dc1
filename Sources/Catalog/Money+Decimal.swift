extension Money {
    /// Reads a decimal amount exactly, without floating point: `12`, `12.5` and `12.50` are 1250 minor units of CNY.
    ///
    /// No sign, no thousands separators (1,234 is one thousand here and one and a bit there), no more digits behind the
    /// point than the currency has.
    /// - Throws: `DecimalProblem`, whose sentence can be shown.
    public init(decimal text: String, currency: Currency) throws(DecimalProblem) {
        let halves = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let fractionDigits = halves.count > 1 ? halves[1].count : 0
        let digits = Array(halves.joined())
        guard !halves[0].isEmpty, halves.count == 1 || fractionDigits > 0, digits.allSatisfy(Self.isDigit) else {
            throw .notDecimal(text)
        }
        guard fractionDigits <= currency.minorDigits else { throw .tooPrecise(currency) }
        var amount: Int64 = 0
        for digit in digits + Array(repeating: zero, count: currency.minorDigits - fractionDigits) {
            guard Self.append(digit, to: &amount) else { throw .tooLarge }
        }
        self.init(amountMinor: amount, currency: currency)
    }

    /// With all the currency's digits: `12.50`; a debt has a minus in front.
    public var decimalText: String {
        let digits = String(amountMinor.magnitude)
        let places = currency.minorDigits
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        let sign = amountMinor < 0 ? "-" : ""
        guard places > 0 else { return sign + padded }
        return sign + padded.dropLast(places) + "." + padded.suffix(places)
    }

    /// False where the amount grows past 64 bits.
    private static func append(_ digit: UInt8, to amount: inout Int64) -> Bool {
        let (shifted, isTooFar) = amount.multipliedReportingOverflow(by: 10)
        let (sum, isTooLarge) = shifted.addingReportingOverflow(Int64(digit - zero))
        amount = sum
        return !isTooFar && !isTooLarge
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (zero...UInt8(ascii: "9")).contains(byte) }
}

private let zero = UInt8(ascii: "0")

/// Why a text is no amount of money.
public enum DecimalProblem: Error, Hashable, Sendable {
    case notDecimal(String)
    case tooPrecise(Currency)
    case tooLarge

    public var message: String {
        switch self {
        case .notDecimal: "must be a decimal number such as 12.50, without sign and separators"
        case .tooPrecise(let currency):
            "must have at most \(currency.minorDigits) digits after the point in \(currency.code)"
        case .tooLarge: "is larger than any amount here"
        }
    }
}
