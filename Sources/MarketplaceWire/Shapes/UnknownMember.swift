/// A request names a member that its shape does not have. Requests are closed shapes: what a client may not set
/// (`seller_id`, `status`, `version`) is refused by name, never silently dropped.
public struct UnknownMember: Error, Hashable, Sendable {
    /// The member with its way from the root: `listings[3].seller_id`.
    public var path: String
    public var known: [String]

    public init(path: String, known: [String]) {
        self.path = path
        self.known = known
    }

    /// The way of keys from the root: `attributes[2].name`.
    public static func path(_ keys: [any CodingKey]) -> String {
        keys.reduce(into: "") { path, key in
            if let index = key.intValue {
                path += "[\(index)]"
            } else {
                path += path.isEmpty ? key.stringValue : ".\(key.stringValue)"
            }
        }
    }
}

extension Decoder {
    /// - Throws: `UnknownMember` where the object has a member that is no case of `Keys`.
    func refuseUnknownMembers<Keys: CodingKey & CaseIterable>(of keys: Keys.Type) throws {
        let known = keys.allCases.map(\.stringValue)
        for key in try container(keyedBy: AnyKey.self).allKeys where !known.contains(key.stringValue) {
            throw UnknownMember(path: UnknownMember.path(codingPath + [key]), known: known)
        }
    }
}

private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int?

    init?(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) {
        stringValue = String(intValue)
        self.intValue = intValue
    }
}

extension KeyedDecodingContainer {
    /// The value of a member that may be absent but not null: absent means "as it was" or "the default".
    func decodeUnlessAbsent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        contains(key) ? try decode(type, forKey: key) : nil
    }
}
