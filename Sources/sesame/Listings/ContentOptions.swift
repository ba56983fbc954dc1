import ArgumentParser
import Catalog
import Foundation
import MarketplaceWire

/// The members of a listing as options; what is not given is nil.
struct ContentOptions: ParsableArguments {
    @Option(help: "What it is, in one line of any script.")
    var title: String?

    @Option(help: "More about it; '-' reads standard input.")
    var description: String?

    @Option(help: "Its category's name (womens-dresses) or number; see: sesame categories.")
    var category: String?

    @Option(help: "The price in units of the currency: 89.00.")
    var price: String?

    @Option(help: "ISO 4217: CNY, USD.")
    var currency: String?

    @Option(help: "new, like_new, good, fair, for_parts.")
    var condition: String?

    @Option(help: "How many there are.")
    var quantity: Int?

    @Option(help: "Where it is, by ISO 3166: CN-ZJ, SG.")
    var region: String?

    @Option(help: "Where you ship to, by ISO 3166, with commas; or worldwide.")
    var shipsTo: String?

    @Option(help: "What shipping costs, in units of the currency; 0 is free.")
    var shippingFee: String?

    @Option(name: .customLong("attribute"), help: "A property as name=value (品牌=华为); may be repeated.")
    var attributes: [String] = []
}

// MARK: - Reading

extension ContentOptions {
    var isEmpty: Bool {
        title == nil && description == nil && category == nil && price == nil && currency == nil && condition == nil
            && quantity == nil && region == nil && shipsTo == nil && shippingFee == nil && attributes.isEmpty
    }

    /// The description itself, read from standard input where it is `-`.
    func descriptionText() throws -> String? {
        guard description == "-" else { return description }
        let data = try FileHandle.standardInput.readToEnd() ?? Data()
        guard let text = String(validating: data, as: UTF8.self) else {
            throw CommandFailure.usage("--description: standard input is not UTF-8")
        }
        return text
    }

    var shipsToCodes: [String]? {
        shipsTo.map { codes in
            codes.split(separator: ",").map { String($0.filter { $0 != " " }) }
        }
    }

    func attributeResources() throws -> [AttributeResource] { try Self.attributes(attributes) }

    static func attributes(_ texts: [String]) throws -> [AttributeResource] {
        try texts.map { text in
            guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
                throw ValidationError("--attribute is '\(text)'; it must be name=value.")
            }
            return AttributeResource(name: String(text[..<equals]), value: String(text[text.index(after: equals)...]))
        }
    }

    /// An amount in minor units of the currency.
    static func minor(_ text: String, currency: String, option: String) throws -> Int64 {
        guard let known = Currency(code: currency) else {
            let all = Currency.allCodes.joined(separator: ", ")
            throw ValidationError("--currency is '\(currency)'; it must be one of \(all).")
        }
        return try PriceText.minor(text, currency: known, option: option)
    }
}
