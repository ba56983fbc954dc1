import Foundation
import HTTPTypes
import NIOCore
import Orders
import PaymentGateway

/// Where the payment provider tells what has become of payments and refunds. What is not signed by it is refused; what
/// comes twice, late or out of order changes nothing a second time.
struct ProviderEventOperation: Sendable {
    var orders: OrderService
    /// Nil where no provider is set up: then nobody can sign.
    var signature: WebhookSignature?
    var clock: MarketClock

    private static let path = "/v1/provider-events"

    static let schema = Schema.object([
        "kind": Schema.choice(EventMessage.Kind.allCases.map(\.rawValue)), "reference": Schema.text(1...100),
        "state": Schema.text(1...20),
    ])

    var operation: Operation {
        Operation(
            id: "takeProviderEvent", method: .post, path: Self.path, tag: "operators",
            summary: "For the payment provider: what has become of a payment or a refund.",
            parameters: [
                .header(
                    WebhookSignature.header, .text(1...200),
                    "`t=` seconds since 1970, `v1=` HMAC-SHA256 in hexadecimal over the time, the path and the body, with dots between.",
                    isRequired: true)
            ], body: .init(schema: "ProviderEvent", maxByteCount: 16 * 1024),
            successes: [.init(status: .noContent, description: "It is taken.")],
            problems: [.unauthenticated], isRateLimited: false
        ) { input in
            let body = input.body.map { Array($0.readableBytesView) } ?? []
            guard let signature, let header = input.text(WebhookSignature.header),
                signature.isValid(
                    header, body: body, to: Self.path, nowSeconds: clock.nowMilliseconds() / 1000)
            else { throw APIProblem.unauthenticated("The message is not signed by the payment provider.") }
            guard let event = try input.decode(EventMessage.self).event else {
                throw APIProblem.badField("state", "is none that is known")
            }
            try await orders.take(event)
            return .empty(.noContent)
        }
    }
}
