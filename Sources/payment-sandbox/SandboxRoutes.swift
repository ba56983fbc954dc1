import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Orders
import PaymentGateway

/// The provider's four calls. Each has to be signed by the market.
struct SandboxRoutes: Sendable {
    var desk: SandboxDesk
    var signature: WebhookSignature

    private static let maxBodyByteCount = 16 * 1024

    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.get("healthz") { _, _ in "ok" }
        router.post("authorise") { request, _ in
            try await answer(request, AuthoriseMessage.self) { try await desk.authorise($0) }
        }
        router.post("capture") { request, _ in
            try await answer(request, CaptureMessage.self) { try await desk.capture($0) }
        }
        router.post("cancel") { request, _ in
            try await answer(request, CancelMessage.self) { try await desk.cancel($0) }
        }
        router.post("refund") { request, _ in
            try await answer(request, RefundMessage.self) { try await desk.refund($0) }
        }
        return router
    }

    private func answer<Message: Decodable & Sendable>(
        _ request: Request, _ type: Message.Type, _ decide: @Sendable (Message) async throws -> StateMessage
    ) async throws -> Response {
        let body = Array(try await request.body.collect(upTo: Self.maxBodyByteCount).readableBytesView)
        guard let name = HTTPField.Name(WebhookSignature.header), let header = request.headers[name],
            signature.isValid(
                header, body: body, to: request.uri.path, nowSeconds: Int64(Date().timeIntervalSince1970))
        else { return Response(status: .unauthorized) }
        guard let message = try? JSONDecoder().decode(type, from: Data(body)) else {
            return Response(status: .badRequest)
        }
        let faults = desk.faults
        if faults.happens(faults.options.failing) { return Response(status: .internalServerError) }
        let state: StateMessage
        do {
            state = try await decide(message)
        } catch SandboxDesk.Failure.unknownReference {
            return Response(status: .notFound)
        } catch SandboxDesk.Failure.differs {
            return Response(status: .conflict)
        }
        if faults.happens(faults.options.late) {
            try await Task.sleep(for: .milliseconds(faults.lateMilliseconds))
        }
        if faults.happens(faults.options.losing) { return Response(status: .internalServerError) }
        return Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try JSONEncoder().encode(state))))
    }
}
