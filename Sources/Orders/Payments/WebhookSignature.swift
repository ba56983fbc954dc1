import Crypto
import Foundation
import Ledger

/// Who sends a webhook, and when: an HMAC-SHA256 (RFC 2104) over the time and the body, in a header as
/// `t=1700000000,v1=<hex>`. The time is signed too, so that what was heard once cannot be sent again later.
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
    public func sign(_ body: [UInt8], atSeconds: Int64) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Self.message(body, atSeconds), using: key)
        return "t=\(atSeconds),v1=" + hexadecimal(code)
    }

    /// Whether the header is the sender's own, for this body and about this time.
    public func isValid(_ header: String, body: [UInt8], nowSeconds: Int64) -> Bool {
        let parts = header.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].hasPrefix("t="), parts[1].hasPrefix("v1="),
            let seconds = Int64(parts[0].dropFirst(2)), let code = Self.bytes(parts[1].dropFirst(3)),
            (nowSeconds - Self.toleranceSeconds...nowSeconds + Self.toleranceSeconds).contains(seconds)
        else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            code, authenticating: Self.message(body, seconds), using: key)
    }

    private static func message(_ body: [UInt8], _ seconds: Int64) -> Data { Data("\(seconds).".utf8) + body }

    private static func bytes(_ hex: Substring) -> [UInt8]? {
        guard hex.utf8.count == SHA256.byteCount * 2 else { return nil }
        var bytes: [UInt8] = []
        var rest = hex
        while !rest.isEmpty {
            guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}
