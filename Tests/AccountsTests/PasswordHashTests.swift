import Testing

@testable import Accounts

@Suite struct `A password's hash` {
    /// RFC 7914, section 12, the second vector (its first 32 bytes, since a longer key begins with the shorter one).
    @Test func `is scrypt as the standard has it`() throws {
        let hash = try PasswordHash(
            of: "password", salt: Array("NaCl".utf8), cost: .init(rounds: 1_024, blockSize: 8, parallelism: 16))
        let expected: [UInt8] = [
            0xfd, 0xba, 0xbe, 0x1c, 0x9d, 0x34, 0x72, 0x00, 0x78, 0x56, 0xe7, 0x19, 0x0d, 0x01, 0xe9, 0xfe, 0x7c, 0x6a,
            0xd7, 0xcb, 0xc8, 0x23, 0x78, 0x30, 0xe7, 0x73, 0x76, 0x63, 0x4b, 0x37, 0x31, 0x62,
        ]
        #expect(hash.hash == expected)
    }

    @Test func `says how it was made, and is read back`() throws {
        let hash = try PasswordHash(of: "密码1234", salt: Array(0..<16), cost: .init(rounds: 32))
        let read = try #require(PasswordHash(hash.text))
        #expect(hash.text.hasPrefix("scrypt$32$8$1$"))
        #expect(read == hash)
        #expect(try read.matches("密码1234"))
        #expect(try !read.matches("密码1235"))
    }

    @Test func `knows a letter however the keyboard composed it`() throws {
        let hash = try PasswordHash(of: "caf\u{E9}-caf\u{E9}", salt: Array(0..<16), cost: .init(rounds: 16))
        #expect(try hash.matches("cafe\u{301}-cafe\u{301}"))
    }

    @Test(arguments: [
        "", "scrypt", "scrypt$32$8$1$$", "scrypt$33$8$1$AAAA$AAAA", "md5$32$8$1$AAAA$AAAA",
        "scrypt$1073741824$8$1$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "scrypt$-2$8$1$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    ])
    func `in a damaged form is none`(text: String) {
        #expect(PasswordHash(text) == nil)
    }

    @Test func `is made by a bounded number at a time`() async throws {
        let worker = PasswordWorker(width: 1, maxWaiting: 2)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    let hash = try? await worker.run {
                        try PasswordHash(of: "x", salt: [1], cost: .init(rounds: 1_024))
                    }
                    return hash != nil
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.contains(true))
        let after = try await worker.run { 7 }
        #expect(after == 7)
    }
}

@Suite struct `The throttle of logins` {
    @Test func `holds a bounded number of names`() {
        var throttle = LoginThrottle(maxFailures: 2, windowMilliseconds: 1_000, maxNames: 3)
        for (time, name) in ["a", "a", "b", "c", "d"].enumerated() {
            throttle.recordFailure(username: name, atMilliseconds: Int64(time))
        }
        throttle.recordFailure(username: "d", atMilliseconds: 5)
        #expect(throttle.retryAfterSeconds(username: "a", atMilliseconds: 5) == nil)
        #expect(throttle.retryAfterSeconds(username: "D", atMilliseconds: 5) == 1)
        #expect(throttle.retryAfterSeconds(username: "d", atMilliseconds: 1_004) == nil)
    }
}
