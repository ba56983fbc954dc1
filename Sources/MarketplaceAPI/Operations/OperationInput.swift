import Accounts
import Foundation
import HTTPTypes
import NIOCore
import Scheduling

/// A request after its checks against the description: what a handler works on.
struct OperationInput: Sendable {
    var headers: HTTPFields
    var peerAddress: ClientAddress
    /// By parameter name; absent optional ones have no value unless they have a default.
    var values: [String: ParameterValue]
    var body: ByteBuffer?
    /// What the body takes of the memory for bodies, as long as it is worked on.
    var bodyRoom: BodyBudget.Room?
    /// Whose token came with the request; nil on operations for anyone.
    var identity: Identity?

    func integer(_ name: String) -> Int64? {
        guard case .integer(let value) = values[name] else { return nil }
        return value
    }

    func text(_ name: String) -> String? {
        guard case .text(let value) = values[name] else { return nil }
        return value
    }

    func list(_ name: String) -> [String] {
        guard case .list(let values) = values[name] else { return [] }
        return values
    }

    func flag(_ name: String, default absent: Bool = false) -> Bool { values[name].map { $0 == .flag(true) } ?? absent }

    /// The value of a parameter that the description requires.
    func id() throws -> Int64 {
        guard let id = integer("id") else { throw APIProblem.badField("id", "is missing") }
        return id
    }

    /// The account behind the token of an operation that needs one.
    func owner() throws -> Identity {
        guard let identity else { throw APIProblem.unauthenticated("This needs a token.") }
        return identity
    }

    /// The body as the shape that the operation takes.
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data((body ?? ByteBuffer()).readableBytesView))
    }

    /// The same for bodies that may be large: they take a second each, and many times their own memory, so they are
    /// decoded one after the other and on a thread of their own.
    func decodeLarge<Value: Decodable & Sendable>(_ type: Value.Type) async throws -> Value {
        guard let body, body.readableBytes > Self.smallBodyByteCount else { return try decode(type) }
        return try await Self.decoding.run { try decode(type) }
    }

    private static let smallBodyByteCount = 64 * 1024
    private static let decoding = WorkerThreads(label: "decoding", count: 1)
}

/// Who asks.
struct Identity: Hashable, Sendable {
    var accountID: Account.ID
    var scopes: Set<Scope>
    /// The token as it was sent, so that it can be revoked.
    var token: String
}
