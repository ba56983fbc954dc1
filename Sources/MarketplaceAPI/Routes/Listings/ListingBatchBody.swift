import MarketplaceWire

/// The body of a batch, read item by item, so that one that is wrong does not stop the others.
struct ListingBatchBody: Decodable, Sendable {
    enum Item: Sendable {
        case good(ListingRequest)
        case bad(ProblemField)
    }

    /// A list that is longer is refused as a whole, and no more of it is read.
    static let mostItems = 10_000

    var items: [Item] = []
    var isTooLong = false

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case listings
    }

    private struct AnyKey: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let all = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
        if let unknown = all.first(where: { $0 != CodingKeys.listings.stringValue }) {
            throw UnknownMember(path: unknown, known: [CodingKeys.listings.stringValue])
        }
        var list = try decoder.container(keyedBy: CodingKeys.self).nestedUnkeyedContainer(forKey: .listings)
        while !list.isAtEnd, items.count < Self.mostItems { items.append(try list.decode(Item.self)) }
        isTooLong = !list.isAtEnd
    }
}

extension ListingBatchBody.Item: Decodable {
    init(from decoder: any Decoder) throws {
        let way = UnknownMember.path(decoder.codingPath)
        // What is no object at all is no item: the body as a whole is refused.
        _ = try decoder.container(keyedBy: EmptyKey.self)
        do {
            self = .good(try ListingRequest(from: decoder))
        } catch let error as DecodingError {
            self = .bad(ProblemField(error).relative(to: way))
        } catch let error as UnknownMember {
            self = .bad(ProblemField(error).relative(to: way))
        }
    }

    private enum EmptyKey: CodingKey {}
}

extension ProblemField {
    /// The field's path from the item on, without the way to it.
    fileprivate func relative(to way: String) -> ProblemField {
        guard field.hasPrefix(way) else { return self }
        return ProblemField(field: String(field.dropFirst(way.count).drop { $0 == "." }), message: message)
    }
}
