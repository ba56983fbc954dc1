import Foundation
import Glibc
import Locking

/// A server that answers every request with one object, which has the members of every answer of the API, and puts a text
/// of its choice into each of them.
final class HostileServer: Sendable {
    let address: String
    private let listener: Int32
    private let status: Locked<Int>

    /// - Parameter text: Stands in every member that is free text.
    init(_ text: String) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var own = sockaddr_in()
        own.sin_family = sa_family_t(AF_INET)
        own.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isListening = unsafe withUnsafeMutablePointer(to: &own) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe bind(listener, generic, length) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, generic, &length) == 0
            }
        }
        guard isListening else { throw CocoaError(.fileWriteUnknown) }
        address = "http://127.0.0.1:\(UInt16(bigEndian: own.sin_port))"
        let status = Locked(200)
        self.status = status
        let (good, bad) = (try Self.good(text), try Self.bad(text))
        Thread.detachNewThread {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                let code = status.withLock(\.self)
                Self.answer(connection, code, code < 400 ? good : bad)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    func answers(with code: Int) { status.withLock { $0 = code } }

    private static func answer(_ connection: Int32, _ status: Int, _ body: Data) {
        defer { close(connection) }
        var request = Data()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !isWhole(request) {
            let got = unsafe recv(connection, &buffer, buffer.count, 0)
            guard got > 0 else { return }
            request += buffer[..<got]
        }
        let type = status < 400 ? "application/json" : "application/problem+json"
        let head =
            "HTTP/1.1 \(status) X\r\nContent-Type: \(type)\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        let bytes = Array(head.utf8) + body
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe send(connection, buffer.baseAddress! + sent, buffer.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    private static func isWhole(_ request: Data) -> Bool {
        guard let end = request.range(of: Data("\r\n\r\n".utf8)) else { return false }
        let head = String(decoding: request[..<end.lowerBound], as: UTF8.self).lowercased()
        let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst("content-length:".count).trimmingCharacters(in: .whitespaces)) }
        return request.count >= end.upperBound + (length ?? 0)
    }

    private static func bad(_ text: String) throws -> Data {
        try JSONSerialization.data(withJSONObject: [
            "type": "/problems/" + text, "title": text, "status": 409, "detail": text, "instance": text,
            "request_id": text, "errors": [["field": text, "message": text]],
        ])
    }

    private static func good(_ text: String) throws -> Data {
        let time = "2026-01-02T03:04:05.000Z"
        let listing: [String: Any] = [
            "id": 1, "seller_id": 2, "title": text, "description": text, "category_id": 1, "condition": text,
            "price_minor": 100, "currency": text, "quantity": 1, "region": text, "ships_to": [text],
            "shipping_fee_minor": 0, "attributes": [["name": text, "value": text]], "status": text, "version": 1,
            "created_at": time, "updated_at": time,
        ]
        let rating: [String: Any] = [
            "order_id": 1, "author_role": text, "verdict": text, "words": text, "salt": text, "reply": text,
            "addition": text, "given_at": time, "hidden_reason": text,
        ]
        let order: [String: Any] = [
            "id": 1, "buyer_id": 2, "seller_id": 3, "state": text, "version": 1, "quantity": 1, "total_minor": 1,
            "fee_minor": 0, "refunded_minor": 1, "currency": text, "created_at": time, "deadline": time,
            "item": [
                "listing_id": 1, "listing_version": 1, "title": text, "category_id": 1, "condition": text,
                "price_minor": 1, "shipping_fee_minor": 0, "region": text, "attributes": [],
            ] as [String: Any],
            "delivery": ["name": text, "address": text, "region": text],
            "shipment": ["kind": text, "carrier": text, "tracking": text],
            "refund_request": ["amount_minor": 1, "reason": text, "refusal": text] as [String: Any],
        ]
        let standing: [String: Any] = [
            "points": 1, "level": 1, "level_name": text, "good": 1, "neutral": 0, "bad": 0, "trades": 1,
            "standing": 0.5, "as_of": time, "log_length": 1, "log_hash": text,
        ]
        let account: [String: Any] = ["id": 1, "username": text, "display_name": text, "created_at": time]
        let hit: [String: Any] = [
            "listing": listing, "seller_name": text, "score": 1.5, "highlights": ["title": text],
            "explanation": [["kind": text, "term": text, "score": 1] as [String: Any]],
            "reason": ["en": text, "zh": text],
        ]
        let own: [String: Any] = [
            "hits": [hit], "total": ["value": 1, "relation": text] as [String: Any],
            "facets": [text: [["key": text, "count": 1] as [String: Any]]], "relaxed": true, "let_go": [text],
            "correction": text, "did_you_mean": text, "next_cursor": text, "took_us": 1,
            "suggestions": [["text": text, "count": 1] as [String: Any]],
            "categories": [["id": 1, "slug": text, "name_zh": text, "name_en": text] as [String: Any]],
            "listings": [listing], "orders": [order],
            "history": [
                ["version": 1, "event": text, "actor": text, "state": text, "note": text, "at": time] as [String: Any]
            ],
            "balances": [["currency": text, "amount_minor": 1, "available_minor": 1] as [String: Any]],
            "entries": [
                [
                    "sequence": 1, "kind": text, "amount_minor": 1, "currency": text, "counterpart": text, "at": time,
                ] as [String: Any]
            ],
            "ratings": [rating], "rating": standing, "account": account, "scopes": [text], "expires_at": time,
            "token": "t", "token_type": text, "username": text, "display_name": text, "member_since": time,
            "given_at": time, "public_key": text, "profile": text, "signature": text,
            "lines": [["sequence": 1, "text": text, "hash": text] as [String: Any]],
            "head": ["length": 1, "head": text, "signature": text, "public_key": text] as [String: Any],
            "results": [], "created": 0, "refused": 0,
        ]
        var all = own
        for part in [rating, order, listing] { all.merge(part) { first, _ in first } }
        return try JSONSerialization.data(withJSONObject: all)
    }
}
