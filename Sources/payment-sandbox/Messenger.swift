import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Orders
import PaymentGateway

/// Tells the market what has become of payments, until it has heard.
final class Messenger: Sendable {
    enum Place: Sendable {
        case address(String)
        /// Read before every message: a market that is started anew may have another port.
        case portFile(String)
        case nowhere
    }

    private let place: Place
    private let signature: WebhookSignature
    private let messages: AsyncStream<(EventMessage, Int)>
    private let mailbox: AsyncStream<(EventMessage, Int)>.Continuation

    /// At most so many tries, a second apart at first and half a minute at last.
    private static let maxTries = 20

    init(place: Place, signature: WebhookSignature) {
        self.place = place
        self.signature = signature
        (messages, mailbox) = AsyncStream.makeStream()
    }

    func send(_ message: EventMessage, afterMilliseconds: Int) {
        if case .nowhere = place { return }
        mailbox.yield((message, afterMilliseconds))
    }

    /// Carries messages until the task is cancelled; none waits for another.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await (message, pause) in messages {
                group.addTask {
                    if pause > 0 { try? await Task.sleep(for: .milliseconds(pause)) }
                    await self.deliver(message)
                }
            }
        }
    }

    private func deliver(_ message: EventMessage) async {
        for attempt in 0..<Self.maxTries {
            guard !Task.isCancelled else { return }
            if (try? await post(message)) == true { return }
            try? await Task.sleep(for: .milliseconds(min(30_000, 1_000 << min(attempt, 5))))
        }
    }

    private func post(_ message: EventMessage) async throws -> Bool {
        guard let address else { return false }
        let body = Array(try JSONEncoder().encode(message))
        let path = "/v1/provider-events"
        var request = HTTPClientRequest(url: address + path)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(
            name: WebhookSignature.header,
            value: signature.sign(body, to: path, atSeconds: Int64(Date().timeIntervalSince1970)))
        request.body = .bytes(ByteBuffer(bytes: body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        _ = try await response.body.collect(upTo: 64 * 1024)
        return (200..<300).contains(Int(response.status.code))
    }

    private var address: String? {
        switch place {
        case .address(let address): address
        case .portFile(let path):
            (try? String(contentsOfFile: path, encoding: .utf8))
                .flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }.map { "http://127.0.0.1:\($0)" }
        case .nowhere: nil
        }
    }
}
