import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// The way to the server: one exchange, and the pause before the next try. A struct of closures, so that tests can
/// stand in for the network and for time.
package struct ClientTransport: Sendable {
    /// - Throws: `ClientError.unreachable` where the request was surely not sent, `ClientError.interrupted` where it may
    ///   have been.
    package var exchange: @Sendable (_ request: ClientRequest, _ server: String) async throws -> ClientResponse
    package var pause: @Sendable (Duration) async throws -> Void

    package init(
        exchange: @escaping @Sendable (ClientRequest, String) async throws -> ClientResponse,
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.exchange = exchange
        self.pause = pause
    }
}

extension ClientTransport {
    /// Real HTTP. One exchange takes at most `timeoutSeconds` in all.
    package static func http(timeoutSeconds: Int64 = 60) -> ClientTransport {
        ClientTransport(
            exchange: { request, server in
                try await exchangeOverHTTP(request, server: server, timeout: .seconds(timeoutSeconds))
            },
            pause: { try await Task.sleep(for: $0) })
    }

    /// No answer of the API is larger.
    private static let largestBodyBytes = 64 << 20

    /// One for the process, never shut down. Redirects are not followed: they would carry the token elsewhere.
    private static let shared: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(5)
        configuration.connectionPool.retryConnectionEstablishment = false
        // As many as the callers ask at once; the library's own limit is eight a host.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 256
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    private static func exchangeOverHTTP(
        _ request: ClientRequest, server: String, timeout: TimeAmount
    ) async throws -> ClientResponse {
        var outgoing = HTTPClientRequest(url: server + request.target)
        outgoing.method = .RAW(value: request.method.rawValue)
        for (name, value) in request.headers { outgoing.headers.add(name: name, value: value) }
        if let body = request.body { outgoing.body = .bytes(ByteBuffer(bytes: body)) }
        do {
            let response = try await shared.execute(outgoing, timeout: timeout)
            let body = try await response.body.collect(upTo: largestBodyBytes)
            let headers = response.headers.map { ($0.name.lowercased(), $0.value) }
            return ClientResponse(
                status: Int(response.status.code), headers: Dictionary(headers) { $1 },
                body: Array(body.readableBytesView))
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw failure(error, server: server)
        }
    }

    private static func failure(_ error: any Error, server: String) -> ClientError {
        switch error {
        case let error as NIOConnectionError:
            .unreachable(server: server, reason: reason(error))
        case let error as IOError where connectErrors.contains(error.errnoCode):
            .unreachable(server: server, reason: reason(error))
        case let error as HTTPClientError where error == .connectTimeout:
            .unreachable(server: server, reason: "no connection within 5 s")
        case let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout:
            .interrupted(server: server, reason: "no answer in time")
        case is NIOTooManyBytesError:
            .interrupted(server: server, reason: "the answer is longer than \(largestBodyBytes >> 20) MiB")
        default:
            .interrupted(server: server, reason: "the connection was lost: \(error)")
        }
    }

    /// What only an attempt to connect can fail with.
    private static let connectErrors: Set<CInt> = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL]

    private static func reason(_ error: NIOConnectionError) -> String {
        if error.dnsAError != nil, error.dnsAAAAError != nil { return "no such host: \(error.host)" }
        return (error.connectionErrors.first?.error as? IOError).map(reason) ?? "\(error)"
    }

    private static func reason(_ error: IOError) -> String {
        error.errnoCode == ECONNREFUSED ? "nothing listens there" : "\(error)"
    }
}
