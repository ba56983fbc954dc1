import Foundation
import MarketplaceClient
import MarketplaceWire
import Synchronization

/// A market in memory that loses answers on demand, for what an import must withstand.
final class FakeMarket: Sendable {
    enum Fault: CaseIterable, Sendable {
        case none
        /// The request never arrives.
        case lostRequest
        /// The request is carried out, and its answer never arrives.
        case lostAnswer
        /// The server fails after it has carried the request out.
        case failure
        /// Too many requests, more than the client has patience for.
        case refusal
    }

    private struct State {
        var listings: [ListingResource] = []
        var faults: [Fault] = []
        var batches = 0
    }

    private let state = Mutex(State())

    var titles: [String] { state.withLock { $0.listings.map(\.title) } }
    var batches: Int { state.withLock(\.batches) }

    /// What befalls the next batches, in order; none after them.
    func plan(_ faults: [Fault]) { state.withLock { $0.faults = faults } }

    var client: MarketplaceClient {
        get throws {
            let transport = ClientTransport(
                exchange: { request, _ in
                    request.method == .post ? try self.createBatch(request) : try self.list(request)
                },
                pause: { _ in })
            return try MarketplaceClient(
                server: "http://market.test", token: "t", transport: transport, retries: .never)
        }
    }

    private func createBatch(_ request: ClientRequest) throws -> ClientResponse {
        struct Body: Decodable { var listings: [ListingRequest] }
        let body = try JSONDecoder().decode(Body.self, from: Data(request.body ?? []))
        return try state.withLock { state in
            state.batches += 1
            let fault = state.faults.isEmpty ? .none : state.faults.removeFirst()
            if fault == .lostRequest { throw ClientError.interrupted(server: "s", reason: "test") }
            if fault == .refusal { return try Self.problem(429) }
            let results = body.listings.enumerated().map { index, listing in
                if listing.title.contains("bad") {
                    return ListingBatchResult(index: index, errors: [ProblemField(field: "title", message: "is bad")])
                }
                let id = Int64(state.listings.count + 1)
                state.listings.append(Self.listing(id, listing))
                return ListingBatchResult(index: index, id: id, version: 1)
            }
            if fault == .lostAnswer { throw ClientError.interrupted(server: "s", reason: "test") }
            if fault == .failure { return try Self.problem(500) }
            return try Self.json(ListingBatchResponse(results: results), status: 207)
        }
    }

    /// Pages of 3, newest first.
    private func list(_ request: ClientRequest) throws -> ClientResponse {
        let cursor = request.query.first { $0.name == "cursor" }.flatMap { Int64($0.value) } ?? .max
        return try state.withLock { state in
            let rest = state.listings.reversed().filter { $0.id < cursor }
            let page = Array(rest.prefix(3))
            let next = rest.count > 3 ? page.last.map { String($0.id) } : nil
            return try Self.json(ListingPageResponse(listings: page, nextCursor: next))
        }
    }

    private static func json(_ value: some Encodable, status: Int = 200) throws -> ClientResponse {
        ClientResponse(status: status, body: Array(try JSONEncoder().encode(value)))
    }

    private static func problem(_ status: Int) throws -> ClientResponse {
        try json(
            Problem(type: "/t", title: "t", status: status, detail: "d", instance: "/", requestID: "r"),
            status: status)
    }

    private static func listing(_ id: Int64, _ request: ListingRequest) -> ListingResource {
        ListingResource(
            id: id, sellerID: 7, title: request.title, description: request.description ?? "",
            categoryID: request.categoryID, condition: request.condition ?? "new", priceMinor: request.priceMinor,
            currency: request.currency, quantity: request.quantity ?? 1, region: request.region,
            shipsTo: request.shipsTo, shippingFeeMinor: request.shippingFeeMinor ?? 0,
            attributes: request.attributes ?? [], status: "active", version: 1,
            createdAt: Timestamp(milliseconds: 0), updatedAt: Timestamp(milliseconds: 0))
    }
}
