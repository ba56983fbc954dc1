import Dispatch
import Scheduling
import Synchronization
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
                    let hash = try? await worker.run(.others) {
                        try PasswordHash(of: "x", salt: [1], cost: .init(rounds: 1_024))
                    }
                    return hash != nil
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.contains(true))
        let after = try await worker.run(.others) { 7 }
        #expect(after == 7)
    }

    @Test func `of known devices is made before others', which get their turn all the same`() async throws {
        let worker = PasswordWorker(width: 1, maxWaiting: 20, patience: .seconds(600))
        let gate = DispatchSemaphore(value: 0)
        let order = Order()
        try await withThrowingTaskGroup(of: Void.self) { group in
            // Holds the one thread until all others stand in line.
            group.addTask { try await worker.run(.others) { gate.wait() } }
            while worker.counts.running == 0 { await Task.yield() }
            for _ in 0..<10 {
                group.addTask { try await worker.run(.others) { order.add("other") } }
                group.addTask { try await worker.run(.known) { order.add("known") } }
            }
            while worker.counts.waiting < 20 { await Task.yield() }
            gate.signal()
            try await group.waitForAll()
        }
        let ran = order.names
        #expect(ran.prefix(5).filter { $0 == "known" }.count == 4)
        #expect(ran.prefix(12).filter { $0 == "known" }.count >= 9)
        #expect(ran.filter { $0 == "other" }.count == 10)
    }

    @Test func `of a known device is made however many others wait`() async throws {
        let worker = PasswordWorker(width: 1, maxWaiting: 3, patience: .seconds(600))
        let gate = DispatchSemaphore(value: 0)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await worker.run(.others) {
                    gate.wait(); return true
                }
            }
            while worker.counts.running == 0 { await Task.yield() }
            for _ in 0..<3 { group.addTask { try await worker.run(.others) { true } } }
            while worker.counts.waiting < 3 { await Task.yield() }
            await #expect(throws: Overloaded(.full, retryAfterSeconds: 5)) {
                try await worker.run(.others) { true }
            }
            group.addTask { try await worker.run(.known) { true } }
            while worker.counts.waiting < 4 { await Task.yield() }
            gate.signal()
            var done = 0
            for try await isDone in group where isDone { done += 1 }
            #expect(done == 5)
        }
    }

    @Test func `is refused in time to one who waits while another is made`() async throws {
        let worker = PasswordWorker(width: 1, patience: .seconds(5))
        let gate = DispatchSemaphore(value: 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run(.others) { gate.wait() } }
            while worker.counts.running == 0 { await Task.yield() }
            // The gate is closed until both are refused.
            for line in [PasswordWorker.Line.known, .others] {
                await #expect(throws: Overloaded(.late, retryAfterSeconds: 5)) {
                    try await worker.run(line) { true }
                }
            }
            #expect(worker.counts.waiting == 0)
            gate.signal()
            try await group.waitForAll()
        }
        #expect(try await worker.run(.known) { true })
    }

    @Test func `is not made for one who has left, and whose place in the line is free at once`() async throws {
        let worker = PasswordWorker(width: 1, maxWaiting: 1, patience: .seconds(600))
        let gate = DispatchSemaphore(value: 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run(.others) { gate.wait() } }
            while worker.counts.running == 0 { await Task.yield() }
            let gone = Task { try await worker.run(.others) { true } }
            while worker.counts.waiting == 0 { await Task.yield() }
            gone.cancel()
            #expect(worker.counts.waiting == 0)
            gate.signal()
            await #expect(throws: CancellationError.self) { try await gone.value }
            try await group.waitForAll()
        }
        let late = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await worker.run(.others) { true }
        }
        late.cancel()
        await #expect(throws: CancellationError.self) { try await late.value }
        #expect(try await worker.run(.others) { true })
    }

    @Test func `is not made for one who has waited too long`() async throws {
        let time = Mutex(ContinuousClock.now)
        let worker = PasswordWorker(width: 1, patience: .seconds(60)) { time.withLock(\.self) }
        let gate = DispatchSemaphore(value: 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run(.others) { gate.wait() } }
            while worker.counts.running == 0 { await Task.yield() }
            let late = Task { try await worker.run(.others) { true } }
            while worker.counts.waiting == 0 { await Task.yield() }
            time.withLock { $0 += .milliseconds(60_001) }
            gate.signal()
            await #expect(throws: Overloaded(.late, retryAfterSeconds: 5)) { try await late.value }
            try await group.waitForAll()
        }
        #expect(try await worker.run(.others) { true })
    }
}

/// Names in the order in which they came.
private final class Order: Sendable {
    private let state = Mutex<[String]>([])

    var names: [String] { state.withLock { $0 } }

    func add(_ name: String) { state.withLock { $0.append(name) } }
}
