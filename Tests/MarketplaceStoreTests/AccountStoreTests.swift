import Accounts
import MarketplaceStore
import Testing

@Suite struct `A store of accounts` {
    @Test func `finds an account by number and by name in any case`() async throws {
        let market = try TemporaryStore()
        let account = try await market.store.createAccount(
            username: "Lin", displayName: "林记", passwordHash: "hash", atMilliseconds: 7)
        #expect(try await market.store.account(account.id) == account)
        #expect(try await market.store.accounts([account.id, 9]) == [account])
        let found = try #require(try await market.store.credentials(username: "lIN"))
        #expect(found.account == account && found.passwordHash == "hash")
        #expect(try await market.store.credentials(username: "nobody") == nil)
        await #expect(throws: AccountError.usernameTaken) {
            try await market.store.createAccount(
                username: "LIN", displayName: "x", passwordHash: "x", atMilliseconds: 8)
        }
    }

    @Test func `keeps so many devices of an account, those that were used last`() async throws {
        let market = try TemporaryStore()
        let (seller, other) = (try await market.seller(), try await market.seller("other"))
        func device(_ byte: UInt8, of account: Int64, usedAt: Int64, until end: Int64 = 1_000) -> DeviceRecord {
            DeviceRecord(
                hash: Array(repeating: byte, count: 32), accountID: account, usedAtMilliseconds: usedAt,
                expiresAtMilliseconds: end)
        }
        let foreign = device(9, of: other, usedAt: 0)
        try await market.store.keep(foreign, most: 3)
        for number in 1...4 as ClosedRange<UInt8> {
            try await market.store.keep(device(number, of: seller, usedAt: Int64(number)), most: 3)
        }
        #expect(try await market.store.device(hash: device(1, of: seller, usedAt: 1).hash) == nil)
        // The second is used once more, so that the third is the oldest.
        try await market.store.keep(device(2, of: seller, usedAt: 5), most: 3)
        try await market.store.keep(device(6, of: seller, usedAt: 6, until: 7), most: 3)
        for (byte, isKept) in [(2, true), (3, false), (4, true), (6, true)] as [(UInt8, Bool)] {
            let kept = try await market.store.device(hash: Array(repeating: byte, count: 32))
            #expect((kept != nil) == isKept, "\(byte)")
        }
        #expect(try await market.store.device(hash: foreign.hash) == foreign)
        // One that has expired goes with the next that is kept.
        try await market.store.keep(device(8, of: seller, usedAt: 8), most: 3)
        #expect(try await market.store.device(hash: Array(repeating: 6, count: 32)) == nil)
        #expect(try await market.store.device(hash: Array(repeating: 4, count: 32)) != nil)
    }

    @Test func `keeps tokens until they are taken back or have ended`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        func token(_ byte: UInt8, from start: Int64, to end: Int64) -> TokenRecord {
            TokenRecord(
                hash: Array(repeating: byte, count: 32), accountID: seller, scopes: Set(Scope.allCases),
                createdAtMilliseconds: start, expiresAtMilliseconds: end)
        }
        let (first, second) = (token(1, from: 0, to: 10), token(2, from: 0, to: 20))
        try await market.store.insert(first)
        try await market.store.insert(second)
        #expect(try await market.store.token(hash: first.hash) == first)
        try await market.store.insert(token(3, from: 10, to: 30))
        #expect(try await market.store.token(hash: first.hash) == nil)
        #expect(try await market.store.token(hash: second.hash) == second)
        try await market.store.deleteToken(hash: second.hash)
        #expect(try await market.store.token(hash: second.hash) == nil)
    }
}
