import Accounts
import TestSupport
import Testing

@Suite struct `The throttle of logins` {
    private static let second: Int64 = 1_000_000_000

    private static func isAdmitted(_ decision: LoginThrottle.Decision) -> Bool {
        if case .admitted = decision { true } else { false }
    }

    private static func wait(_ decision: LoginThrottle.Decision) -> Int? {
        if case .refused(let seconds) = decision { seconds } else { nil }
    }

    /// How many of so many guesses are let through.
    private static func guess(
        _ throttle: inout LoginThrottle, _ count: Int, at now: Int64 = 0, _ attempt: (Int) -> LoginAttempt
    ) -> Int {
        (0..<count).count { isAdmitted(throttle.enter(attempt($0), atNanoseconds: now)) }
    }

    @Test func `counts by name and address, whatever the name's case`() {
        var throttle = LoginThrottle()
        let admitted = Self.guess(&throttle, 20) {
            LoginAttempt(username: $0.isMultiple(of: 2) ? "lin" : "LIN", address: "1.2.3.4")
        }
        #expect(admitted == 10)
        let refused = throttle.enter(LoginAttempt(username: "lin", address: "1.2.3.4"), atNanoseconds: 0)
        #expect(Self.wait(refused) == 90)
        let elsewhere = throttle.enter(LoginAttempt(username: "lin", address: "5.6.7.8"), atNanoseconds: 0)
        #expect(Self.isAdmitted(elsewhere))
        let later = throttle.enter(LoginAttempt(username: "lin", address: "1.2.3.4"), atNanoseconds: 90 * Self.second)
        #expect(Self.isAdmitted(later))
    }

    @Test func `lets one address guess at many names only so often`() {
        var throttle = LoginThrottle()
        let admitted = Self.guess(&throttle, 5_000) { LoginAttempt(username: "name-\($0)", address: "1.2.3.4") }
        #expect(admitted == 60)
        let inAnHour = Self.guess(&throttle, 5_000, at: 3_600 * Self.second) {
            LoginAttempt(username: "other-\($0)", address: "1.2.3.4")
        }
        #expect(inAnHour == 60)
    }

    @Test func `lets many addresses guess at one name only so often, and the owner's devices and addresses in`() {
        var throttle = LoginThrottle()
        let home = LoginAttempt(username: "lin", address: "9.9.9.9")
        guard case .admitted(let entry) = throttle.enter(home, atNanoseconds: 0) else {
            Issue.record("the owner was not let in at first")
            return
        }
        throttle.succeed(entry, atNanoseconds: 0)
        let device = LoginAttempt(username: "lin", address: "8.8.8.8", device: [1, 2, 3])
        var admitted = 0
        for hour in 0..<24 as Range<Int64> {
            let now = hour * 3_600 * Self.second
            admitted += Self.guess(&throttle, 2_000, at: now) {
                LoginAttempt(username: "lin", address: CountedAddress("10.\(hour).\($0 / 256).\($0 % 256)"))
            }
            for owner in [home, device] {
                guard case .admitted(let entry) = throttle.enter(owner, atNanoseconds: now) else {
                    Issue.record("the owner is locked out in hour \(hour)")
                    return
                }
                #expect(entry.isKnown)
                throttle.succeed(entry, atNanoseconds: now)
            }
        }
        #expect(admitted == 24 * 50, "48,000 guesses from as many addresses")
    }

    @Test func `gives an attacker nothing for the owner's logins or for their own`() {
        var throttle = LoginThrottle()
        var admitted = 0
        for number in 0..<500 {
            let guess = LoginAttempt(username: "lin", address: CountedAddress("10.0.\(number / 250).\(number % 250)"))
            if Self.isAdmitted(throttle.enter(guess, atNanoseconds: 0)) { admitted += 1 }
            for own in [
                LoginAttempt(username: "lin", address: "9.9.9.9", device: [7]),
                LoginAttempt(username: "mallory", address: guess.address),
            ] {
                guard case .admitted(let entry) = throttle.enter(own, atNanoseconds: 0) else { continue }
                throttle.succeed(entry, atNanoseconds: 0)
            }
        }
        #expect(admitted == 50)
    }

    @Test func `lets a network guess no more than four of its addresses`() {
        var throttle = LoginThrottle()
        let admitted = Self.guess(&throttle, 5_000) { number in
            LoginAttempt(
                username: "name-\(number)",
                address: CountedAddress("2001:db8:0:\(number)::/64", network: "2001:db8:0::/48"))
        }
        #expect(admitted == 4 * 60)
        #expect(Self.guess(&throttle, 1) { _ in LoginAttempt(username: "lin", address: "2001:db8:1:1::/64") } == 1)
    }

    @Test func `counts a known device by itself, also when it guesses`() {
        var throttle = LoginThrottle()
        #expect(
            Self.guess(&throttle, 50) {
                LoginAttempt(username: "lin", address: CountedAddress("1.2.3.\($0)"), device: [1])
            } == 10)
        #expect(Self.guess(&throttle, 1) { _ in LoginAttempt(username: "lin", address: "1.2.3.4", device: [2]) } == 1)
        #expect(Self.guess(&throttle, 1) { _ in LoginAttempt(username: "lin", address: "1.2.3.4") } == 1)
    }

    @Test func `forgets that an address is known after thirty days`() {
        var throttle = LoginThrottle()
        let attempt = LoginAttempt(username: "lin", address: "1.2.3.4")
        guard case .admitted(let entry) = throttle.enter(attempt, atNanoseconds: 0) else { return }
        throttle.succeed(entry, atNanoseconds: 0)
        let day = 86_400 * Self.second
        for (days, isKnown) in [(29, true), (30, false)] as [(Int64, Bool)] {
            guard case .admitted(let entry) = throttle.enter(attempt, atNanoseconds: days * day) else { return }
            #expect(entry.isKnown == isKnown, "after \(days) days")
        }
    }

    @Test func `does not count what was never tried`() {
        var throttle = LoginThrottle()
        for number in 0..<1_000 {
            guard
                case .admitted(let entry) = throttle.enter(
                    LoginAttempt(username: "lin", address: "1.2.3.4"), atNanoseconds: 0)
            else {
                Issue.record("refused at \(number)")
                return
            }
            throttle.withdraw(entry)
        }
    }

    @Test func `holds a bounded number of names, addresses and devices`() {
        var limits = LoginThrottle.Limits()
        limits.maxKeys = 100
        var throttle = LoginThrottle(limits)
        for number in 0..<20_000 {
            let attempt = LoginAttempt(
                username: "n\(number)", address: CountedAddress("a\(number)"),
                device: number % 3 == 0 ? [UInt8(number % 256)] : nil)
            if case .admitted(let entry) = throttle.enter(attempt, atNanoseconds: 0), number % 2 == 0 {
                throttle.succeed(entry, atNanoseconds: 0)
            }
        }
        #expect(throttle.keyCount <= 6 * 100)
    }

    /// A device that is known is treated as if nobody else were there, and so is an address for its name.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `treats a known device as if it were alone`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var shared = LoginThrottle()
        var alone = LoginThrottle()
        var now: Int64 = 0
        for step in 0..<4_000 {
            now += Int64.random(in: 0...40, using: &random) * Self.second
            let isOwner = Int.random(in: 0..<5, using: &random) == 0
            let attempt = LoginAttempt(
                username: ["lin", "LIN", "wang"].randomElement(using: &random) ?? "lin",
                address: CountedAddress("1.2.3.\(Int.random(in: 0...200, using: &random))"), device: isOwner ? [1] : nil
            )
            let succeeds = Int.random(in: 0..<10, using: &random) == 0
            let decision = shared.enter(attempt, atNanoseconds: now)
            if case .admitted(let entry) = decision, succeeds { shared.succeed(entry, atNanoseconds: now) }
            guard isOwner else { continue }
            let expected = alone.enter(attempt, atNanoseconds: now)
            if case .admitted(let entry) = expected, succeeds { alone.succeed(entry, atNanoseconds: now) }
            #expect(Self.wait(decision) == Self.wait(expected), "seed \(seed), step \(step)")
        }
    }
}

@Suite struct `The throttle of sign-ups` {
    private static let hour: Int64 = 3_600 * 1_000_000_000

    @Test func `allows an address some an hour and some a day`() {
        var throttle = SignUpThrottle()
        var byHour: [Int] = []
        for hour in 0..<24 as Range<Int64> {
            byHour.append(
                (0..<50).count { _ in throttle.enter(address: "1.2.3.4", atNanoseconds: hour * Self.hour) == nil })
        }
        #expect(byHour.prefix(3) == [10, 10, 10])
        // Thirty at once, and thirty more over the day.
        #expect(byHour.reduce(0, +) == 30 + 28)
        #expect(throttle.enter(address: "5.6.7.8", atNanoseconds: 0) == nil)
    }

    @Test func `allows the whole market some an hour, and says when there will be more`() {
        var throttle = SignUpThrottle()
        let opened = (0..<2_000).count { throttle.enter(address: CountedAddress("a\($0)"), atNanoseconds: 0) == nil }
        #expect(opened == 600)
        #expect(throttle.enter(address: "b", atNanoseconds: 0) == 6)
        #expect(throttle.enter(address: "b", atNanoseconds: Self.hour) == nil)
    }

    @Test func `allows a network four times what it allows an address`() {
        var throttle = SignUpThrottle()
        let opened = (0..<2_000).count { number in
            let address = CountedAddress("2001:db8:0:\(number)::/64", network: "2001:db8:0::/48")
            return throttle.enter(address: address, atNanoseconds: 0) == nil
        }
        #expect(opened == 40)
        #expect(throttle.enter(address: "2001:db8:1:1::/64", atNanoseconds: 0) == nil)
    }

    @Test func `does not let whoever tries taken names use up what others need`() {
        var throttle = SignUpThrottle()
        for number in 0..<5_000 where throttle.enter(address: CountedAddress("a\(number)"), atNanoseconds: 0) == nil {
            throttle.nameWasTaken()
        }
        #expect(throttle.enter(address: "somebody", atNanoseconds: 0) == nil)
        let asked = (0..<100).count { _ in
            guard throttle.enter(address: "curious", atNanoseconds: 0) == nil else { return false }
            throttle.nameWasTaken()
            return true
        }
        #expect(asked == 10)
    }

    @Test func `does not count what the market could not take, and holds a bounded number of addresses`() {
        var limits = SignUpThrottle.Limits()
        limits.maxKeys = 100
        var throttle = SignUpThrottle(limits)
        for _ in 0..<1_000 {
            #expect(throttle.enter(address: "1.2.3.4", atNanoseconds: 0) == nil)
            throttle.withdraw(address: "1.2.3.4")
        }
        for number in 0..<5_000 where throttle.enter(address: CountedAddress("a\(number)"), atNanoseconds: 0) == nil {
            throttle.nameWasTaken()
        }
        #expect(throttle.keyCount <= 500)
    }
}
