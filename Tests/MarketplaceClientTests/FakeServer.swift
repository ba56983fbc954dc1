import Foundation
import MarketplaceClient
import MarketplaceWire
import Synchronization

/// Answers in the order they were given, and remembers what it was asked and how long the client waited.
final class FakeServer: Sendable {
    private struct State {
        var answers: [Result<ClientResponse, ClientError>]
        var requests: [ClientRequest] = []
        var pauses: [Duration] = []
    }

    private let state: Mutex<State>

    init(_ answers: [Result<ClientResponse, ClientError>]) {
        state = Mutex(State(answers: answers))
    }

    var requests: [ClientRequest] { state.withLock(\.requests) }
    var pauses: [Duration] { state.withLock(\.pauses) }

    func client(token: String? = nil, retries: RetryPolicy = RetryPolicy()) throws -> MarketplaceClient {
        let transport = ClientTransport(
            exchange: { request, _ in try self.answer(request).get() },
            pause: { duration in self.state.withLock { $0.pauses.append(duration) } })
        return try MarketplaceClient(server: "http://market.test", token: token, transport: transport, retries: retries)
    }

    private func answer(_ request: ClientRequest) throws -> Result<ClientResponse, ClientError> {
        try state.withLock { state in
            state.requests.append(request)
            guard !state.answers.isEmpty else { throw Exhausted() }
            return state.answers.removeFirst()
        }
    }

    struct Exhausted: Error {}
}

extension Result where Success == ClientResponse, Failure == ClientError {
    static func json(_ value: some Encodable, status: Int = 200) throws -> Self {
        .success(ClientResponse(status: status, body: Array(try JSONEncoder().encode(value))))
    }

    static func problem(_ status: Int, detail: String = "no", headers: [String: String] = [:]) throws -> Self {
        let problem = Problem(
            type: "/problems/test", title: "Test", status: status, detail: detail, instance: "/v1", requestID: "r-1",
            errors: [ProblemField(field: "title", message: "is empty")])
        return .success(
            ClientResponse(status: status, headers: headers, body: Array(try JSONEncoder().encode(problem))))
    }

    static let unreachable = Self.failure(.unreachable(server: "s", reason: "refused"))
    static let interrupted = Self.failure(.interrupted(server: "s", reason: "gone"))
}
