/// The answer to `GET /v1/me/balances`: what the market owes the account, a currency each.
public struct BalancesResponse: Hashable, Sendable, Codable {
    public var balances: [BalanceResource]

    public init(balances: [BalanceResource]) { self.balances = balances }
}

public struct BalanceResource: Hashable, Sendable, Codable {
    public var currency: String
    public var amountMinor: Int64
    /// Without what is on its way out.
    public var availableMinor: Int64

    public init(currency: String, amountMinor: Int64, availableMinor: Int64) {
        self.currency = currency
        self.amountMinor = amountMinor
        self.availableMinor = availableMinor
    }

    enum CodingKeys: String, CodingKey {
        case currency
        case amountMinor = "amount_minor"
        case availableMinor = "available_minor"
    }
}

/// A page of the account's lines in the ledger, newest first.
public struct StatementResponse: Hashable, Sendable {
    public var entries: [StatementEntryResource]
    /// What to send as `cursor` for the next page; null on the last.
    public var nextCursor: String?

    public init(entries: [StatementEntryResource], nextCursor: String?) {
        self.entries = entries
        self.nextCursor = nextCursor
    }
}

extension StatementResponse: Codable {
    enum CodingKeys: String, CodingKey {
        case entries
        case nextCursor = "next_cursor"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(entries, forKey: .entries)
        try container.encode(nextCursor, forKey: .nextCursor)
    }
}

/// One line of the ledger, seen from the account.
public struct StatementEntryResource: Hashable, Sendable, Codable {
    public var sequence: Int64
    /// `transfer`, `pending`, `post`, `void` or `expire`.
    public var kind: String
    /// What it adds; less than nothing where it takes.
    public var amountMinor: Int64
    public var currency: String
    /// Where it comes from or goes to: `escrow`, `outside`, `exchange`.
    public var counterpart: String
    public var orderID: Int64?
    public var at: Timestamp

    public init(
        sequence: Int64, kind: String, amountMinor: Int64, currency: String, counterpart: String, orderID: Int64?,
        at: Timestamp
    ) {
        self.sequence = sequence
        self.kind = kind
        self.amountMinor = amountMinor
        self.currency = currency
        self.counterpart = counterpart
        self.orderID = orderID
        self.at = at
    }

    enum CodingKeys: String, CodingKey {
        case sequence, kind, currency, counterpart, at
        case amountMinor = "amount_minor"
        case orderID = "order_id"
    }
}
