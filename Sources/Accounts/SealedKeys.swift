import Crypto
import CryptoExtras
import Foundation

/// Keys under a passphrase: scrypt (RFC 7914) makes a key of it, ChaCha20-Poly1305 (RFC 8439) seals under that.
///
/// ```
/// "SESAMEK1"                magic and version
/// u8 u8 u8                  scrypt: log2 of the rounds, block size, parallelism
/// 16 bytes                  salt
/// 12 bytes                  nonce
/// ...                       the sealed JSON {"name": "base64", ...}
/// 16 bytes                  tag, over all of the above
/// ```
public enum SealedKeys {
    public enum Fault: Error, Hashable, Sendable {
        /// The bytes are no sealed keys of this version.
        case notReadable
        /// The passphrase is another, or the bytes were changed.
        case notOpened
    }

    public static let passphraseCharacters = 12...1_000

    private static let magic = Array("SESAMEK1".utf8)
    private static let saltByteCount = 16
    private static let nonceByteCount = 12
    private static let tagByteCount = 16
    private static let headByteCount = magic.count + 3 + saltByteCount
    /// A guess at this takes 128 MiB and about half a second: it is paid once a backup, and by who guesses for each guess.
    private static let cost = PasswordHash.Cost(rounds: 1 << 17)

    /// What is wrong with a passphrase for sealing; nil where it will do.
    public static func problem(withPassphrase passphrase: String) -> String? {
        let limit = passphraseCharacters
        guard limit.contains(passphrase.count) else {
            return "must be \(limit.lowerBound) to \(limit.upperBound) characters, is \(passphrase.count)"
        }
        return nil
    }

    /// - Throws: What the cryptography throws, for a cost that it cannot pay.
    public static func seal(_ keys: [String: [UInt8]], passphrase: String) throws -> [UInt8] {
        let salt = (0..<saltByteCount).map { _ in UInt8.random(in: .min ... .max) }
        let cost = [UInt8(cost.rounds.trailingZeroBitCount), UInt8(cost.blockSize), UInt8(cost.parallelism)]
        let head = magic + cost + salt
        let box = try ChaChaPoly.seal(
            try JSONEncoder().encode(keys.mapValues { Data($0) }),
            using: SymmetricKey(data: try PasswordHash.key(of: passphrase, salt: salt, cost: Self.cost)),
            authenticating: head)
        return head + Array(box.combined)
    }

    /// - Throws: `Fault`, or what the cryptography throws for a cost that it cannot pay.
    public static func open(_ sealed: [UInt8], passphrase: String) throws -> [String: [UInt8]] {
        guard sealed.starts(with: magic), sealed.count >= headByteCount + nonceByteCount + tagByteCount,
            sealed[magic.count] < 32
        else { throw Fault.notReadable }
        let cost = PasswordHash.Cost(
            rounds: 1 << Int(sealed[magic.count]), blockSize: Int(sealed[magic.count + 1]),
            parallelism: Int(sealed[magic.count + 2]))
        guard cost.isSane else { throw Fault.notReadable }
        let head = sealed[..<headByteCount]
        let salt = Array(head.suffix(saltByteCount))
        let key = SymmetricKey(data: try PasswordHash.key(of: passphrase, salt: salt, cost: cost))
        guard let box = try? ChaChaPoly.SealedBox(combined: sealed[headByteCount...]),
            let opened = try? ChaChaPoly.open(box, using: key, authenticating: head)
        else { throw Fault.notOpened }
        guard let keys = try? JSONDecoder().decode([String: Data].self, from: opened) else { throw Fault.notReadable }
        return keys.mapValues { Array($0) }
    }
}
