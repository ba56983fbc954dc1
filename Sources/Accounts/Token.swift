import Crypto
import Foundation

/// The secret that an account shows with its requests: 32 random bytes, as text `sesame_` and base64url (RFC 4648).
/// The prefix lets scanners for leaked secrets know it.
public struct Token: Sendable {
    public static let prefix = "sesame_"
    private let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Nil where the text has not the form of a token.
    public init?(_ text: String) {
        guard let bytes = SecretText.bytes(text, prefix: Self.prefix) else { return nil }
        self.bytes = bytes
    }

    /// Shown once, to its owner.
    public var text: String { SecretText.text(bytes, prefix: Self.prefix) }

    /// What is kept. A plain SHA-256 is enough, since 256 random bits cannot be guessed.
    public var hash: [UInt8] { Array(SHA256.hash(data: bytes)) }
}

/// A token as it is given out: the only moment at which its text is known.
public struct IssuedToken: Sendable {
    public var text: String
    public var account: Account
    public var scopes: Set<Scope>
    public var expiresAtMilliseconds: Int64
    /// What this device shows at its next log-in; nil where it is not to be remembered.
    public var device: String?
}

/// Who asks, and what they may do.
public struct Authentication: Hashable, Sendable {
    public var accountID: Account.ID
    public var scopes: Set<Scope>

    public init(accountID: Account.ID, scopes: Set<Scope>) {
        self.accountID = accountID
        self.scopes = scopes
    }
}

/// 32 random bytes as a text: a prefix that says what they are, and base64url (RFC 4648) without padding.
enum SecretText {
    static let byteCount = 32

    static func text(_ bytes: [UInt8], prefix: String) -> String {
        let base64 = Data(bytes).base64EncodedString()
        return prefix + base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Nil where the text has not that form.
    static func bytes(_ text: String, prefix: String) -> [UInt8]? {
        guard text.hasPrefix(prefix), text.utf8.count == prefix.utf8.count + 43 else { return nil }
        let base64 = text.dropFirst(prefix.count).replacing("-", with: "+").replacing("_", with: "/")
        guard let data = Data(base64Encoded: base64 + "="), data.count == byteCount else { return nil }
        return Array(data)
    }
}
