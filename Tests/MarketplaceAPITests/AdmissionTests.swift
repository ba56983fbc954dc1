import Accounts
import HTTPTypes
import Hummingbird
import Locking
import NIOCore
import Scheduling
import Testing

@testable import MarketplaceAPI

@Suite("Lines before the work")
struct AdmissionTests {
    private static let get = "GET /work HTTP/1.1\r\nHost: a\r\n\r\n"

    /// One request of each kind at work, and so many in line, for a minute.
    private static func admission(waiting: Int) -> Admission {
        let limit = AdmissionLimit(atOnce: 1, waiting: waiting, patienceMilliseconds: 60_000)
        var limits = AdmissionLimits()
        (limits.search, limits.read, limits.write, limits.payment) = (limit, limit, limit, limit)
        (limits.logIn, limits.authenticate, limits.cheap) = (limit, limit, limit)
        return Admission(limits)
    }

    /// Serves an operation of a kind on every path.
    private static func serve(
        _ kind: WorkKind, _ admission: Admission, handler: @escaping @Sendable () async throws -> Void,
        _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let market = try await Market()
        let operation = Operation(
            id: "work", method: .get, path: "/", tag: "work", summary: "Works.", successes: [], work: kind
        ) { _ in
            try await handler()
            return .empty(.noContent)
        }
        let responder = OperationResponder(
            operation: operation,
            authenticator: Authenticator(accounts: market.services.accounts, admission: admission),
            admission: admission,
            bodyBudget: BodyBudget(limits: ConnectionTestServer.limits, counts: ConnectionCounts()))
        try await ConnectionTestServer.serve(
            handler: { try await responder.respond(to: $0, context: $1) }, body)
    }

    @Test("who leaves gives up their place in the line, whatever kind of work it is for", arguments: WorkKind.allCases)
    func leaving(kind: WorkKind) async throws {
        let admission = Self.admission(waiting: 10)
        let begun = Locked(0)
        let isReleased = Locked(false)
        let handler: @Sendable () async throws -> Void = {
            begun.withLock { $0 += 1 }
            try await ConnectionTestServer.wait { isReleased.withLock { $0 } }
        }
        try await Self.serve(kind, admission, handler: handler) { port in
            let first = try await RawClient(port: port)
            try await first.send(Self.get)
            try await ConnectionTestServer.wait { begun.withLock { $0 } == 1 }
            var second: RawClient? = try await RawClient(port: port)
            try await second?.send(Self.get)
            try await ConnectionTestServer.wait { admission.counts(of: kind)?.waiting == 1 }
            second = nil
            try await ConnectionTestServer.wait { admission.counts(of: kind)?.waiting == 0 }
            isReleased.withLock { $0 = true }
            #expect(RawAnswer(try await first.read { RawAnswer($0) != nil })?.status == 204)
            #expect(begun.withLock { $0 } == 1 && admission.counts(of: kind)?.cancelled == 1)
        }
    }

    @Test(
        "work for who has left is given up where it only searches, reads or hashes",
        arguments: [WorkKind.search, .read, .logIn])
    func leavingWork(kind: WorkKind) async throws {
        let hasBegun = Locked(false)
        let isGivenUp = Locked(false)
        let handler: @Sendable () async throws -> Void = {
            hasBegun.withLock { $0 = true }
            try await withTaskCancellationHandler {
                try await ConnectionTestServer.wait { isGivenUp.withLock { $0 } }
            } onCancel: {
                isGivenUp.withLock { $0 = true }
            }
        }
        try await Self.serve(kind, Self.admission(waiting: 10), handler: handler) { port in
            var client: RawClient? = try await RawClient(port: port)
            try await client?.send(Self.get)
            try await ConnectionTestServer.wait { hasBegun.withLock { $0 } }
            client = nil
            try await ConnectionTestServer.wait { isGivenUp.withLock { $0 } }
        }
    }

    // MARK: Tokens

    @Test("look-ups of tokens have a line, past which a request is told to come later, and who leaves it is gone")
    func tokens() async throws {
        let market = try await Market()
        let isReleased = Locked(false)
        let wait: @Sendable () async throws -> Void = {
            try await ConnectionTestServer.wait { isReleased.withLock { $0 } }
        }
        let admission = Self.admission(waiting: 1)
        let authenticator = Authenticator(
            accounts: AccountService(
                store: SlowTokens(store: market.store, wait: wait), options: Market.accountOptions, now: { 0 }),
            admission: admission)
        // Of the right form, and nobody's.
        let token = Token.prefix + String(repeating: "A", count: 43)
        let request = Request(
            head: HTTPRequest(
                method: .get, scheme: "http", authority: "a", path: "/",
                headerFields: [.authorization: "Bearer \(token)"]),
            body: RequestBody(buffer: ByteBuffer()))
        let connection = ConnectionState()
        @Sendable func look(on connection: ConnectionState = .current) async throws {
            _ = try await authenticator.identity(of: request, scope: nil, on: connection)
        }
        let first = Task { try await look() }
        try await ConnectionTestServer.wait { admission.counts(of: .authenticate)?.working == 1 }
        let second = Task { try await look(on: connection) }
        try await ConnectionTestServer.wait { admission.counts(of: .authenticate)?.waiting == 1 }
        let refusal = await #expect(throws: Overloaded.self) { try await look() }
        let problem = APIProblem(try #require(refusal))
        #expect(problem.kind.status == .serviceUnavailable && problem.headers[.retryAfter] != nil)
        connection.close()
        await #expect(throws: CancellationError.self) { try await second.value }
        isReleased.withLock { $0 = true }
        await #expect(throws: AccountError.notAuthenticated) { try await first.value }
    }
}

/// A store whose look-ups of tokens wait.
private struct SlowTokens: AccountStore {
    let store: any AccountStore
    let wait: @Sendable () async throws -> Void

    func createAccount(
        username: String, displayName: String, passwordHash: String, atMilliseconds: Int64
    ) async throws -> Account {
        try await store.createAccount(
            username: username, displayName: displayName, passwordHash: passwordHash, atMilliseconds: atMilliseconds)
    }

    func account(_ id: Account.ID) async throws -> Account? { try await store.account(id) }
    func accounts(_ ids: [Account.ID]) async throws -> [Account] { try await store.accounts(ids) }
    func credentials(username: String) async throws -> (account: Account, passwordHash: String)? {
        try await store.credentials(username: username)
    }
    func insert(_ token: TokenRecord) async throws { try await store.insert(token) }
    func token(hash: [UInt8]) async throws -> TokenRecord? {
        try await wait()
        return try await store.token(hash: hash)
    }
    func deleteToken(hash: [UInt8]) async throws { try await store.deleteToken(hash: hash) }
    func device(hash: [UInt8]) async throws -> DeviceRecord? { try await store.device(hash: hash) }
    func keep(_ device: DeviceRecord, most: Int) async throws { try await store.keep(device, most: most) }
}
