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
    let names: FacetNames
    private let categories: [(String, Int64)]
    private let asker = AskerNumber()

    init(
        search: any ListingSearching, shelf: ListingShelf, board: RatingBoard, exposure: SellerExposure,
        categories: [Category], names: FacetNames
    ) {
        self.search = search
        self.shelf = shelf
        self.board = board
        self.exposure = exposure
        self.categories = categories.map { ($0.slug, Int64($0.id)) }
        self.names = names
    }

    var operation: Operation {
        Operation(
            id: "searchListings", method: .get, path: "/v1/search", tag: "search", summary: "Finds listings.",
            parameters: parameters,
            successes: [.init(status: .ok, description: "A page of hits.", schema: Schema.reference("SearchResult"))],
            problems: [.unacceptable, .unavailable], work: .search, executor: search.executor,
            immediate: { input in known(try Self.query(input), asker.of(input.peerAddress)) }
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
            .query(
                "category", .named(categories),
                "A category by number or slug, with everything below it."),
            .query(
                "min_price", price,
                "The lowest price that is wanted, in minor units of `price_currency`; not above `max_price`."),
            .query("max_price", price, "The highest price that is wanted, in minor units of `price_currency`."),
            .query(
                "currency", .choice(Currency.allCodes),
                "Only listings with a price in that currency. Without it, bounds and facet of prices count those in the currency that most matches have; the answer names it as `price_currency`. Sorted by price, listings in other currencies follow after those."
            ),
            .query("condition", .list(Condition.allCases.map(\.rawValue)), "Any of these."),
            .query(
                "region", .text(2...6, .place), "Where the goods are; a country finds its parts, a part itself alone."),
            .query("ships_to", .text(2...6, .place), "Ships to that place, a country around it, or worldwide."),
            .query(
                "attribute", .texts(most: Self.mostAttributes, 3...Self.longestAttribute, .attribute),
                "An attribute as name and value: `brand:apple`. Any writing of either is taken. It may be given again: of values with the same name one has to hold, of different names all."
            ),
            .query("seller_id", .integer(1...Int64.max), "Of that seller."),
            .query("sort", .choice(ListingSort.allCases.map(\.rawValue)), "The order.", default: "relevance"),
            .query("facets", .list(ListingFacet.allCases.map(\.rawValue)), "What to count the matches by."),
            .query("highlight", .flag, "Whether to mark what matched.", default: false),
            .query("explain", .flag, "Whether to say why each hit stands where it does.", default: false),
            .query(
                "correct", .flag, "Whether what was probably meant may be searched where nothing holds what was typed.",
                default: true),
            .query(
                "limit", .integer(APILimits.pageLimits),
                "How many hits at most; \(APILimits.maxDetailedHits) with `highlight` or `explain`.", default: 20),
            .query(
                "cursor", .text(1...APILimits.maxCursorLength), "`next_cursor` of the page before, with the same query."
            ),
        ]
    }

    private static let mostAttributes = 20
    private static let longestAttribute =
        ListingLimits.attributeNameCharacters.upperBound + 1 + AttributeValue.longestValue

    // MARK: - Query

    private static func query(_ input: OperationInput) throws -> ListingQuery {
        let (low, high) = (input.integer("min_price"), input.integer("max_price"))
        if let low, let high, low > high {
            throw APIProblem.unacceptable([
                FieldProblem(field: "min_price", message: "is above max_price (\(low) > \(high))")
            ])
        }
        let isDetailed = input.flag("highlight") || input.flag("explain")
        if let limit = input.integer("limit"), isDetailed, limit > APILimits.maxDetailedHits {
            throw APIProblem.unacceptable([
                FieldProblem(
                    field: "limit",
                    message: "must be at most \(APILimits.maxDetailedHits) with highlight or explain, is \(limit)")
            ])
        }
        return ListingQuery(
            text: input.text("q") ?? "", categoryID: input.integer("category").map(Int.init), minPriceMinor: low,
            maxPriceMinor: high, conditions: Set(input.list("condition").compactMap(Condition.init(rawValue:))),
            region: input.text("region").map(RegionCode.standard),
            shipsTo: input.text("ships_to").map(RegionCode.standard), sellerID: input.integer("seller_id"),
            currency: input.text("currency").flatMap(Currency.init(code:)),
            attributes: Set(input.list("attribute").map { AttributeValue(key: $0) ?? .none }),
            sort: input.text("sort").flatMap(ListingSort.init(rawValue:)) ?? .relevance,
            facets: Set(input.list("facets").compactMap(ListingFacet.init(rawValue:))),
            highlights: input.flag("highlight"), explains: input.flag("explain"),
            corrects: input.flag("correct", default: true),
            limit: Int(input.integer("limit") ?? 20), cursor: input.text("cursor"))
    }

    // MARK: - Response

    /// The answer from memory, where page and listings are kept and nothing of a description has to be looked through.
    private func known(_ query: ListingQuery, _ asker: UInt64?) -> Answer? {
        guard let page = search.known(query, asker: asker), let entries = shelf.known(page.hits),
            query.text.isEmpty || entries.values.allSatisfy(\.isWhole)
        else { return nil }
        return .json(encoded(page, entries, [:], query: query))
    }

    /// At most one read of the store a page: of listings that were not shown lately.
    private func encoded(_ page: ListingPage, query: ListingQuery) async throws -> ByteBuffer {
        let entries = try await shelf.entries(page.hits)
        return encoded(page, entries, try await texts(page, entries, query), query: query)
    }

    private func encoded(
        _ page: ListingPage, _ entries: [Listing.ID: ListingShelf.Entry], _ texts: [Listing.ID: ShownTexts],
        query: ListingQuery
    ) -> ByteBuffer {
        let ratings = board.entries(entries.values.map(\.sellerID))
        if query.cursor == nil, query.sort == .relevance {
            exposure.count(page.hits.compactMap { entries[$0.id]?.sellerID }, ratings)
        }
        let hits = page.hits.compactMap { hit in
            entries[hit.id].map { entry in
                var shown = self.hit(hit, entry: entry, texts[hit.id])
                shown.sellerRating = ratings[entry.sellerID].map { HitRatingResource($0.summary) }
                return shown
            }
        }
        let response = SearchResponse(
            hits: [], total: SearchTotal(value: page.total.value, relation: page.total.relation.rawValue),
            facets: facets(page), attributeFacets: names.attributes(page.facets[.attributes] ?? []),
            priceCurrency: page.priceCurrency?.code, relaxed: page.relaxed, letGo: page.letGo,
            correction: page.correction, leftOut: page.leftOut,
            didYouMean: page.didYouMean, nextCursor: page.nextCursor,
            tookMicroseconds: page.tookMicroseconds)
        return SearchPageJSON(response, hits: hits).buffer
    }

    private func hit(
        _ hit: ListingHit, entry: ListingShelf.Entry, _ texts: ShownTexts?
    ) -> SearchPageJSON.Hit {
        let parts = hit.explanation?.parts.map {
            SearchScorePart(kind: $0.kind.rawValue, term: $0.term, score: $0.score)
        }
        var shown = SearchPageJSON.Hit(
            lasting: entry.json, extract: texts?.extract ?? entry.extract,
            score: hit.score, explanation: parts,
            reason: hit.explanation.map { BilingualText(english: $0.english, chinese: $0.chinese) })
        shown.highlights["title"] = texts?.markedTitle
        shown.highlights["extract"] = texts?.markedExtract
        shown.highlights["seller_name"] = texts?.markedShopName
        return shown
    }

    /// What has to be looked through for what matched: everything where matches are marked, long descriptions otherwise.
    private func texts(
        _ page: ListingPage, _ entries: [Listing.ID: ListingShelf.Entry], _ query: ListingQuery
    ) async throws -> [Listing.ID: ShownTexts] {
        guard !query.text.isEmpty else { return [:] }
        let shown = page.hits.compactMap { entries[$0.id] }.filter { query.highlights || !$0.isWhole }
        guard !shown.isEmpty else { return [:] }
        let texts = shown.map { entry in
            ListingTexts(
                title: entry.title, description: entry.isWhole ? entry.extract : entry.description,
                shopName: entry.sellerName ?? "")
        }
        // What matched is what was searched.
        let found = try await search.show(
            texts, query: page.searched ?? query.text, marks: query.highlights ? ("<em>", "</em>") : nil)
        return Dictionary(zip(shown.map(\.id), found)) { first, _ in first }
    }

    private func facets(_ page: ListingPage) -> [String: [SearchFacetBucket]] {
        let pairs = page.facets.filter { $0.key != .attributes }.map { facet, buckets in
            (facet.rawValue, buckets.map { names.bucket(facet, $0) })
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}
