import Crypto
import Foundation

/// A credit profile with the market's signature: Ed25519 (RFC 8032) over the profile's JSON, byte for byte. It is checked
/// without asking anybody.
public struct SignedProfile: Hashable, Sendable, Codable {
    /// The profile as JSON; the signature is over exactly these bytes.
    public var profile: String
    /// In base64.
    public var signature: String
    /// The market's key, in base64. A reader compares it with the one that the market shows.
    public var publicKey: String

    enum CodingKeys: String, CodingKey {
        case profile, signature
        case publicKey = "public_key"
    }
}

/// Why a file is not what it claims to be.
public enum SignatureFault: Error, Hashable, Sendable {
    case notReadable(String)
    case otherKey(String)
    case notGenuine
}

/// The market's key for what it signs.
public struct MarketKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// A new one, of the system's randomness.
    public init() { key = Curve25519.Signing.PrivateKey() }

    /// Nil where the bytes are no key.
    public init?(bytes: [UInt8]) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes) else { return nil }
        self.key = key
    }

    public var bytes: [UInt8] { Array(key.rawRepresentation) }

    /// In base64, for everybody.
    public var publicKey: String { key.publicKey.rawRepresentation.base64EncodedString() }

    public func sign(_ profile: CreditProfile) throws -> SignedProfile {
        let text = try Self.text(of: profile)
        return SignedProfile(profile: text, signature: try signature(of: text), publicKey: publicKey)
    }

    /// In base64.
    func signature(of text: String) throws -> String {
        try key.signature(for: Data(text.utf8)).base64EncodedString()
    }

    /// JSON with sorted names and without spaces.
    static func text(of value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// Checks a text's signature and reads it.
    /// - Parameter expected: The market's key, where the reader has it from elsewhere.
    /// - Throws: `SignatureFault`.
    static func verified<Value: Decodable>(
        _ text: String, signature: String, publicKey: String, by expected: String?, as type: Value.Type
    ) throws(SignatureFault) -> Value {
        if let expected, expected != publicKey { throw .otherKey(publicKey) }
        guard let bytes = Data(base64Encoded: publicKey), let signature = Data(base64Encoded: signature),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
        else { throw .notReadable("the key or the signature is not base64") }
        guard key.isValidSignature(signature, for: Data(text.utf8)) else { throw .notGenuine }
        do { return try JSONDecoder().decode(type, from: Data(text.utf8)) } catch {
            throw .notReadable("what is signed is not of this version")
        }
    }
}

extension SignedProfile {
    /// The profile, once the signature has been found to be the key's.
    /// - Parameter expected: The market's key, where the reader has it from elsewhere. Without it anybody may have signed.
    /// - Throws: `SignatureFault`.
    public func verified(by expected: String? = nil) throws(SignatureFault) -> CreditProfile {
        try MarketKey.verified(
            profile, signature: signature, publicKey: publicKey, by: expected, as: CreditProfile.self)
    }
}
