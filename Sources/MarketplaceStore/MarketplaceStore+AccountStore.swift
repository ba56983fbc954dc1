public import Accounts
import Foundation
import GRDB

extension MarketplaceStore: AccountStore {
    public func createAccount(
        username: String, displayName: String, passwordHash: String, atMilliseconds: Int64
    ) async throws -> Account {
        try await write { database in
            try AccountRows.insert(
                username: username, displayName: displayName, passwordHash: passwordHash,
                atMilliseconds: atMilliseconds, database)
        }
    }

    public func account(_ id: Account.ID) async throws -> Account? {
        try await accounts([id]).first
    }

    public func accounts(_ ids: [Account.ID]) async throws -> [Account] {
        guard !ids.isEmpty else { return [] }
        return try await read { try AccountRows.many(ids, $0) }
    }

    public func credentials(username: String) async throws -> (account: Account, passwordHash: String)? {
        try await read { try AccountRows.credentials(username: username, $0) }
    }

    public func insert(_ token: TokenRecord) async throws {
        try await write { try TokenRows.insert(token, $0) }
    }

    public func token(hash: [UInt8]) async throws -> TokenRecord? {
        try await read { try TokenRows.one(hash: Data(hash), $0) }
    }

    public func deleteToken(hash: [UInt8]) async throws {
        try await write { try TokenRows.delete(hash: Data(hash), $0) }
    }

    public func device(hash: [UInt8]) async throws -> DeviceRecord? {
        try await read { try DeviceRows.one(hash: Data(hash), $0) }
    }

    public func keep(_ device: DeviceRecord, most: Int) async throws {
        try await write { try DeviceRows.keep(device, most: most, $0) }
    }
}
