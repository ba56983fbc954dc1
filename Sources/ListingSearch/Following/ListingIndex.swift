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

    /// Takes in what changed in the store after `sequence`, at most `limit` changes. A listing that the store cannot read is
    /// taken out.
    ///
    /// - Parameter isUnreadable: told of such listings, before they are taken out.
    /// - Returns: the sequence number reached; the same where nothing is new.
    func follow(
        _ log: any ListingChangeLog, after sequence: Int64, limit: Int,
        isUnreadable: ([Listing.ID]) -> Void = { _ in }
    ) throws -> Int64 {
        let changes = try log.changes(after: sequence, limit: limit)
        guard let last = changes.last else { return sequence }
        let unreadable = changes.filter { $0.offered == nil }.map(\.listingID)
        if !unreadable.isEmpty { isUnreadable(unreadable) }
        try index.apply(changes.map(documents.change))
        return last.sequence
    }

    /// Commits what was followed, with the place in the log that it was followed to.
    func commit(_ log: any ListingChangeLog, followedTo sequence: Int64) throws {
        try index.commit(checkpoint: sequence, source: log.position(at: sequence)?.source)
    }

    /// Why this index cannot go on from a log: it has seen changes that the log does not have. Nil where it can.
    ///
    /// Then new listings would come under numbers that the index takes for known, and would never be found.
    public func misfit(with log: any ListingChangeLog) throws -> String? {
        let snapshot = index.snapshot()
        let reached = snapshot.checkpoint
        guard reached > 0 || snapshot.documentCount > 0 else { return nil }
        guard let position = try log.position(at: reached) else {
            return "the index has followed \(reached) changes and the store has \(try log.lastSequence()): "
                + "the store is older than the index, or another"
        }
        guard let source = index.source else {
            // Made before indexes said what they followed; the log tells whether it has been written anew since.
            return position.history.isEmpty ? nil : "the index does not say which store it has followed"
        }
        guard source != position.source else { return nil }
        return source.hasPrefix(position.store + "/")
            ? "the store was put back to an older state after the index had followed it"
            : "the index was made from another store"
    }
}

extension ChangeLogPosition {
    /// What a commit of the index says of its source.
    var source: String { "\(store)/\(history)" }
}
