import Catalog
import SearchIndex

extension ListingAnswerer {
    /// More currencies than the market knows are in no index.
    private static let mostCurrencies = 64

    /// The currency that a query's prices are compared in: the one asked for, or the one that most matches have; nil where
    /// none are compared.
    ///
    /// Matches are what holds all words; where nothing does, whatever passes the filters. The bounds of the price itself do
    /// not count, since they mean nothing without a currency.
    func priceCurrency(_ query: ListingQuery, _ start: ListingCursor?) throws -> Currency? {
        guard query.comparesPrices else { return nil }
        if let currency = query.currency ?? start?.priceCurrency { return currency }
        let known = try snapshot.strings(column: ListingSchema.currency, limit: Self.mostCurrencies) ?? []
        if known.count == 1 { return known.first.flatMap(Currency.init(code:)) }
        var query = query
        query.minPriceMinor = nil
        query.maxPriceMinor = nil
        query.facets = [.currency]
        guard let filters = query.filters(documents) else { return nil }
        for terms in [try words(query.text).terms, []] {
            let counted = try snapshot.search(
                Query(terms: terms, filters: filters, limit: 0, facets: query.facetRequests.map(\.request)))
            if let most = counted.facets.first?.first { return Currency(code: most.value) }
        }
        return nil
    }
}
