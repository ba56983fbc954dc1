import Catalog
import NIOCore

/// All operations of the API, in one table: the router and the description are made from it.
struct OperationTable: Sendable {
    var operations: [Operation]
    var document: OpenAPIDocument

    init(
        services: MarketplaceServices, settings: ServerSettings, metrics: RequestMetrics,
        connections: ConnectionCounts = ConnectionCounts()
    ) {
        let limits = settings.limits
        let exposure = SellerExposure()
        let shelf = ListingShelf(listings: services.listingStore, byteLimit: settings.listingCacheBytes)
        let categories = services.categories.categories
        let bodies = ListingBodies(categoryIDs: categories.map(\.id))
        var operations: [Operation] = []
        operations +=
            AccountOperations(
                accounts: services.accounts, store: services.accountStore,
                passwordBuckets: settings.rateLimits.passwords.map { TokenBuckets($0, clock: services.clock) },
                limits: limits
            ).operations
        operations += ListingOperations(listings: services.listings, limits: limits, bodies: bodies).operations
        operations.append(ListingBatchOperation(listings: services.listings, limits: limits, bodies: bodies).operation)
        operations.append(CategoryOperation(categories: categories).operation)
        operations.append(
            SearchOperation(
                search: services.search, shelf: shelf, board: services.ratingBoard, exposure: exposure,
                categories: categories
            ).operation)
        operations.append(SuggestOperation(search: services.search).operation)
        operations +=
            SellerOperations(
                accounts: services.accountStore, listings: services.listingStore, board: services.ratingBoard
            ).operations
        operations += OrderOperations(orders: services.orders, limits: limits).operations
        operations +=
            RatingOperations(
                ratings: services.ratings, accounts: services.accountStore, credit: services.credit,
                clock: services.clock, limits: limits
            ).operations
        operations += CreditOperations(credit: services.credit, clock: services.clock).operations
        operations += MoneyOperations(ledger: services.ledger).operations
        operations.append(
            ProviderEventOperation(
                orders: services.orders, signature: services.providerSignature, clock: services.clock
            ).operation)
        operations += HealthOperations(search: services.search).operations
        operations.append(
            MetricsOperation(
                requests: metrics, connections: connections, search: services.search, allocator: services.allocator,
                storeCounts: services.storeCounts, exposure: exposure, shelf: shelf
            ).operation)
        self.init(operations: operations, schemas: ComponentSchemas(bodies: bodies, limits: limits))
    }

    /// Adds the operation that serves the description of all, itself among them.
    private init(operations: [Operation], schemas: ComponentSchemas) {
        let described = operations + [DescriptionOperation(text: ByteBuffer()).operation]
        document = OpenAPIDocument(operations: described, schemas: schemas.all)
        let text = ByteBuffer(string: document.json.text)
        self.operations = operations + [DescriptionOperation(text: text).operation]
    }
}
