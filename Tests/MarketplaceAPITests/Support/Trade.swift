import Catalog
import Foundation
import HTTPTypes
import Locking
import Orders
import Testing

@testable import MarketplaceAPI

/// A provider that says what it is told to say, and counts how often it is asked.
final class ScriptedProvider: PaymentProvider {
    struct State: Sendable {
        var authorises = ProviderPaymentState.authorised
        var refunds = ProviderRefundState.done
        var isReachable = true
        var captured: [String: Int64] = [:]
        /// Whether captures are done and their answers lost.
        var losesCaptures = false
        var cancelled: [String] = []
        var refunded: [String: Int64] = [:]
    }

    let state = Locked(State())

    private struct Unreachable: Error {}

    private func ask<Value>(_ work: (inout State) -> Value) throws -> Value {
        try state.withLock { state in
            guard state.isReachable else { throw Unreachable() }
            return work(&state)
        }
    }

    func authorise(_ reference: String, amount: Money) async throws -> ProviderPaymentState {
        try ask { state in
            if state.captured[reference] == 1 { return .captured }
            if state.authorises == .authorised, state.captured[reference] == nil {
                state.captured[reference] = 0
            }
            return state.authorises
        }
    }

    func capture(_ reference: String) async throws -> ProviderPaymentState {
        let isLost = try ask { state in
            state.captured[reference, default: 0] = 1
            return state.losesCaptures
        }
        guard !isLost else { throw Unreachable() }
        return .captured
    }

    func cancel(_ reference: String) async throws -> ProviderPaymentState {
        try ask { state in
            if state.captured[reference] == 1 { return .captured }
            state.cancelled.append(reference)
            return .cancelled
        }
    }

    func refund(_ reference: String, of payment: String, amount: Money) async throws -> ProviderRefundState {
        try ask { state in
            if state.refunds == .done { state.refunded[reference] = amount.amountMinor }
            return state.refunds
        }
    }
}

/// A clock that is turned by hand.
final class HandClock: Sendable {
    private let now = Locked<Int64>(1_780_000_000_000)

    var milliseconds: Int64 { now.withLock { $0 } }
    func forward(days: Int64) { now.withLock { $0 += days * 86_400_000 } }
    func forward(minutes: Int64) { now.withLock { $0 += minutes * 60_000 } }

    /// The server's clock, as this one stands.
    var marketClock: MarketClock {
        MarketClock(
            nowMilliseconds: { self.milliseconds }, monotonicNanoseconds: { self.milliseconds * 1_000_000 })
    }
}

extension MarketClock {
    /// The machine's clock, whose other one is a second later at each look: what is kept for a second is never kept.
    static var striding: MarketClock {
        let seconds = Locked<Int64>(0)
        return MarketClock(
            nowMilliseconds: MarketClock.system.nowMilliseconds,
            monotonicNanoseconds: {
                seconds.withLock { seconds in
                    seconds += 1
                    return seconds * 1_000_000_000
                }
            })
    }
}

extension Client {
    static func order(_ listing: Int, quantity: Int = 1) -> [String: Any] {
        [
            "listing_id": listing, "quantity": quantity,
            "delivery": ["name": "王五", "address": "文三路 1 号", "region": "CN-ZJ"],
        ]
    }

    /// Does something to an order, under a key of its own.
    func act(
        _ verb: String, _ order: Int, _ body: Any? = nil, token: String, key: String = UUID().uuidString
    ) async throws -> Answer {
        try await send(.post, "/v1/orders/\(order)/\(verb)", body, token: token, headers: ["Idempotency-Key": key])
    }

    /// A new order's number.
    func buy(_ listing: Int, token: String, quantity: Int = 1) async throws -> Int {
        let answer = try await send(
            .post, "/v1/orders", Self.order(listing, quantity: quantity), token: token,
            headers: ["Idempotency-Key": UUID().uuidString])
        #expect(answer.status == 201, "\(answer.text)")
        return try #require(answer.json["id"] as? Int)
    }

    func balance(token: String) async throws -> Int {
        let balances = try await send(.get, "/v1/me/balances", token: token).json["balances"] as? [[String: Any]]
        return balances?.first?["amount_minor"] as? Int ?? 0
    }

    static let shipment = ["kind": "express", "carrier": "顺丰", "tracking": "SF123"]
    static var praise: [String: Any] {
        [
            "verdict": "good", "scores": ["as_described": 5, "service": 4, "logistics": 5], "words": "很好",
        ]
    }
}
