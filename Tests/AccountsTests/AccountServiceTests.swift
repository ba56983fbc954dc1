import Accounts
import Testing

@Suite struct `Having an account` {
    let store = MemoryAccountStore()
    let clock = TestClock()
    let service: AccountService

    init() throws {
        let clock = clock
        service = AccountService(
            store: store, options: .init(passwordCost: .init(rounds: 16)), now: { clock.now })
    }

    @Test func `sign up, log in, be known, log out`() async throws {
        let account = try await service.signUp(username: "Lin_1", displayName: " 林记 ", password: "correct horse")
        #expect(account.displayName == "林记")
        let token = try await service.logIn(username: "lin_1", password: "correct horse", scopes: [.read])
        #expect(token.text.hasPrefix("sesame_") && token.text.utf8.count == 50)
        #expect(try await service.authenticate(token.text) == Authentication(accountID: account.id, scopes: [.read]))
        try await service.logOut(token.text)
        await #expect(throws: AccountError.notAuthenticated) { try await service.authenticate(token.text) }
        try await service.logOut(token.text)
    }

    @Test func `neither password nor token is kept`() async throws {
        _ = try await service.signUp(username: "lin", password: "correct horse")
        let token = try await service.logIn(username: "lin", password: "correct horse")
        #expect(!store.dump.contains("correct horse"))
        #expect(!store.dump.contains(token.text.dropFirst(Token.prefix.count)))
    }

    @Test func `a wrong password and an unknown name get the same answer`() async throws {
        _ = try await service.signUp(username: "lin", password: "correct horse")
        for (name, password) in [("lin", "wrong horse"), ("nobody", "correct horse"), ("nobody", ""), ("林", "x")] {
            await #expect(throws: AccountError.wrongCredentials) {
                try await service.logIn(username: name, password: password)
            }
        }
    }

    @Test func `a name is taken whatever its case`() async throws {
        _ = try await service.signUp(username: "lin", password: "correct horse")
        await #expect(throws: AccountError.usernameTaken) {
            try await service.signUp(username: "LIN", password: "another horse")
        }
    }

    @Test func `a token ends with its time`() async throws {
        _ = try await service.signUp(username: "lin", password: "correct horse")
        let token = try await service.logIn(username: "lin", password: "correct horse")
        clock.advance(milliseconds: token.expiresAtMilliseconds - clock.now - 1)
        _ = try await service.authenticate(token.text)
        clock.advance(milliseconds: 1)
        await #expect(throws: AccountError.notAuthenticated) { try await service.authenticate(token.text) }
    }

    @Test func `too many failures must wait, and a success clears them`() async throws {
        _ = try await service.signUp(username: "lin", password: "correct horse")
        for _ in 0..<9 { _ = try? await service.logIn(username: "lin", password: "wrong horse") }
        _ = try await service.logIn(username: "lin", password: "correct horse")
        for _ in 0..<10 { _ = try? await service.logIn(username: "Lin", password: "wrong horse") }
        await #expect(throws: AccountError.tooManyAttempts(retryAfterSeconds: 900)) {
            try await service.logIn(username: "lin", password: "correct horse")
        }
        clock.advance(milliseconds: 900_000)
        _ = try await service.logIn(username: "lin", password: "correct horse")
    }

    @Test func `every problem is told at once, with field and limit`() async throws {
        let error = await #expect(throws: AccountError.self) {
            try await service.signUp(
                username: "林", displayName: String(repeating: "长", count: 51), password: "short")
        }
        guard case .invalid(let problems) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(problems.map(\.field) == ["username", "display_name", "password"])
        #expect(
            problems.map(\.message) == [
                "must be 3 to 32 Latin letters, digits, _ or -", "must be 1 to 50 characters, is 51",
                "must be 8 to 200 characters",
            ])
    }

    @Test(arguments: ["", "sesame_", "sesame_short", "Bearer x", "sesame_" + String(repeating: "!", count: 43)])
    func `what is no token is not authenticated`(text: String) async throws {
        await #expect(throws: AccountError.notAuthenticated) { try await service.authenticate(text) }
    }
}
