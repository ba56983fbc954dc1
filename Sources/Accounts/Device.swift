import Crypto

/// The secret that a client keeps after a log-in and shows at the next one, so that guesses from elsewhere do not keep it
/// out. It opens nothing by itself: the password is asked for all the same.
struct DeviceToken: Sendable {
    static let prefix = "sesame_device_"

    private let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Nil where the text has not the form of one.
    init?(_ text: String) {
        guard let bytes = SecretText.bytes(text, prefix: Self.prefix) else { return nil }
        self.bytes = bytes
    }

    var text: String { SecretText.text(bytes, prefix: Self.prefix) }

    /// What is kept, as for tokens.
    var hash: [UInt8] { Array(SHA256.hash(data: bytes)) }
}

/// A device as it is kept: its token's hash, never the token.
public struct DeviceRecord: Hashable, Sendable {
    /// SHA-256 of the token's bytes.
    public var hash: [UInt8]
    public var accountID: Account.ID
    public var usedAtMilliseconds: Int64
    public var expiresAtMilliseconds: Int64

    public init(hash: [UInt8], accountID: Account.ID, usedAtMilliseconds: Int64, expiresAtMilliseconds: Int64) {
        self.hash = hash
        self.accountID = accountID
        self.usedAtMilliseconds = usedAtMilliseconds
        self.expiresAtMilliseconds = expiresAtMilliseconds
    }
}

/// A device that has logged in to the account of a name before.
public struct KnownDevice: Sendable {
    var text: String
    var username: String
    var record: DeviceRecord

    public var accountID: Account.ID { record.accountID }
}

/// Where an attempt to log in comes from.
public struct LoginOrigin: Sendable {
    public var address: CountedAddress
    public var device: KnownDevice?
    /// Whether a device that is not known is to become known.
    public var isToBeRemembered: Bool

    public init(address: CountedAddress = .unknown, device: KnownDevice? = nil, isToBeRemembered: Bool = false) {
        self.address = address
        self.device = device
        self.isToBeRemembered = isToBeRemembered
    }
}

/// What is remembered of devices.
public enum DeviceRules {
    /// Of one account; where there is one more, the one that was used longest ago is forgotten.
    public static let maxPerAccount = 20
    /// A device is forgotten so long after its last log-in: 180 days.
    static let lifetimeMilliseconds: Int64 = 180 * day
    /// Its last log-in is written down to the day, so that not every log-in writes.
    static let renewalMilliseconds = day

    private static let day: Int64 = 24 * 3_600 * 1_000
}
