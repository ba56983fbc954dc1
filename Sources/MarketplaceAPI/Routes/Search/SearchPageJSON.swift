import MarketplaceWire
import NIOCore

/// Writes the answer to a search as JSON: what `SearchResponse` encodes to, with the listings as bytes that were encoded
/// before.
struct SearchPageJSON {
    struct Hit {
        /// The members that are the same in every page (`JSONWriter.lastingMembers`).
        var lasting: [UInt8]
        var extract: String
        var sellerRating: HitRatingResource?
        var score: Double
        var highlights: [String: String] = [:]
        var explanation: [SearchScorePart]?
        var reason: BilingualText?
    }

    let buffer: ByteBuffer

    /// - Parameters:
    ///   - page: the answer but for its hits.
    ///   - hits: its hits.
    init(_ page: SearchResponse, hits: [Hit]) {
        var writer = JSONWriter(byteCount: 1024 + hits.reduce(0) { $0 + $1.lasting.count + 128 })
        writer.page(page, hits)
        buffer = ByteBuffer(bytes: writer.bytes)
    }
}

extension JSONWriter {
    /// What every page says alike of a hit: its category, its listing, and its seller's name.
    ///
    /// - Parameter category: `CategoryName` as JSON.
    mutating func lastingMembers(_ listing: ListingSummary, category: [UInt8]?, sellerName: String?) {
        if let category {
            literal("\"category\":")
            written(category)
            literal(",")
        }
        literal("\"listing\":")
        self.listing(listing)
        if let sellerName {
            literal(",\"seller_name\":")
            string(sellerName)
        }
    }

    fileprivate mutating func page(_ page: SearchResponse, _ hits: [SearchPageJSON.Hit]) {
        literal("{\"attribute_facets\":")
        array(page.attributeFacets) { writer, facet in
            writer.literal("{\"buckets\":")
            writer.buckets(facet.buckets)
            writer.literal(",\"key\":")
            writer.string(facet.key)
            writer.literal(",\"name\":")
            writer.bilingual(facet.name)
            writer.literal("}")
        }
        literal(",\"correction\":")
        optional(page.correction)
        literal(",\"did_you_mean\":")
        optional(page.didYouMean)
        literal(",\"facets\":")
        object(page.facets.sorted { $0.key < $1.key }) { writer, buckets in writer.buckets(buckets) }
        literal(",\"hits\":")
        array(hits) { writer, hit in writer.hit(hit) }
        literal(",\"left_out\":")
        array(page.leftOut) { writer, word in writer.string(word) }
        literal(",\"let_go\":")
        array(page.letGo) { writer, word in writer.string(word) }
        literal(",\"next_cursor\":")
        optional(page.nextCursor)
        literal(",\"price_currency\":")
        optional(page.priceCurrency)
        literal(",\"relaxed\":\(page.relaxed),\"took_us\":\(page.tookMicroseconds),\"total\":{\"relation\":")
        string(page.total.relation)
        literal(",\"value\":\(page.total.value)}}")
    }

    private mutating func hit(_ hit: SearchPageJSON.Hit) {
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
        written(hit.lasting)
        literal(",\"extract\":")
        string(hit.extract)
        literal(",\"highlights\":")
        object(hit.highlights.isEmpty ? [] : hit.highlights.sorted { $0.key < $1.key }) { writer, text in
            writer.string(text)
        }
        if let reason = hit.reason {
            literal(",\"reason\":")
            bilingual(reason)
        }
        literal(",\"score\":\(hit.score)")
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
            if let name = bucket.name {
                writer.literal(",\"name\":")
                writer.bilingual(name)
            }
            if let path = bucket.path {
                writer.literal(",\"path\":")
                writer.array(path) { $0.category($1) }
            }
            writer.literal("}")
        }
    }
}
