import Catalog
import HTTPTypes
import ListingSearch
import MarketplaceWire
import NIOCore
import Ratings

/// Finds listings.
struct SearchOperation: Sendable {
    var search: any ListingSearching
    var shelf: ListingShelf
    var board: RatingBoard
    var exposure: SellerExposure
    var categories: [Category]
    let asker = AskerNumber()

    var operation: Operation {
        Operation(
            id: "searchListings", method: .get, path: "/v1/search", tag: "search", summary: "Finds listings.",
            parameters: parameters,
            successes: [.init(status: .ok, description: "A page of hits.", schema: Schema.reference("SearchResult"))],
            problems: [.unacceptable, .unavailable]
        ) { input in
            let query = try Self.query(input)
            let page = try await search.search(query, asker: asker.of(input.peerAddress))
            return .json(try await encoded(page, query: query))
        }
    }

    private var parameters: [Parameter] {
        let price = Parameter.Kind.integer(0...APILimits.maxPriceMinor)
        return [
            .query(
                "q", .text(0...APILimits.maxQueryLength),
                "What is sought; a shop's name finds its listings. Empty or absent browses."),
            .query("category", .number(categories.map { Int64($0.id) }), "A category, with everything below it."),
            .query("min_price", price, "In minor units; not above `max_price`."),
            .query("max_price", price, "In minor units."),
            .query("condition", .list(Condition.allCases.map(\.rawValue)), "Any of these."),
            .query("region", .text(2...6, .place), "Where the goods are; a country finds its parts."),
            .query("ships_to", .text(2...6, .place), "Ships to that place, a country around it, or worldwide."),
            .query("seller_id", .integer(1...Int64.max), "Of that seller."),
            .query("sort", .choice(ListingSort.allCases.map(\.rawValue)), "The order.", default: "relevance"),
            .query("facets", .list(ListingFacet.allCases.map(\.rawValue)), "What to count the matches by."),
            .query("highlight", .flag, "Whether to mark what matched.", default: false),
            .query("explain", .flag, "Whether to say why each hit stands where it does.", default: false),
            .query(
                "correct", .flag, "Whether what was probably meant may be searched where nothing holds what was typed.",
                default: true),
            .query("limit", .integer(APILimits.pageLimits), "How many hits at most.", default: 20),
            .query(
                "cursor", .text(1...APILimits.maxCursorLength), "`next_cursor` of the page before, with the same query."
            ),
        ]
    }

    // MARK: - Query

    private static func query(_ input: OperationInput) throws -> ListingQuery {
        let (low, high) = (input.integer("min_price"), input.integer("max_price"))
        if let low, let high, low > high {
            throw APIProblem.unacceptable([
                FieldProblem(field: "min_price", message: "is above max_price (\(low) > \(high))")
            ])
        }
        return ListingQuery(
            text: input.text("q") ?? "", categoryID: input.integer("category").map(Int.init), minPriceMinor: low,
            maxPriceMinor: high, conditions: Set(input.list("condition").compactMap(Condition.init(rawValue:))),
            region: input.text("region"), shipsTo: input.text("ships_to"), sellerID: input.integer("seller_id"),
            sort: input.text("sort").flatMap(ListingSort.init(rawValue:)) ?? .relevance,
            facets: Set(input.list("facets").compactMap(ListingFacet.init(rawValue:))),
            highlights: input.flag("highlight"), explains: input.flag("explain"),
            corrects: input.flag("correct", default: true),
            limit: Int(input.integer("limit") ?? 20), cursor: input.text("cursor"))
    }

    // MARK: - Response

    /// At most one read of the store a page: of listings that were not shown lately.
    private func encoded(_ page: ListingPage, query: ListingQuery) async throws -> ByteBuffer {
        let entries = try await shelf.entries(page.hits)
        let ratings = board.entries(entries.values.map(\.sellerID))
        if query.cursor == nil, query.sort == .relevance {
            exposure.count(page.hits.compactMap { entries[$0.id]?.sellerID }, ratings)
        }
        // What matched is what was searched.
        let marked = query.highlights ? highlights(page, entries, of: page.correction ?? query.text) : [:]
        let hits = page.hits.compactMap { hit in
            entries[hit.id].map { entry in
                var shown = self.hit(hit, entry: entry)
                shown.highlights = marked[hit.id] ?? [:]
                shown.sellerRating = ratings[entry.sellerID].map { HitRatingResource($0.summary) }
                return shown
            }
        }
        let response = SearchResponse(
            hits: [], total: SearchTotal(value: page.total.value, relation: page.total.relation.rawValue),
            facets: Self.facets(page), relaxed: page.relaxed, letGo: page.letGo, correction: page.correction,
            didYouMean: page.didYouMean, nextCursor: page.nextCursor,
            tookMicroseconds: page.tookMicroseconds)
        return SearchPageJSON(response, hits: hits).buffer
    }

    private func hit(
        _ hit: ListingHit, entry: ListingShelf.Entry
    ) -> SearchPageJSON.Hit {
        let parts = hit.explanation?.parts.map {
            SearchScorePart(kind: $0.kind.rawValue, term: $0.term, score: $0.score)
        }
        return SearchPageJSON.Hit(
            listing: entry.json, sellerName: entry.sellerName, score: hit.score,
            explanation: parts, reason: hit.explanation.map { SearchReason(english: $0.english, chinese: $0.chinese) })
    }

    private func highlights(
        _ page: ListingPage, _ entries: [Listing.ID: ListingShelf.Entry], of text: String
    ) -> [Listing.ID: [String: String]] {
        let shown = page.hits.compactMap { entries[$0.id] }
        let texts = shown.map {
            ["title": $0.title, "description": $0.description, "seller_name": $0.sellerName ?? ""]
        }
        let marked = search.highlight(texts.flatMap(\.values), query: text, open: "<em>", close: "</em>")
        var highlights: [Listing.ID: [String: String]] = [:]
        var place = 0
        for (entry, fields) in zip(shown, texts) {
            for name in fields.keys {
                highlights[entry.id, default: [:]][name] = marked[place]
                place += 1
            }
        }
        return highlights
    }

    private static func facets(_ page: ListingPage) -> [String: [SearchFacetBucket]] {
        let pairs = page.facets.map { facet, buckets in
            (facet.rawValue, buckets.map { SearchFacetBucket(key: $0.key, count: $0.count) })
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}
