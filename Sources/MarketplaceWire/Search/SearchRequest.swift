/// The parameters of `GET /v1/search`, as a client asks.
public struct SearchRequest: Hashable, Sendable {
    public var text: String?
    public var category: Int?
    public var minPriceMinor: Int64?
    public var maxPriceMinor: Int64?
    /// Sent as one parameter with commas.
    public var conditions: [String]
    public var region: String?
    public var shipsTo: String?
    public var sellerID: Int64?
    /// By ISO 4217: only what costs that currency.
    public var currency: String?
    /// As `brand:apple`: of each name one of the values; each sent as a parameter of its own.
    public var attributes: [String]
    /// `relevance`, `price_asc`, `price_desc`, `newest`, `seller_rating`, `sales`.
    public var sort: String?
    /// `category`, `condition`, `price`, `region`, `currency`, `attributes`; sent as one parameter with commas.
    public var facets: [String]
    public var highlight: Bool
    public var explain: Bool
    public var limit: Int?
    public var cursor: String?

    public init(
        text: String? = nil, category: Int? = nil, minPriceMinor: Int64? = nil, maxPriceMinor: Int64? = nil,
        conditions: [String] = [], region: String? = nil, shipsTo: String? = nil, sellerID: Int64? = nil,
        currency: String? = nil, attributes: [String] = [], sort: String? = nil, facets: [String] = [],
        highlight: Bool = false, explain: Bool = false, limit: Int? = nil,
        cursor: String? = nil
    ) {
        self.text = text
        self.category = category
        self.minPriceMinor = minPriceMinor
        self.maxPriceMinor = maxPriceMinor
        self.conditions = conditions
        self.region = region
        self.shipsTo = shipsTo
        self.sellerID = sellerID
        self.currency = currency
        self.attributes = attributes
        self.sort = sort
        self.facets = facets
        self.highlight = highlight
        self.explain = explain
        self.limit = limit
        self.cursor = cursor
    }

    /// The query's names and values, not yet percent-encoded; what is absent is left out.
    public var queryItems: [(name: String, value: String)] {
        let all: [(name: String, value: String?)] = [
            ("q", text), ("category", category.map { String($0) }), ("min_price", minPriceMinor.map { String($0) }),
            ("max_price", maxPriceMinor.map { String($0) }),
            ("condition", conditions.isEmpty ? nil : conditions.joined(separator: ",")), ("region", region),
            ("ships_to", shipsTo), ("seller_id", sellerID.map { String($0) }), ("currency", currency), ("sort", sort),
            ("facets", facets.isEmpty ? nil : facets.joined(separator: ",")),
            ("highlight", highlight ? "true" : nil), ("explain", explain ? "true" : nil),
            ("limit", limit.map { String($0) }), ("cursor", cursor),
        ]
        return all.compactMap { item in item.value.map { (item.name, $0) } } + attributes.map { ("attribute", $0) }
    }
}
