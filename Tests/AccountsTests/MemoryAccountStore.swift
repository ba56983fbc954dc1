import Accounts
import Synchronization

/// Accounts in a dictionary.
final class MemoryAccountStore: AccountStore {
    private struct State {
        var accounts: [Account.ID: (account: Account, passwordHash: String)] = [:]
        var tokens: [[UInt8]: TokenRecord] = [:]
        var devices: [DeviceRecord] = []
    }

    private let state = Mutex(State())
    private let interruption = Mutex<(@Sendable () async throws -> Void)?>(nil)

    /// Everything that is kept, as text: where no secret may stand.
    var dump: String { state.withLock { "\($0)" } }

    func createAccount(
        username: String, displayName: String, passwordHash: String, atMilliseconds: Int64
    ) async throws -> Account {
        try state.withLock { state in
            guard state.accounts.values.allSatisfy({ $0.account.username.lowercased() != username.lowercased() }) else {
                throw AccountError.usernameTaken
            }
            let account = Account(
                id: Int64(state.accounts.count + 1), username: username, displayName: displayName,
                createdAtMilliseconds: atMilliseconds)
            state.accounts[account.id] = (account, passwordHash)
            return account
        }
    }

    func account(_ id: Account.ID) async throws -> Account? { state.withLock { $0.accounts[id]?.account } }

    func accounts(_ ids: [Account.ID]) async throws -> [Account] {
        state.withLock { state in ids.compactMap { state.accounts[$0]?.account } }
    }

    func credentials(username: String) async throws -> (account: Account, passwordHash: String)? {
        state.withLock { state in
            state.accounts.values.first { $0.account.username.lowercased() == username.lowercased() }
        }
    }

    func insert(_ token: TokenRecord) async throws { state.withLock { $0.tokens[token.hash] = token } }

    /// Something that happens once: after the next token is read, and before its reader has it.
    func afterNextRead(_ work: @escaping @Sendable () async throws -> Void) { interruption.withLock { $0 = work } }

    func token(hash: [UInt8]) async throws -> TokenRecord? {
        let record = state.withLock { $0.tokens[hash] }
        let work = interruption.withLock { interruption in
            let work = interruption
            interruption = nil
            return work
        }
        try await work?()
        return record
    }

    func deleteToken(hash: [UInt8]) async throws { state.withLock { $0.tokens[hash] = nil } }

    func device(hash: [UInt8]) async throws -> DeviceRecord? {
        state.withLock { $0.devices.first { $0.hash == hash } }
    }

    func keep(_ device: DeviceRecord, most: Int) async throws {
        state.withLock { state in
            let others = state.devices.filter { $0.accountID != device.accountID }
            let own = state.devices.filter { $0.accountID == device.accountID && $0.hash != device.hash }
                .filter { $0.expiresAtMilliseconds > device.usedAtMilliseconds }
                .sorted { $0.usedAtMilliseconds > $1.usedAtMilliseconds }
            state.devices = others + [device] + own.prefix(most - 1)
        }
    }
}

/// A clock that stands where it is put.
final class TestClock: Sendable {
    private let milliseconds = Mutex<Int64>(1_000_000)

    var now: Int64 { milliseconds.withLock { $0 } }

    func advance(milliseconds step: Int64) { milliseconds.withLock { $0 += step } }
}
