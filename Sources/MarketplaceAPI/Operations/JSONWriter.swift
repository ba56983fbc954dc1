import MarketplaceWire

/// Writes JSON (RFC 8259) piece by piece, for what is answered so often that Foundation's encoder shows: pages of hits, and
/// the listings in them.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []

    /// - Parameter byteCount: about what will be written.
    init(byteCount: Int) { bytes.reserveCapacity(byteCount) }

    /// JSON as it stands.
    mutating func literal(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Bytes that are JSON already.
    mutating func written(_ json: [UInt8]) { bytes.append(contentsOf: json) }

    mutating func integer(_ value: some SignedInteger & FixedWidthInteger) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        digits(UInt64(value.magnitude))
    }

    private mutating func digits(_ value: UInt64) {
        if value >= 10 { digits(value / 10) }
        bytes.append(UInt8(ascii: "0") + UInt8(value % 10))
    }

    mutating func optional(_ text: String?) {
        if let text { string(text) } else { literal("null") }
    }

    mutating func array<Element>(_ elements: [Element], _ write: (inout Self, Element) -> Void) {
        literal("[")
        for (place, element) in elements.enumerated() {
            if place > 0 { literal(",") }
            write(&self, element)
        }
        literal("]")
    }

    mutating func object<Value>(_ members: [(key: String, value: Value)], _ write: (inout Self, Value) -> Void) {
        literal("{")
        for (place, member) in members.enumerated() {
            if place > 0 { literal(",") }
            string(member.key)
            literal(":")
            write(&self, member.value)
        }
        literal("}")
    }

    mutating func string(_ text: String) {
        literal("\"")
        if text.utf8.contains(where: Self.isEscaped) { escaped(text) } else { literal(text) }
        literal("\"")
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func escaped(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case UInt8(ascii: "\n"): literal("\\n")
            case 0..<0x20: literal("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
    }
}

extension JSONWriter {
    mutating func bilingual(_ text: BilingualText) {
        object([("en", text.english), ("zh", text.chinese)]) { writer, text in writer.string(text) }
    }

    mutating func category(_ category: CategoryName) {
        literal("{\"id\":")
        integer(category.id)
        literal(",\"name\":")
        bilingual(category.name)
        literal(",\"slug\":")
        string(category.slug)
        literal("}")
    }

    /// A listing as a page of hits shows it, its members in the order of their names.
    mutating func listing(_ listing: ListingSummary) {
        literal("{\"attributes\":")
        array(listing.attributes) { writer, attribute in
            writer.object([("name", attribute.name), ("value", attribute.value)]) { $0.string($1) }
        }
        literal(",\"category_id\":")
        integer(listing.categoryID)
        literal(",\"condition\":")
        string(listing.condition)
        literal(",\"created_at\":")
        string(listing.createdAt.description)
        literal(",\"currency\":")
        string(listing.currency)
        literal(",\"id\":")
        integer(listing.id)
        literal(",\"price_minor\":")
        integer(listing.priceMinor)
        literal(",\"quantity\":")
        integer(listing.quantity)
        literal(",\"region\":")
        string(listing.region)
        literal(",\"seller_id\":")
        integer(listing.sellerID)
        literal(",\"shipping_fee_minor\":")
        integer(listing.shippingFeeMinor)
        literal(",\"ships_to\":")
        array(listing.shipsTo) { $0.string($1) }
        literal(",\"status\":")
        string(listing.status)
        literal(",\"title\":")
        string(listing.title)
        literal(",\"updated_at\":")
        string(listing.updatedAt.description)
        literal(",\"version\":")
        integer(listing.version)
        literal("}")
    }
}
