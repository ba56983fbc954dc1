/// What a seller's completed trades add up to, without anybody they traded with: what a lender might want to see.
public struct CreditProfile: Hashable, Sendable, Codable {
    /// What was sold in one currency.
    public struct Sales: Hashable, Sendable, Codable {
        public var currency: String
        /// Completed orders.
        public var trades: Int
        /// What buyers paid for them, in minor units.
        public var grossMinor: Int64
        public var distinctBuyers: Int
        public var months: [Month]

        public init(currency: String, trades: Int, grossMinor: Int64, distinctBuyers: Int, months: [Month]) {
            self.currency = currency
            self.trades = trades
            self.grossMinor = grossMinor
            self.distinctBuyers = distinctBuyers
            self.months = months
        }

        enum CodingKeys: String, CodingKey {
            case currency, trades, months
            case grossMinor = "gross_minor"
            case distinctBuyers = "distinct_buyers"
        }
    }

    public struct Month: Hashable, Sendable, Codable {
        /// `2026-03`, in UTC.
        public var month: String
        public var trades: Int
        public var grossMinor: Int64

        public init(month: String, trades: Int, grossMinor: Int64) {
            self.month = month
            self.trades = trades
            self.grossMinor = grossMinor
        }

        enum CodingKeys: String, CodingKey {
            case month, trades
            case grossMinor = "gross_minor"
        }
    }

    public var accountID: Int64
    public var shop: String
    public var memberSinceMilliseconds: Int64
    /// When the seller allowed that this is told.
    public var consentMilliseconds: Int64
    public var issuedMilliseconds: Int64
    public var sales: [Sales]
    /// Orders of the seller that ended otherwise, by state.
    public var endedOtherwise: [String: Int]
    /// The length of the seller's rating log and the hash that stands for all of it; anyone can reckon it anew.
    public var ratingLogLength: Int64
    public var ratingLogHash: String

    public init(
        accountID: Int64, shop: String, memberSinceMilliseconds: Int64, consentMilliseconds: Int64,
        issuedMilliseconds: Int64, sales: [Sales], endedOtherwise: [String: Int], ratingLogLength: Int64,
        ratingLogHash: String
    ) {
        self.accountID = accountID
        self.shop = shop
        self.memberSinceMilliseconds = memberSinceMilliseconds
        self.consentMilliseconds = consentMilliseconds
        self.issuedMilliseconds = issuedMilliseconds
        self.sales = sales
        self.endedOtherwise = endedOtherwise
        self.ratingLogLength = ratingLogLength
        self.ratingLogHash = ratingLogHash
    }

    enum CodingKeys: String, CodingKey {
        case shop, sales
        case accountID = "account_id"
        case memberSinceMilliseconds = "member_since_ms"
        case consentMilliseconds = "consent_ms"
        case issuedMilliseconds = "issued_ms"
        case endedOtherwise = "ended_otherwise"
        case ratingLogLength = "rating_log_length"
        case ratingLogHash = "rating_log_hash"
    }
}
