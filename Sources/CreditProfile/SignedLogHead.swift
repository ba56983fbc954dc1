/// How long an account's rating log was at a moment, and the hash that stands for all of it.
public struct RatingLogHead: Hashable, Sendable, Codable {
    /// So that nothing else that the market signs is taken for a head.
    public enum Kind: String, Hashable, Sendable, Codable {
        case ratingLogHead = "rating_log_head"
    }

    public let kind: Kind
    public var accountID: Int64
    public var length: Int64
    /// 64 noughts of a log without lines.
    public var hash: String
    public var atMilliseconds: Int64

    public init(accountID: Int64, length: Int64, hash: String, atMilliseconds: Int64) {
        kind = .ratingLogHead
        self.accountID = accountID
        self.length = length
        self.hash = hash
        self.atMilliseconds = atMilliseconds
    }

    enum CodingKeys: String, CodingKey {
        case kind, length, hash
        case accountID = "account_id"
        case atMilliseconds = "at_ms"
    }
}

/// A head with the market's signature: who keeps it can show later that the market has told otherwise.
public struct SignedLogHead: Hashable, Sendable, Codable {
    /// The head as JSON; the signature is over exactly these bytes.
    public var head: String
    /// Ed25519 (RFC 8032), in base64.
    public var signature: String
    /// The market's key, in base64.
    public var publicKey: String

    public init(head: String, signature: String, publicKey: String) {
        self.head = head
        self.signature = signature
        self.publicKey = publicKey
    }

    enum CodingKeys: String, CodingKey {
        case head, signature
        case publicKey = "public_key"
    }

    /// The head, once the signature has been found genuine.
    /// - Parameter expected: The market's key.
    /// - Throws: `SignatureFault`.
    public func verified(by expected: String) throws(SignatureFault) -> RatingLogHead {
        try MarketKey.verified(
            head, signature: signature, publicKey: publicKey, by: expected, as: RatingLogHead.self)
    }
}

extension MarketKey {
    public func sign(_ head: RatingLogHead) throws -> SignedLogHead {
        let text = try Self.text(of: head)
        return SignedLogHead(head: text, signature: try signature(of: text), publicKey: publicKey)
    }
}
