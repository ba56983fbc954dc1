import Crypto
import Foundation

/// A client's own name for a request, so that sending it twice does it once.
public struct IdempotencyKey: Hashable, Sendable {
    public var accountID: Int64
    public var key: String
    /// SHA-256 of what was asked: the same key with another request is a mistake of the client.
    public var fingerprint: [UInt8]

    /// - Parameter request: Everything that makes the request what it is, in any order that is always the same.
    public init(accountID: Int64, key: String, request: [String]) {
        self.accountID = accountID
        self.key = key
        var hasher = SHA256()
        for part in request { hasher.update(data: Data("\(part.utf8.count) \(part)".utf8)) }
        fingerprint = Array(hasher.finalize())
    }
}
