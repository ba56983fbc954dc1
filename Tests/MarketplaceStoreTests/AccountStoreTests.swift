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
