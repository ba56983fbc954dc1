/// A named property of the goods, in the seller's words: 品牌 → 华为.
public struct AttributeResource: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

extension AttributeResource: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case name, value
    }

    public init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(of: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        value = try container.decode(String.self, forKey: .value)
    }
}
