import Catalog
import NIOCore
import Orders

/// All operations of the API, in one table: the router and the description are made from it.
struct OperationTable: Sendable {
    var operations: [Operation]
    var document: OpenAPIDocument
    /// What is answered to who watches the server.
    var watch: WatchAnswers

    init(
        services: MarketplaceServices, settings: ServerSettings, metrics: RequestMetrics, admission: Admission,
        connections: ConnectionCounts = ConnectionCounts()
    ) {
        let limits = settings.limits
        let exposure = SellerExposure()
        let categories = services.categories.categories
        let names = FacetNames(categories)
        let shelf = ListingShelf(
            listings: services.listingStore, names: names, byteLimit: settings.listingCacheBytes)
        let bodies = ListingBodies(categoryIDs: categories.map(\.id))
        var operations: [Operation] = []
        operations +=
            AccountOperations(
                accounts: services.accounts, store: services.accountStore, listings: services.listings,
                passwordBuckets: settings.rateLimits.passwords.map { TokenBuckets($0, clock: services.clock) }
            ).operations
        operations +=
            ListingOperations(
                listings: services.listings, orders: services.orders.store, limits: limits, bodies: bodies
            ).operations
        operations.append(ListingBatchOperation(listings: services.listings, limits: limits, bodies: bodies).operation)
        operations.append(CategoryOperation(categories: categories).operation)
        operations.append(
            SearchOperation(
                search: services.search, shelf: shelf, board: services.ratingBoard, exposure: exposure,
                categories: categories, names: names
            ).operation)
        operations.append(SuggestOperation(search: services.search).operation)
        operations +=
            SellerOperations(
                accounts: services.accountStore, listings: services.listingStore, orders: services.orders.store,
                board: services.ratingBoard
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
        let metrics = MetricsText(
            requests: metrics, admission: admission, connections: connections, search: services.search,
            allocator: services.allocator, storeCounts: services.storeCounts, storeDamages: services.storeDamages,
            exposure: exposure, shelf: shelf, clockStatus: services.orders.clockStatus)
        let watch = WatchAnswers(
            search: services.search, metrics: KeptMetrics(clock: services.clock, make: metrics.text))
        operations += WatchOperations(answers: watch).operations
        self.init(operations: operations, schemas: ComponentSchemas(bodies: bodies, limits: limits), watch: watch)
    }

    /// Adds the operation that serves the description of all, itself among them.
    private init(operations: [Operation], schemas: ComponentSchemas, watch: WatchAnswers) {
        self.watch = watch
        let described = operations + [DescriptionOperation(text: ByteBuffer()).operation]
        document = OpenAPIDocument(operations: described, schemas: schemas.all)
        let text = ByteBuffer(string: document.json.text)
        self.operations = operations + [DescriptionOperation(text: text).operation]
    }
}
