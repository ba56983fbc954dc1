/// The body of `POST /v1/accounts`.
public struct AccountRequest: Hashable, Sendable {
    /// Unique without regard to case.
    public var username: String
    public var password: String
    /// The shop's name; the username where it is absent.
    public var displayName: String?

    public init(username: String, password: String, displayName: String? = nil) {
        self.username = username
        self.password = password
        self.displayName = displayName
    }
}

extension AccountRequest: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case username, password
        case displayName = "display_name"
    }

    public init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(of: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        username = try container.decode(String.self, forKey: .username)
        password = try container.decode(String.self, forKey: .password)
        displayName = try container.decodeUnlessAbsent(String.self, forKey: .displayName)
    }
}
