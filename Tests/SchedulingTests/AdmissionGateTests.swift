import Locking
import Scheduling
import TestSupport
import Testing

@Suite("The gate lets a bounded number in, a bounded number wait, each for a bounded time")
struct AdmissionGateTests {
    @Test("no more are at work than may be, whoever comes, leaves or gives up", arguments: [UInt64(1), 2, 3, 4])
    func bounds(seed: UInt64) async {
        let gate = AdmissionGate(AdmissionLimit(atOnce: 3, waiting: 10, patienceMilliseconds: 60_000))
        let working = Locked((now: 0, most: 0))
        let outcomes = Locked((done: 0, full: 0, cancelled: 0))
        var random = SeededGenerator(seed: seed)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                let (yields, givesUp) = (
                    Int.random(in: 0...20, using: &random), Int.random(in: 0...9, using: &random) < 3
                )
                group.addTask {
                    let task = Task {
                        try await gate.run {
                            working.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                            for _ in 0..<yields { await Task.yield() }
                            working.withLock { $0.now -= 1 }
                        }
                    }
                    if givesUp { task.cancel() }
                    do {
                        try await task.value
                        outcomes.withLock { $0.done += 1 }
                    } catch is Overloaded {
                        outcomes.withLock { $0.full += 1 }
                    } catch {
                        outcomes.withLock { $0.cancelled += 1 }
                    }
                }
                if Int.random(in: 0...4, using: &random) == 0 { await Task.yield() }
            }
        }
        let (most, left) = working.withLock { ($0.most, $0.now) }
        let counts = gate.counts
        let seen = outcomes.withLock { $0 }
        #expect(most <= 3, "seed \(seed)")
        #expect(left == 0 && counts.working == 0 && counts.waiting == 0, "seed \(seed)")
        #expect(seen.done + seen.full + seen.cancelled == 200, "seed \(seed)")
        #expect(counts.admitted >= seen.done && counts.refusedFull == seen.full, "seed \(seed)")
    }

    @Test("who waits is let in by arrival")
    func order() async throws {
        let gate = AdmissionGate(AdmissionLimit(atOnce: 1, waiting: 10, patienceMilliseconds: 60_000))
        let (open, opening) = AsyncStream<Void>.makeStream()
        let arrived = Locked<[Int]>([])
        let first = Task { try await gate.run { for await _ in open { break } } }
        try await until { gate.counts.working == 1 }
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<5 {
            tasks.append(Task { try await gate.run { arrived.withLock { $0.append(number) } } })
            try await until { gate.counts.waiting == number + 1 }
        }
        opening.yield()
        try await first.value
        for task in tasks { try await task.value }
        #expect(arrived.withLock { $0 } == [0, 1, 2, 3, 4])
    }

    @Test("one past the line is refused at once, and one whose time is over leaves it")
    func refusals() async throws {
        let gate = AdmissionGate(AdmissionLimit(atOnce: 1, waiting: 1, patienceMilliseconds: 1))
        let (open, opening) = AsyncStream<Void>.makeStream()
        let first = Task { try await gate.run { for await _ in open { break } } }
        try await until { gate.counts.working == 1 }
        await #expect(throws: Overloaded(.late)) { try await gate.run {} }
        #expect(gate.counts.refusedLate == 1)
        let none = AdmissionGate(AdmissionLimit(atOnce: 1, waiting: 0, patienceMilliseconds: 1))
        try await none.run { () async throws -> Void in
            await #expect(throws: Overloaded(.full)) { try await none.run {} }
        }
        opening.yield()
        try await first.value
        #expect(try await gate.run { 7 } == 7)
    }

    @Test("who waits can be let go from outside, which does nothing to one who has begun")
    func leaving() async throws {
        let gate = AdmissionGate(AdmissionLimit(atOnce: 1, waiting: 10, patienceMilliseconds: 60_000))
        let (open, opening) = AsyncStream<Void>.makeStream()
        let ways = Locked<[@Sendable () -> Void]>([])
        @Sendable func keep(_ way: @escaping @Sendable () -> Void) { ways.withLock { $0.append(way) } }
        let first = Task { try await gate.run(whileWaiting: keep) { for await _ in open { break } } }
        try await until { gate.counts.working == 1 }
        let second = Task { try await gate.run(whileWaiting: keep) {} }
        try await until { ways.withLock(\.count) == 1 }
        let third = Task { try await gate.run(whileWaiting: keep) { 3 } }
        try await until { ways.withLock(\.count) == 2 }
        ways.withLock { $0[0] }()
        await #expect(throws: CancellationError.self) { try await second.value }
        #expect(gate.counts.waiting == 1 && gate.counts.cancelled == 1)
        opening.yield()
        try await first.value
        #expect(try await third.value == 3)
        ways.withLock { $0[1] }()
        #expect(gate.counts.cancelled == 1 && gate.counts.working == 0)
    }

    @Test("who is cancelled in the line leaves it, and the next still has its turn")
    func cancellation() async throws {
        let gate = AdmissionGate(AdmissionLimit(atOnce: 1, waiting: 10, patienceMilliseconds: 60_000))
        let (open, opening) = AsyncStream<Void>.makeStream()
        let first = Task { try await gate.run { for await _ in open { break } } }
        try await until { gate.counts.working == 1 }
        let second = Task { try await gate.run {} }
        try await until { gate.counts.waiting == 1 }
        let third = Task { try await gate.run { () async -> Int in 3 } }
        try await until { gate.counts.waiting == 2 }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        #expect(gate.counts.waiting == 1 && gate.counts.cancelled == 1)
        opening.yield()
        try await first.value
        #expect(try await third.value == 3)
    }

    private func until(_ condition: @Sendable () -> Bool) async throws {
        while !condition() {
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}
