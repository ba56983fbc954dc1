import FoundationEssentials
import MarketplaceWire

/// A typed client of the market's web API.
///
/// Every call throws `ClientError`. Requests are tried again as `RetryPolicy` says; every exchange has a time limit.
public struct MarketplaceClient: Sendable {
    /// The server's address without a slash at its end: `http://127.0.0.1:8080`.
    public let server: String
    /// A bearer token; nil asks as nobody.
    public var token: String?
    package var transport: ClientTransport
    package var retries: RetryPolicy

    /// - Throws: `ClientError.invalidServer` where the address is not `http` or `https` with a host and nothing behind.
    public init(server: String, token: String? = nil) throws {
        try self.init(server: server, token: token, transport: .http())
    }

    package init(
        server: String, token: String? = nil, transport: ClientTransport, retries: RetryPolicy = RetryPolicy()
    ) throws {
        self.server = try Self.checked(server)
        self.token = token
        self.transport = transport
        self.retries = retries
    }

    private static func checked(_ text: String) throws -> String {
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), scheme == "http" || scheme == "https",
            let host = url.host(), !host.isEmpty, url.path().isEmpty || url.path() == "/", url.query() == nil,
            url.fragment() == nil, url.user() == nil
        else { throw ClientError.invalidServer(text) }
        return text.last == "/" ? String(text.dropLast()) : text
    }
}

// MARK: - Exchanges

extension MarketplaceClient {
    /// Sends a request and reads its answer.
    package func ask<Answer: Decodable>(_ request: ClientRequest, for type: Answer.Type = Answer.self) async throws
        -> Answer
    {
        let response = try await carryOut(request)
        do {
            return try JSONDecoder().decode(type, from: Data(response.body))
        } catch {
            throw ClientError.unexpected(server: server, status: response.status, reason: "its body is no \(type)")
        }
    }

    /// Sends a request, as often as the policy allows, until it succeeds.
    @discardableResult
    package func carryOut(_ request: ClientRequest) async throws -> ClientResponse {
        let request = dressed(request)
        var tried = 0
        while true {
            tried += 1
            let (failure, error): (RetryableFailure?, ClientError)
            do {
                let response = try await transport.exchange(request, server)
                if (200..<300).contains(response.status) { return response }
                (failure, error) = (Self.retryable(response), problem(in: response))
            } catch let caught as ClientError {
                (failure, error) = (Self.retryable(caught), caught)
            }
            guard let failure,
                let pause = retries.pause(after: failure, tried: tried, isIdempotent: request.isIdempotent)
            else { throw error }
            try await transport.pause(pause)
        }
    }

    /// JSON for a request's body.
    package static func json(_ body: some Encodable) throws -> [UInt8] {
        Array(try JSONEncoder().encode(body))
    }

    private func dressed(_ request: ClientRequest) -> ClientRequest {
        var request = request
        request.headers.append(("Accept", "application/json, \(Problem.mediaType)"))
        request.headers.append(("User-Agent", "sesame"))
        if request.body != nil { request.headers.append(("Content-Type", "application/json")) }
        if let token { request.headers.append(("Authorization", "Bearer \(token)")) }
        return request
    }

    private func problem(in response: ClientResponse) -> ClientError {
        if let problem = try? JSONDecoder().decode(Problem.self, from: Data(response.body)) { return .problem(problem) }
        let reason = response.status / 100 == 3 ? "a redirect, which is not followed" : "without a reason"
        return .unexpected(server: server, status: response.status, reason: reason)
    }

    private static func retryable(_ response: ClientResponse) -> RetryableFailure? {
        switch response.status {
        case 429: .tooManyRequests(retryAfterSeconds: response.retryAfterSeconds)
        case 503: .unavailable(retryAfterSeconds: response.retryAfterSeconds)
        default: nil
        }
    }

    private static func retryable(_ error: ClientError) -> RetryableFailure? {
        switch error {
        case .unreachable: .unreachable
        case .interrupted: .interrupted
        case .problem, .unexpected, .invalidServer: nil
        }
    }
}
