import Catalog
import SearchIndex
import TextAnalysis

/// Tells the words apart that of all a listing says only its shop's name holds: the score of a word is one number for all
/// fields.
struct ShopWords {
    private let documents: ListingDocument
    private let analyzer: any Analyzer

    init(documents: ListingDocument, analyzer: any Analyzer) {
        self.documents = documents
        self.analyzer = analyzer
    }

    /// Marks the shares of a hit that rest on the shop's name alone.
    ///
    /// - Complexity: O(the name), and O(the listing's texts) where the name holds any of the words.
    func mark(_ shares: inout [ListingStretch.Share], of offered: ShopListing) {
        let name = terms([offered.shopName])
        let places = shares.indices.filter { Self.holds(name, shares[$0].term) }
        guard !places.isEmpty else { return }
        let texts = zip(ListingSchema.schema.fields, documents.document(offered).texts)
            .filter { $0.0.name != ListingSchema.shop && $0.0.content == .prose }.map(\.1)
        let others = terms(texts)
        for place in places { shares[place].isOfShop = !Self.holds(others, shares[place].term) }
    }

    private func terms(_ texts: [String]) -> Set<Query.Form.Piece> {
        var terms: Set<Query.Form.Piece> = []
        var buffer = TokenBuffer()
        for var text in texts {
            text.withUTF8 { unsafe analyzer.analyze($0, into: &buffer) }
            for record in buffer.records {
                let start = Int(record.termStart)
                let bytes = buffer.bytes[start..<start + Int(record.termLength)]
                terms.insert(Query.Form.Piece(Array(bytes), channel: record.kind.channel))
            }
        }
        return terms
    }

    private static func holds(_ terms: Set<Query.Form.Piece>, _ term: Query.Term) -> Bool {
        terms.contains(Query.Form.Piece(term.bytes, channel: term.channel))
            || term.forms.contains { $0.pieces.allSatisfy(terms.contains) }
    }
}
