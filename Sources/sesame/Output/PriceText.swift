import Catalog

/// Prices as people read them: `89.00 CNY`.
enum PriceText {
    static func text(minor: Int64, currency: String) -> String {
        guard let known = Currency(code: currency) else { return "\(minor) \(currency)" }
        return "\(Money(amountMinor: minor, currency: known).decimalText) \(currency)"
    }

    /// An amount that an option names, in minor units.
    static func minor(_ text: String, currency: Currency, option: String) throws -> Int64 {
        do {
            return try Money(decimal: text, currency: currency).amountMinor
        } catch {
            throw CommandFailure.usage("\(option) is '\(text)'; it \(error.message)")
        }
    }
}
