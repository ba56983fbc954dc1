/// A currency of ISO 4217 by its three-letter code.
public struct Currency: Hashable, Sendable {
    public let code: String

    /// The currency of that code, or nil where the market does not know it.
    public init?(code: String) {
        guard Self.minorDigits[code] != nil else { return nil }
        self.code = code
    }

    private init(known code: String) { self.code = code }

    /// Digits after the decimal point: 2 for CNY, 0 for JPY.
    public var minorDigits: Int { Self.minorDigits[code] ?? 2 }

    public static let cny = Currency(known: "CNY")

    public static let allCodes: [String] = minorDigits.keys.sorted()

    private static let minorDigits: [String: Int] = [
        "AUD": 2, "BRL": 2, "CAD": 2, "CHF": 2, "CNY": 2, "EUR": 2, "GBP": 2, "HKD": 2, "IDR": 2, "INR": 2, "JPY": 0,
        "KRW": 0, "MOP": 2, "MXN": 2, "MYR": 2, "NZD": 2, "PHP": 2, "RUB": 2, "SGD": 2, "THB": 2, "TWD": 2, "USD": 2,
        "VND": 0, "ZAR": 2,
    ]
}
