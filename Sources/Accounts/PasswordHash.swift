import Crypto
import CryptoExtras
import Foundation

/// A password's scrypt hash (RFC 7914) as a text that says how it was made:
/// `scrypt$32768$8$1$<salt, base64>$<hash, base64>`.
public struct PasswordHash: Hashable, Sendable {
    /// The price of one guess. The default takes 32 MiB and about a tenth of a second.
    public struct Cost: Hashable, Sendable {
        public var rounds: Int
        public var blockSize: Int
        public var parallelism: Int

        public init(rounds: Int = 1 << 15, blockSize: Int = 8, parallelism: Int = 1) {
            self.rounds = rounds
            self.blockSize = blockSize
            self.parallelism = parallelism
        }

        /// What a kept hash may ask for: a text from a damaged store must not ask for all memory.
        var isSane: Bool {
            (2...1 << 20).contains(rounds) && rounds & (rounds - 1) == 0 && (1...32).contains(blockSize)
                && (1...16).contains(parallelism)
        }
    }

    let cost: Cost
    let salt: [UInt8]
    let hash: [UInt8]

    static let saltByteCount = 16
    static let hashByteCount = 32

    /// Hashes a password.
    /// - Throws: What the cryptography throws, for a cost that it cannot pay.
    init(of password: String, salt: [UInt8], cost: Cost) throws {
        self.cost = cost
        self.salt = salt
        hash = try Self.derive(password, salt: salt, cost: cost)
    }

    /// A hash that no password is known for, made without paying for one; checking against it costs as much as any.
    init(ofNothing salt: [UInt8], hash: [UInt8], cost: Cost) {
        precondition(hash.count == Self.hashByteCount && cost.isSane)
        self.cost = cost
        self.salt = salt
        self.hash = hash
    }

    /// Reads a kept hash; nil where the text is none.
    public init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "scrypt",
            let rounds = Int(parts[1]), let blockSize = Int(parts[2]), let parallelism = Int(parts[3]),
            let salt = Data(base64Encoded: String(parts[4])), let hash = Data(base64Encoded: String(parts[5])),
            !salt.isEmpty, hash.count == Self.hashByteCount
        else { return nil }
        cost = Cost(rounds: rounds, blockSize: blockSize, parallelism: parallelism)
        self.salt = Array(salt)
        self.hash = Array(hash)
        guard cost.isSane else { return nil }
    }

    /// The self-describing text to keep.
    public var text: String {
        let numbers = "\(cost.rounds)$\(cost.blockSize)$\(cost.parallelism)"
        return "scrypt$\(numbers)$\(Data(salt).base64EncodedString())$\(Data(hash).base64EncodedString())"
    }

    /// Whether the password is the one; takes as long for a wrong one as for the right one.
    func matches(_ password: String) throws -> Bool {
        let other = try Self.derive(password, salt: salt, cost: cost)
        guard other.count == hash.count else { return false }
        var difference: UInt8 = 0
        for index in hash.indices { difference |= hash[index] ^ other[index] }
        return difference == 0
    }

    /// A key of a passphrase.
    static func key(of passphrase: String, salt: [UInt8], cost: Cost) throws -> [UInt8] {
        try derive(passphrase, salt: salt, cost: cost)
    }

    /// Unicode knows several ways to write é: NFKC makes them one, whatever keyboard typed it (RFC 8265).
    private static func derive(_ password: String, salt: [UInt8], cost: Cost) throws -> [UInt8] {
        let passphrase = Array(password.precomposedStringWithCompatibilityMapping.utf8)
        let key = try KDF.Scrypt.deriveKey(
            from: passphrase, salt: salt, outputByteCount: hashByteCount, rounds: cost.rounds,
            blockSize: cost.blockSize, parallelism: cost.parallelism)
        return unsafe key.withUnsafeBytes { unsafe Array($0) }
    }
}
