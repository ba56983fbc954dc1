import Accounts
import Catalog
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ListingSearch
import Logging
import MarketplaceStore
import NIOCore
import Orders
import Ratings
import Testing

@testable import MarketplaceAPI

/// A market on a temporary store with the real search; only passwords are cheap and clients unlimited.
final class Market: Sendable {
    let folder: String
    let lexicons: LexiconFolder
    private let generations: GenerationFolder
    private let categories: CategoryTree
    let store: MarketplaceStore
    let follower: ListingFollower
    let vocabularies: VocabularyKeeper
    let queries: QueryLog
    let server: MarketplaceServer
    let services: MarketplaceServices

    static let accountOptions = AccountService.Options(passwordCost: PasswordHash.Cost(rounds: 16), signUps: nil)
    static let secret = Array("sixteen bytes or more".utf8)

    init(
        opensIndex: Bool = true, readsRatings: Bool = true, rateLimits: RateLimits = .none,
        trustsForwardedAddress: Bool = false, accountOptions: AccountService.Options = Market.accountOptions,
        quotaRules: QuotaRules = QuotaRules(), clock: MarketClock = .system, provider: (any PaymentProvider)? = nil,
        copying crashed: Market? = nil
    ) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "sesame-api-\(UUID().uuidString)").path()
        if let crashed {
            // The files as they are, without a word to whoever wrote them: as after a crash.
            try FileManager.default.copyItem(atPath: crashed.folder, toPath: folder)
        } else {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        store = try MarketplaceStore(path: folder + "/market.sqlite")
        categories = try CategoryTree(await store.categories())
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        lexicons = try LexiconFolder(folder + "/dictionary", logger: logger)
        generations = try GenerationFolder(folder + "/index")
        follower = ListingFollower(
            folder: generations, log: store, categories: categories, lexicons: lexicons,
            logger: logger)
        queries = QueryLog(path: folder + "/" + QueryLog.fileName, logger: logger)
        vocabularies = VocabularyKeeper(
            log: store, categories: categories, lexicons: lexicons, queries: queries, rulesFolder: folder + "/rules",
            logger: logger)
        if opensIndex { try follower.open() }
        let now: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1_000) }
        let board = RatingBoard(store: store, now: clock.nowMilliseconds)
        if readsRatings { try await board.refresh() }
        let orders = OrderService(store: store, provider: provider, now: clock.nowMilliseconds)
        services = MarketplaceServices(
            accounts: AccountService(
                store: store, options: accountOptions, now: now, ticks: clock.monotonicNanoseconds),
            accountStore: store,
            listings: ListingService(
                store: store, categories: categories, quotaOf: BoardQuotas(board: board, rules: quotaRules).quota,
                now: now),
            listingStore: store, categories: categories,
            orders: orders, ledger: store,
            ratings: RatingService(store: store, now: clock.nowMilliseconds), ratingBoard: board, credit: store,
            providerSignature: WebhookSignature(secret: Self.secret),
            search: ListingSearchService(
                follower: follower, log: store, store: store,
                lexicons: lexicons, vocabularies: vocabularies,
                queries: queries, rules: RuleFolder(folder + "/rules", logger: logger),
                sellers: BoardRecords(board: board), now: now),
            clock: clock)
        server = MarketplaceServer(
            services: services,
            settings: ServerSettings(rateLimits: rateLimits, trustsForwardedAddress: trustsForwardedAddress),
            logger: logger)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Brings the index level with the store.
    func index() throws {
        try follower.step()
        try vocabularies.refresh()
    }

    /// Blocks a text from being suggested, as the operators' command does.
    func block(_ text: String, removes: Bool = false) throws {
        try BlockedSuggestions.change(folder + "/rules", text, removes: removes)
        vocabularies.look()
    }

    /// Waits for what the market takes up by itself.
    func until(_ condition: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while try await !condition() {
            try #require(ContinuousClock.now < deadline, "waited in vain")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Makes another generation from the store, and answers from it.
    func rebuild() throws {
        let rebuild = ListingRebuild(
            folder: generations, log: store, categories: categories, lexicon: lexicons.current())
        _ = try rebuild.run { _ in }
        try follower.step()
    }

    /// Runs the body against the router, without a socket.
    func test(_ body: @escaping @Sendable (Client) async throws -> Void) async throws {
        try await Application(responder: server.router().buildResponder()).test(.router) { client in
            try await body(Client(client: client))
        }
    }
}

/// What the tests say to the API.
struct Client {
    struct Answer {
        var status: Int
        var headers: HTTPFields
        var text: String

        var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] ?? [:]
        }

        /// The fields that a problem names.
        var fields: [String] { (json["errors"] as? [[String: Any]] ?? []).compactMap { $0["field"] as? String } }
    }

    let client: any TestClientProtocol

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: Any? = nil, token: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        var fields = HTTPFields()
        if let token { fields[.authorization] = "Bearer \(token)" }
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        var buffer: ByteBuffer?
        if let text = body as? String {
            buffer = ByteBuffer(string: text)
        } else if let body {
            buffer = ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: body))
        }
        if buffer != nil, fields[.contentType] == nil { fields[.contentType] = "application/json" }
        return try await client.execute(uri: path, method: method, headers: fields, body: buffer) { response in
            Answer(status: response.status.code, headers: response.headers, text: String(buffer: response.body))
        }
    }

    /// A new seller's token.
    ///
    /// - Parameter shop: the shop's name; the username if absent.
    func seller(_ name: String = "seller", shop: String? = nil) async throws -> String {
        let account = ["username": name, "password": "correct horse battery"]
        let shown = account.merging(["display_name": shop ?? name]) { first, _ in first }
        #expect(try await send(.post, "/v1/accounts", shown).status == 201)
        let token = try await send(.post, "/v1/tokens", account)
        #expect(token.status == 201)
        return try #require(token.json["token"] as? String)
    }

    static func listing(_ title: String) -> [String: Any] {
        [
            "title": title, "category_id": 3030, "price_minor": 1_250, "currency": "CNY", "region": "CN-ZJ",
            "ships_to": ["CN"],
        ]
    }

    /// A new listing's number.
    func list(_ title: String, token: String) async throws -> Int {
        let answer = try await send(.post, "/v1/listings", Self.listing(title), token: token)
        #expect(answer.status == 201, "\(answer.text)")
        return try #require(answer.json["id"] as? Int)
    }
}
