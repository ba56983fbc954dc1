import Foundation
import Locking
import Testing

@testable import Scheduling

@Suite("Threads of our own")
struct WorkerThreadsTests {
    @Test("work that blocks on every thread keeps no task of the cooperative pool waiting")
    func blocking() async throws {
        let threads = WorkerThreads(label: "test", count: 4)
        let gate = Latch()
        let blocked = Locked(0)
        let tasks = (0..<4).map { number in
            Task {
                try await threads.run {
                    blocked.withLock { $0 += 1 }
                    gate.wait()
                    return number
                }
            }
        }
        // Every task here would stand still if the work above stood on the pool's threads.
        while blocked.withLock({ $0 }) < 4 { await Task.yield() }
        gate.open()
        var sum = 0
        for task in tasks { sum += try await task.value }
        #expect(sum == 6)
    }

    @Test("work whose task was cancelled before a thread began it is not begun")
    func cancellation() async throws {
        let threads = WorkerThreads(label: "test", count: 1)
        let gate = Latch()
        let begun = Locked(false)
        let first = Task {
            try await threads.run {
                gate.wait()
            }
        }
        let second = Task { try await threads.run { begun.withLock { $0 = true } } }
        while threads.waitingCount == 0 { await Task.yield() }
        second.cancel()
        gate.open()
        try await first.value
        await #expect(throws: CancellationError.self) { try await second.value }
        #expect(!begun.withLock { $0 })
    }

    @Test("async code runs on the threads that it prefers, and goes on there after it has waited")
    func executor() async {
        let threads = WorkerThreads(label: "preferred", count: 1)
        await threads.prefer {
            #expect(Self.threadName == "preferred")
            await Task.yield()
            #expect(Self.threadName == "preferred")
            await Self.elsewhere()
        }
    }

    private static func elsewhere() async {
        #expect(threadName == "preferred")
        await Task.yield()
        #expect(threadName == "preferred")
    }

    private static var threadName: String? { Thread.current.name }

    @Test("a part that stands still ends the process with the stacks of its threads")
    func watchdog() async throws {
        let result = try await #require(
            processExitsWith: .exitCode(Watchdog.exitCode), observing: [\.standardErrorContent]
        ) {
            let heart = Heartbeat("the part under test")
            Watchdog([heart], limitSeconds: 0.1).start()
            // It ends the process, or the test does not end.
            while true { await Task.yield() }
        }
        let text = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(text.contains("the part under test has not moved"))
        #expect(text.contains("thread "))
    }

    @Test("a process that stood still as a whole gives its parts all their time again")
    func freeze() {
        var freeze = Watchdog.Freeze()
        let start = SuspendingClock.now
        func look(_ seconds: Double) -> Bool { freeze.look(at: start + .seconds(seconds), limitSeconds: 10) }
        #expect((0...20).allSatisfy { look(Double($0)) })
        #expect((40...49).allSatisfy { !look(Double($0)) })
        #expect(look(50) && look(51))
    }

    @Test("a heart that beats keeps the watchdog quiet")
    func heartbeat() {
        let heart = Heartbeat("beating")
        let dog = Watchdog([heart], limitSeconds: 3_600)
        #expect(dog.stopped == nil)
        #expect(Watchdog([heart], limitSeconds: 0).stopped === heart)
        heart.beat()
        #expect(heart.silenceSeconds >= 0)
    }
}

/// Holds threads until it is opened.
private final class Latch: @unchecked Sendable {
    // Safe: touched with the condition's lock held and never otherwise.
    private var isOpen = false
    private let condition = NSCondition()

    func wait() {
        condition.lock()
        while !isOpen { condition.wait() }
        condition.unlock()
    }

    func open() {
        condition.lock()
        isOpen = true
        condition.broadcast()
        condition.unlock()
    }
}
