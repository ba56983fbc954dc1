import AsyncHTTPClient
public import Catalog
import Foundation
import NIOCore
import NIOHTTP1
public import Orders

/// A payment provider behind HTTP that speaks `ProviderMessages`.
public struct HTTPPaymentProvider: PaymentProvider {
    /// What can go wrong on the way; the caller asks again later.
    public enum Failure: Error, Hashable, Sendable {
        case status(Int)
        case notUnderstood
    }

    private let address: String
    private let signature: WebhookSignature
    private let nowSeconds: @Sendable () -> Int64

    /// One for the process, never shut down.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        // Many buyers pay at once; the library's own limit is eight.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// A buyer waits for the answer: past this it comes by webhook, or when it is asked for again.
    private static let timeout = TimeAmount.seconds(5)
    private static let maxAnswerByteCount = 16 * 1024

    /// - Parameter address: Of the provider, without a slash at its end.
    public init(address: String, signature: WebhookSignature, nowSeconds: @escaping @Sendable () -> Int64) {
        self.address = address
        self.signature = signature
        self.nowSeconds = nowSeconds
    }

    public func authorise(_ reference: String, amount: Money) async throws -> ProviderPaymentState {
        try await ask(
            "authorise",
            AuthoriseMessage(
                reference: reference, amountMinor: amount.amountMinor, currency: amount.currency.code),
            ProviderPaymentState.init(rawValue:))
    }

    public func capture(_ reference: String) async throws -> ProviderPaymentState {
        try await ask("capture", CaptureMessage(reference: reference), ProviderPaymentState.init(rawValue:))
    }

    public func cancel(_ reference: String) async throws -> ProviderPaymentState {
        try await ask("cancel", CancelMessage(reference: reference), ProviderPaymentState.init(rawValue:))
    }

    public func refund(_ reference: String, of payment: String, amount: Money) async throws -> ProviderRefundState {
        try await ask(
            "refund",
            RefundMessage(
                reference: reference, payment: payment, amountMinor: amount.amountMinor,
                currency: amount.currency.code), ProviderRefundState.init(rawValue:))
    }

    private func ask<State>(
        _ verb: String, _ message: some Encodable, _ read: (String) -> State?
    ) async throws -> State {
        let body = Array(try JSONEncoder().encode(message))
        var request = HTTPClientRequest(url: "\(address)/\(verb)")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(
            name: WebhookSignature.header, value: signature.sign(body, to: "/\(verb)", atSeconds: nowSeconds()))
        request.body = .bytes(ByteBuffer(bytes: body))
        let response = try await Self.client.execute(request, timeout: Self.timeout)
        let answer = try await response.body.collect(upTo: Self.maxAnswerByteCount)
        guard response.status == .ok else { throw Failure.status(Int(response.status.code)) }
        let state = try JSONDecoder().decode(StateMessage.self, from: Data(answer.readableBytesView)).state
        guard let state = read(state) else { throw Failure.notUnderstood }
        return state
    }
}
