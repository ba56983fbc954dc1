/// The answer to `PUT /v1/me/credit-consent`.
public struct CreditConsentResource: Hashable, Sendable, Codable {
    public var givenAt: Timestamp

    public init(givenAt: Timestamp) { self.givenAt = givenAt }

    enum CodingKeys: String, CodingKey {
        case givenAt = "given_at"
    }
}

/// The answer to `GET /v1/market-key`: Ed25519, in base64.
public struct MarketKeyResource: Hashable, Sendable, Codable {
    public var publicKey: String

    public init(publicKey: String) { self.publicKey = publicKey }

    enum CodingKeys: String, CodingKey {
        case publicKey = "public_key"
    }
}

/// A signed credit profile as it goes over the wire and lies in a file.
public struct SignedProfileResource: Hashable, Sendable, Codable {
    public var profile: String
    public var signature: String
    public var publicKey: String

    public init(profile: String, signature: String, publicKey: String) {
        self.profile = profile
        self.signature = signature
        self.publicKey = publicKey
    }

    enum CodingKeys: String, CodingKey {
        case profile, signature
        case publicKey = "public_key"
    }
}
