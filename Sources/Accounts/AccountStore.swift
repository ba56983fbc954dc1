/// Somebody who buys and sells.
public struct Account: Hashable, Sendable, Identifiable {
    public typealias ID = Int64

    public var id: ID
    /// Unique without regard to case: 3 to 32 Latin letters, digits, `_` and `-`.
    public var username: String
    /// What others see as the shop's name; any script.
    public var displayName: String
    public var createdAtMilliseconds: Int64

    public init(id: ID, username: String, displayName: String, createdAtMilliseconds: Int64) {
        self.id = id
        self.username = username
        self.displayName = displayName
        self.createdAtMilliseconds = createdAtMilliseconds
    }
}

/// What a token allows.
public enum Scope: String, CaseIterable, Hashable, Sendable, Codable {
    case read
    case buy
    case sell
}

/// A token as it is kept: its hash, never itself.
public struct TokenRecord: Hashable, Sendable {
    /// SHA-256 of the token's bytes.
    public var hash: [UInt8]
    public var accountID: Account.ID
    public var scopes: Set<Scope>
    public var createdAtMilliseconds: Int64
    public var expiresAtMilliseconds: Int64

    public init(
        hash: [UInt8], accountID: Account.ID, scopes: Set<Scope>, createdAtMilliseconds: Int64,
        expiresAtMilliseconds: Int64
    ) {
        self.hash = hash
        self.accountID = accountID
        self.scopes = scopes
        self.createdAtMilliseconds = createdAtMilliseconds
        self.expiresAtMilliseconds = expiresAtMilliseconds
    }
}

/// What Accounts asks of whatever keeps its rows. Every write that returns is durable.
public protocol AccountStore: Sendable {
    /// - Throws: `AccountError.usernameTaken`.
    func createAccount(
        username: String, displayName: String, passwordHash: String, atMilliseconds: Int64
    ) async throws -> Account
    func account(_ id: Account.ID) async throws -> Account?
    func accounts(_ ids: [Account.ID]) async throws -> [Account]
    /// The account of that name, without regard to case, and its password's hash.
    func credentials(username: String) async throws -> (account: Account, passwordHash: String)?
    func insert(_ token: TokenRecord) async throws
    /// The token of that hash, if it is there; whether it has expired is the caller's question.
    func token(hash: [UInt8]) async throws -> TokenRecord?
    func deleteToken(hash: [UInt8]) async throws
    /// The device of that hash, if it is there; whether it has expired is the caller's question.
    func device(hash: [UInt8]) async throws -> DeviceRecord?
    /// Keeps a device in place of what was under its hash, and of its account so many at most: those that were used last.
    func keep(_ device: DeviceRecord, most: Int) async throws
}
