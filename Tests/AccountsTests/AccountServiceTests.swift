import Accounts
import Testing

@Suite struct `Having an account` {
    let store = MemoryAccountStore()
    let clock = TestClock()
    let service: AccountService

    init() throws {
        let clock = clock
        service = AccountService(
            store: store, options: .init(passwordCost: .init(rounds: 16)), now: { clock.now },
            ticks: { clock.now * 1_000_000 })
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

    @Test func `a token that is revoked while it is looked up is not remembered`() async throws {
        _ = try await service.signUp(username: "lin", password: "correct horse")
        let token = try await service.logIn(username: "lin", password: "correct horse")
        store.afterNextRead { [service] in try await service.logOut(token.text) }
        _ = try await service.authenticate(token.text)
        await #expect(throws: AccountError.notAuthenticated) { try await service.authenticate(token.text) }
    }

    @Test func `too many failures must wait, and a success clears them`() async throws {
        _ = try await service.signUp(username: "lin", password: "correct horse")
        for _ in 0..<9 { _ = try? await service.logIn(username: "lin", password: "wrong horse") }
        _ = try await service.logIn(username: "lin", password: "correct horse")
        for _ in 0..<10 { _ = try? await service.logIn(username: "Lin", password: "wrong horse") }
        await #expect(throws: AccountError.tooManyAttempts(retryAfterSeconds: 90)) {
            try await service.logIn(username: "lin", password: "correct horse")
        }
        clock.advance(milliseconds: 90_000)
        _ = try await service.logIn(username: "lin", password: "correct horse")
    }

    @Test func `guesses from anywhere lock nobody out who has a known device`() async throws {
        _ = try await service.signUp(username: "lin", password: "correct horse")
        let first = try await service.logIn(
            username: "lin", password: "correct horse", from: LoginOrigin(address: "home", isToBeRemembered: true))
        let text = try #require(first.device)
        #expect(text.hasPrefix("sesame_device_"))
        #expect(!store.dump.contains(text.dropFirst("sesame_device_".count)))
        for number in 0..<200 {
            _ = try? await service.logIn(
                username: "lin", password: "wrong horse", from: LoginOrigin(address: CountedAddress("bot \(number)")))
        }
        // Somewhere new without the device has to wait, and with it has not.
        await #expect(throws: AccountError.self) {
            try await service.logIn(username: "lin", password: "correct horse", from: LoginOrigin(address: "hotel"))
        }
        let device = try #require(try await service.knownDevice(text, username: "LIN"))
        let second = try await service.logIn(
            username: "Lin", password: "correct horse",
            from: LoginOrigin(address: "hotel", device: device, isToBeRemembered: true))
        #expect(second.device == text)
        // The address from which the name logged in before is known too.
        let third = try await service.logIn(
            username: "lin", password: "correct horse", from: LoginOrigin(address: "home"))
        #expect(third.device == nil)
    }

    @Test func `a device opens nothing without the password, and nothing else's account`() async throws {
        _ = try await service.signUp(username: "lin", password: "correct horse")
        _ = try await service.signUp(username: "wang", password: "battery staple")
        let origin = LoginOrigin(address: "home", isToBeRemembered: true)
        let text = try #require(
            try await service.logIn(username: "lin", password: "correct horse", from: origin).device)
        #expect(try await service.knownDevice(text, username: "wang") == nil)
        #expect(try await service.knownDevice(text, username: "nobody") == nil)
        #expect(try await service.knownDevice(String(text.dropLast()), username: "lin") == nil)
        #expect(try await service.knownDevice("", username: "lin") == nil)
        let device = try #require(try await service.knownDevice(text, username: "lin"))
        await #expect(throws: AccountError.wrongCredentials) {
            try await service.logIn(
                username: "lin", password: "wrong horse", from: LoginOrigin(address: "home", device: device))
        }
        // A device of another account counts for nothing: after the limit of name and address there is no way in.
        for _ in 0..<10 {
            _ = try? await service.logIn(
                username: "wang", password: "wrong", from: LoginOrigin(address: "cafe", device: device))
        }
        await #expect(throws: AccountError.tooManyAttempts(retryAfterSeconds: 90)) {
            try await service.logIn(
                username: "wang", password: "wrong", from: LoginOrigin(address: "cafe", device: device))
        }
    }

    @Test func `a device is forgotten half a year after its last log-in`() async throws {
        _ = try await service.signUp(username: "lin", password: "correct horse")
        let origin = LoginOrigin(isToBeRemembered: true)
        let text = try #require(
            try await service.logIn(username: "lin", password: "correct horse", from: origin).device)
        let day: Int64 = 86_400_000
        for _ in 0..<4 {
            clock.advance(milliseconds: 179 * day)
            let device = try #require(try await service.knownDevice(text, username: "lin"))
            _ = try await service.logIn(
                username: "lin", password: "correct horse", from: LoginOrigin(device: device))
        }
        clock.advance(milliseconds: 180 * day)
        #expect(try await service.knownDevice(text, username: "lin") == nil)
    }

    @Test func `of an account's devices the last twenty are known`() async throws {
        _ = try await service.signUp(username: "lin", password: "correct horse")
        var texts: [String] = []
        for _ in 0..<25 {
            clock.advance(milliseconds: 1_000)
            let issued = try await service.logIn(
                username: "lin", password: "correct horse", from: LoginOrigin(isToBeRemembered: true))
            texts.append(try #require(issued.device))
        }
        for (index, text) in texts.enumerated() {
            #expect(try await (service.knownDevice(text, username: "lin") != nil) == (index >= 5), "\(index)")
        }
    }

    @Test func `names that exist and names that do not are counted alike`() async throws {
        _ = try await service.signUp(username: "lin", password: "correct horse")
        var answers: [[AccountError?]] = []
        for name in ["lin", "nobody"] {
            var ofName: [AccountError?] = []
            for number in 0..<80 {
                let origin = LoginOrigin(address: CountedAddress("\(name) \(number % 7)"))
                do {
                    _ = try await service.logIn(username: name, password: "wrong horse", from: origin)
                    ofName.append(nil)
                } catch { ofName.append(error as? AccountError) }
            }
            answers.append(ofName)
        }
        #expect(answers[0] == answers[1])
        #expect(Set(answers[0].compactMap(\.self)).count > 1)
    }

    @Test func `sign-ups from one address have to wait, and taken names count for it too`() async throws {
        for number in 0..<10 {
            _ = try await service.signUp(username: "bot-\(number)", password: "correct horse", address: "1.2.3.4")
        }
        await #expect(throws: AccountError.tooManyAttempts(retryAfterSeconds: 360)) {
            try await service.signUp(username: "bot-10", password: "correct horse", address: "1.2.3.4")
        }
        _ = try await service.signUp(username: "lin", password: "correct horse", address: "5.6.7.8")
        for _ in 0..<9 {
            await #expect(throws: AccountError.usernameTaken) {
                try await service.signUp(username: "LIN", password: "correct horse", address: "5.6.7.8")
            }
        }
        await #expect(throws: AccountError.tooManyAttempts(retryAfterSeconds: 360)) {
            try await service.signUp(username: "LIN", password: "correct horse", address: "5.6.7.8")
        }
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
