public import Catalog
public import SearchIndex
public import TextAnalysis

/// One generation of the listings' index, open, and how far it has followed the store.
public final class ListingIndex: Sendable {
    public let index: Index
    let documents: ListingDocument

    /// The analyser of all listings, without the words that an operator wants kept whole.
    public static let analyzer = StandardAnalyzerFactory()

    private init(_ index: Index, _ documents: ListingDocument) {
        self.index = index
        self.documents = documents
    }

    /// - Parameter analyzer: cuts the listings that are put in; of the signature of `ListingIndex.analyzer`.
    public convenience init(
        opening path: String, categories: CategoryTree, analyzer: any AnalyzerFactory = ListingIndex.analyzer,
        forReading: Bool = false
    ) throws {
        self.init(
            try Index(opening: path, schema: ListingSchema.schema, analyzer: analyzer, forReading: forReading),
            ListingDocument(categories: categories))
    }

    public static func create(
        at path: String, categories: CategoryTree, analyzer: any AnalyzerFactory = ListingIndex.analyzer
    ) throws -> ListingIndex {
        ListingIndex(
            try Index.create(at: path, schema: ListingSchema.schema, analyzer: analyzer),
            ListingDocument(categories: categories))
    }

    /// Takes in what changed in the store after `sequence`, at most `limit` changes.
    ///
    /// - Returns: the sequence number reached; the same where nothing is new.
    func follow(_ log: any ListingChangeLog, after sequence: Int64, limit: Int) throws -> Int64 {
        let changes = try log.changes(after: sequence, limit: limit)
        guard let last = changes.last else { return sequence }
        try index.apply(changes.map { documents.change($0.offered) })
        return last.sequence
    }
}
