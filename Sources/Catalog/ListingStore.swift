/// What Catalog asks of whatever keeps its listings.
///
/// Every write that returns is durable: it outlives a crash of the process and of the machine. Every write of a listing
/// appends one row to the change log in the same transaction.
public protocol ListingStore: Sendable {
    /// Writes a listing and returns it with its number, version 1 and the times given.
    /// - Parameter quota: What the seller may have, checked in the transaction that writes; nil for operators, who
    ///   may load more.
    /// - Throws: `CatalogError.overQuota` or `.quotaUnknown`.
    func create(
        _ content: ListingContent, sellerID: Int64, within quota: ListingQuota?, atMilliseconds: Int64
    ) async throws -> Listing

    /// Writes many in one transaction, in order. One that the quota does not allow is left out and says so; the others
    /// are all written, or none.
    /// - Throws: `CatalogError.quotaUnknown`; then none is written.
    func create(
        _ contents: [ListingContent], sellerID: Int64, within quota: ListingQuota?, atMilliseconds: Int64
    ) async throws -> [Result<Listing, CatalogError>]

    /// What a seller has on sale and has added.
    func use(of sellerID: Int64) async throws -> SellerUse

    /// Writes a listing of its seller as version `expectedVersion + 1`.
    /// - Throws: `CatalogError.notFound` where the seller has no such listing (another seller's counts as none, deleted
    ///   ones too), `CatalogError.stale` where its version is another, `CatalogError.illegalTransition` where the status
    ///   cannot change so, `CatalogError.overQuota` where the seller would have more on sale than the quota allows.
    func update(
        _ id: Listing.ID, sellerID: Int64, expectedVersion: Int64, content: ListingContent?, status: ListingStatus?,
        within quota: ListingQuota?, atMilliseconds: Int64
    ) async throws -> Listing

    /// Whatever its status, deleted too: who may see it is the caller's question.
    func listing(_ id: Listing.ID) async throws -> Listing?

    /// Those of the ids that exist, whatever their status, in any order.
    func listings(_ ids: [Listing.ID]) async throws -> [Listing]

    /// Those of the ids that exist and can be read, whatever their status, in any order, with their shops: one read. Damage
    /// of one keeps none of the others back.
    func offered(_ ids: [Listing.ID]) async throws -> [ShopListing]

    /// A seller's listings by falling number, from below `beforeID`; deleted ones never. The page ends before `limit` where
    /// its texts reach `ListingLimits.pageBytes`.
    func listings(
        sellerID: Int64, statuses: Set<ListingStatus>, beforeID: Listing.ID?, limit: Int
    ) async throws -> ListingPageRead

    /// The shops' names of sellers, by seller; who is not known is left out.
    func shopNames(of sellerIDs: [Int64]) async throws -> [Int64: String]

    func categories() async throws -> [Category]
}

extension ListingStore {
    /// Writes a listing for an operator: no quota holds.
    public func create(_ content: ListingContent, sellerID: Int64, atMilliseconds: Int64) async throws -> Listing {
        try await create(content, sellerID: sellerID, within: nil, atMilliseconds: atMilliseconds)
    }

    /// Writes many for an operator in one transaction, in order. All or none; no quota holds.
    public func create(
        _ contents: [ListingContent], sellerID: Int64, atMilliseconds: Int64
    ) async throws -> [Listing] {
        try await create(contents, sellerID: sellerID, within: nil, atMilliseconds: atMilliseconds).map { try $0.get() }
    }

    /// Changes a listing for an operator: no quota holds.
    public func update(
        _ id: Listing.ID, sellerID: Int64, expectedVersion: Int64, content: ListingContent?, status: ListingStatus?,
        atMilliseconds: Int64
    ) async throws -> Listing {
        try await update(
            id, sellerID: sellerID, expectedVersion: expectedVersion, content: content, status: status, within: nil,
            atMilliseconds: atMilliseconds)
    }
}

/// What an index follows: the log of changes, and the listings as they stand. What is not async reads the disk on the
/// calling thread, which has to be one that may wait.
public protocol ListingChangeLog: Sendable {
    /// Changes after a sequence number, oldest first, one a listing at most (its newest), with the listing as it stands.
    /// Fewer than `limit` come where their texts reach `ListingLimits.batchBytes`, and none where there is none.
    func changes(after sequence: Int64, limit: Int) throws -> [ListingChange]

    /// The newest sequence number; 0 before the first change.
    func lastSequence() throws -> Int64

    /// The newest sequence number that this process knows of, from memory: its own writes are in it, those of other
    /// processes as of its start.
    var knownSequence: Int64 { get }

    /// Where in which log a sequence number stands; nil where the log does not reach so far.
    func position(at sequence: Int64) throws -> ChangeLogPosition?

    /// Calls the body with batches of all listings on sale by rising number, as one snapshot, which is also returned as
    /// the sequence number up to which it is complete.
    ///
    /// - Parameter began: called first, with the place of that snapshot in the log. Neither it nor the body may ask the log.
    func scanOnSale(
        batchSize: Int, afterID: Listing.ID, began: (ChangeLogPosition) throws -> Void,
        _ body: ([ShopListing]) throws -> Void
    ) throws -> Int64

    /// Calls the body with the title and the seller of one in so many listings on sale, by rising number, as one snapshot.
    func scanTitlesOnSale(every stride: Int, _ body: (String, Int64) throws -> Void) throws

    func onSaleCount() throws -> Int

    /// Writes listings into the log once more, as they stand: whoever follows it takes them in again.
    func repeatChanges(of ids: [Listing.ID]) async throws

    /// Waits until a change past `sequence` may have been written, or the time is over.
    func waitForChange(after sequence: Int64, timeoutMilliseconds: Int) async
}

extension ListingChangeLog {
    public func scanOnSale(
        batchSize: Int, afterID: Listing.ID, _ body: ([ShopListing]) throws -> Void
    ) throws -> Int64 {
        try scanOnSale(batchSize: batchSize, afterID: afterID, began: { _ in }, body)
    }
}

/// A place in the change log of one store.
///
/// A store that is put back to an older state gives the numbers after that state again, to other changes. So every process
/// that writes begins a new history of the log with its first change, under a random name. What has followed a log up to a
/// position has seen exactly the changes that lead to it if the log still has that position.
public struct ChangeLogPosition: Hashable, Sendable, Codable {
    /// The random name of the store.
    public var store: String
    /// The random name of the history that the change belongs to; empty before the first that was named.
    public var history: String
    public var sequence: Int64

    public init(store: String, history: String, sequence: Int64) {
        self.store = store
        self.history = history
        self.sequence = sequence
    }
}

/// A listing and the name of the shop that it is in: all that an index is made from.
public struct ShopListing: Hashable, Sendable {
    public var listing: Listing
    /// The name that its seller's account is shown by.
    public var shopName: String

    public init(_ listing: Listing, shopName: String) {
        self.listing = listing
        self.shopName = shopName
    }
}

/// Listings of a page as they were read.
public struct ListingPageRead: Hashable, Sendable {
    public var listings: [Listing]
    /// Whether there are more behind it.
    public var hasMore: Bool

    public init(listings: [Listing], hasMore: Bool) {
        self.listings = listings
        self.hasMore = hasMore
    }
}

/// A row of the change log, with its listing as it stands now.
public struct ListingChange: Hashable, Sendable {
    /// Grows by at least one with every change, without a gap being lost: what is below a seen number is there.
    public var sequence: Int64
    public var listingID: Listing.ID
    /// Nil where the listing or its shop cannot be read: its rows are damaged. The changes of others go on.
    public var offered: ShopListing?

    public init(sequence: Int64, listingID: Listing.ID, offered: ShopListing?) {
        self.sequence = sequence
        self.listingID = listingID
        self.offered = offered
    }
}

/// What the catalogue refuses.
public enum CatalogError: Error, Hashable, Sendable {
    case notFound
    case stale(currentVersion: Int64)
    case illegalTransition(from: ListingStatus, to: ListingStatus)
    case invalid([FieldProblem])
    /// The seller would have more on sale, or have added more today, than they may.
    case overQuota(QuotaExcess)
    /// Whether the seller may have so much on sale is not known yet, since their sales are still being read.
    case quotaUnknown
}

/// A field of the input that cannot be taken, and why; the limit stands in the sentence.
public struct FieldProblem: Hashable, Sendable, Codable {
    public var field: String
    public var message: String

    public init(field: String, message: String) {
        self.field = field
        self.message = message
    }
}
