import Crypto
import Foundation
import Ledger

/// Who sends a message, where to and when: an HMAC-SHA256 (RFC 2104) over the time, the path and the body, in a header as
/// `t=1700000000,v1=<hex>`. Time and path are signed too, so that what was heard once cannot be sent again later or
/// elsewhere.
public struct WebhookSignature: Sendable {
    /// How far the sender's clock may be from ours: 5 minutes.
    public static let toleranceSeconds: Int64 = 300
    public static let header = "Sesame-Signature"

    private let key: SymmetricKey

    /// - Parameter secret: What sender and receiver share; at least 16 bytes.
    public init?(secret: [UInt8]) {
        guard secret.count >= 16 else { return nil }
        key = SymmetricKey(data: secret)
    }

    /// The header's value.
    public func sign(_ body: [UInt8], to path: String, atSeconds: Int64) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Self.message(body, path, atSeconds), using: key)
        return "t=\(atSeconds),v1=" + hexadecimal(code)
    }

    /// Whether the header is the sender's own, for this path and body and about this time.
    public func isValid(_ header: String, body: [UInt8], to path: String, nowSeconds: Int64) -> Bool {
        let parts = header.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].hasPrefix("t="), parts[1].hasPrefix("v1="),
            let seconds = Int64(parts[0].dropFirst(2)), let code = bytes(hexadecimal: parts[1].dropFirst(3)),
            code.count == SHA256.byteCount,
            (nowSeconds - Self.toleranceSeconds...nowSeconds + Self.toleranceSeconds).contains(seconds)
        else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            code, authenticating: Self.message(body, path, seconds), using: key)
    }

    private static func message(_ body: [UInt8], _ path: String, _ seconds: Int64) -> Data {
        Data("\(seconds).\(path).".utf8) + body
    }
}
