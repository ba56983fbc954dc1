import MarketplaceWire
import NIOCore

/// Writes the answer to a search as JSON: what `SearchResponse` encodes to, with the listings as bytes that were encoded
/// before.
struct SearchPageJSON {
    struct Hit {
        var listing: [UInt8]
        var sellerName: String?
        var sellerRating: HitRatingResource?
        var score: Double
        var highlights: [String: String] = [:]
        var explanation: [SearchScorePart]?
        var reason: SearchReason?
    }

    private(set) var buffer = ByteBuffer()

    /// - Parameters:
    ///   - page: the answer but for its hits.
    ///   - hits: its hits.
    init(_ page: SearchResponse, hits: [Hit]) {
        buffer.reserveCapacity(1024 + hits.reduce(0) { $0 + $1.listing.count + 128 })
        literal("{\"correction\":")
        optional(page.correction)
        literal(",\"did_you_mean\":")
        optional(page.didYouMean)
        literal(",\"facets\":")
        object(page.facets.sorted { $0.key < $1.key }) { writer, buckets in writer.buckets(buckets) }
        literal(",\"hits\":")
        array(hits) { writer, hit in writer.hit(hit) }
        literal(",\"let_go\":")
        array(page.letGo) { writer, word in writer.string(word) }
        literal(",\"next_cursor\":")
        optional(page.nextCursor)
        literal(",\"relaxed\":\(page.relaxed),\"took_us\":\(page.tookMicroseconds),\"total\":{\"relation\":")
        string(page.total.relation)
        literal(",\"value\":\(page.total.value)}}")
    }

    // MARK: Parts

    private mutating func hit(_ hit: Hit) {
        literal("{")
        if let explanation = hit.explanation {
            literal("\"explanation\":")
            array(explanation) { writer, part in
                writer.literal("{\"kind\":")
                writer.string(part.kind)
                writer.literal(",\"score\":\(part.score),\"term\":")
                writer.string(part.term)
                writer.literal("}")
            }
            literal(",")
        }
        literal("\"highlights\":")
        object(hit.highlights.sorted { $0.key < $1.key }) { writer, text in writer.string(text) }
        literal(",\"listing\":")
        buffer.writeBytes(hit.listing)
        if let reason = hit.reason {
            literal(",\"reason\":")
            object([("en", reason.english), ("zh", reason.chinese)]) { writer, text in writer.string(text) }
        }
        literal(",\"score\":\(hit.score)")
        if let sellerName = hit.sellerName {
            literal(",\"seller_name\":")
            string(sellerName)
        }
        if let rating = hit.sellerRating { self.rating(rating) }
        literal("}")
    }

    private mutating func rating(_ rating: HitRatingResource) {
        literal(",\"seller_rating\":{\"level\":\(rating.level),\"level_name\":")
        string(rating.levelName)
        if let percent = rating.percentPositive { literal(",\"percent_positive\":\(percent)") }
        literal(",\"standing\":\(rating.standing),\"trades\":\(rating.trades)}")
    }

    private mutating func buckets(_ buckets: [SearchFacetBucket]) {
        array(buckets) { writer, bucket in
            writer.literal("{\"count\":\(bucket.count),\"key\":")
            writer.string(bucket.key)
            writer.literal("}")
        }
    }

    // MARK: JSON

    private mutating func literal(_ text: String) { buffer.writeString(text) }

    private mutating func optional(_ text: String?) {
        if let text { string(text) } else { literal("null") }
    }

    private mutating func array<Element>(_ elements: [Element], _ write: (inout Self, Element) -> Void) {
        literal("[")
        for (place, element) in elements.enumerated() {
            if place > 0 { literal(",") }
            write(&self, element)
        }
        literal("]")
    }

    private mutating func object<Value>(
        _ members: [(key: String, value: Value)], _ write: (inout Self, Value) -> Void
    ) {
        literal("{")
        for (place, member) in members.enumerated() {
            if place > 0 { literal(",") }
            string(member.key)
            literal(":")
            write(&self, member.value)
        }
        literal("}")
    }

    /// A string with what JSON (RFC 8259) wants escaped.
    private mutating func string(_ text: String) {
        literal("\"")
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else {
            literal(text)
            return literal("\"")
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): literal("\\\"")
            case UInt8(ascii: "\\"): literal("\\\\")
            case 0..<0x20: literal("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16))
            default: buffer.writeInteger(byte)
            }
        }
        literal("\"")
    }
}
