/// The body of `POST /v1/tokens`: a name and a password for a bearer token.
public struct TokenRequest: Hashable, Sendable {
    public var username: String
    public var password: String
    /// `read`, `buy`, `sell`; all of them where absent.
    public var scopes: [String]?

    public init(username: String, password: String, scopes: [String]? = nil) {
        self.username = username
        self.password = password
        self.scopes = scopes
    }
}

extension TokenRequest: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case username, password, scopes
    }

    public init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(of: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        username = try container.decode(String.self, forKey: .username)
        password = try container.decode(String.self, forKey: .password)
        scopes = try container.decodeUnlessAbsent([String].self, forKey: .scopes)
    }
}
