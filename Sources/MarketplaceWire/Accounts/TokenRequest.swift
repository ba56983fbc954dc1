/// The body of `POST /v1/tokens`: a name and a password for a bearer token.
public struct TokenRequest: Hashable, Sendable {
    public var username: String
    public var password: String
    /// `read`, `buy`, `sell`; all of them where absent.
    public var scopes: [String]?
    /// What an earlier log-in gave this device; it lets the device in while others guess at the password.
    public var device: String?
    /// Whether the answer is to hold such a text for the next time.
    public var rememberDevice: Bool?

    public init(
        username: String, password: String, scopes: [String]? = nil, device: String? = nil, rememberDevice: Bool? = nil
    ) {
        self.username = username
        self.password = password
        self.scopes = scopes
        self.device = device
        self.rememberDevice = rememberDevice
    }
}

extension TokenRequest: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case username, password, scopes, device
        case rememberDevice = "remember_device"
    }

    public init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(of: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        username = try container.decode(String.self, forKey: .username)
        password = try container.decode(String.self, forKey: .password)
        scopes = try container.decodeUnlessAbsent([String].self, forKey: .scopes)
        device = try container.decodeUnlessAbsent(String.self, forKey: .device)
        rememberDevice = try container.decodeUnlessAbsent(Bool.self, forKey: .rememberDevice)
    }
}
