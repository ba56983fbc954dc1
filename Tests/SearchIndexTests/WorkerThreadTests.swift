import Foundation
import Locking
import Testing

@testable import SearchIndex

struct WorkerThreadTests {
    @Test func theBodyRunsOnceOnAThreadOfItsOwn() {
        let done = DispatchSemaphore(value: 0)
        let threads = Locked<[pthread_t]>([])
        let isStarted = WorkerThread.start {
            threads.withLock { $0.append(pthread_self()) }
            done.signal()
        }
        #expect(isStarted)
        done.wait()
        #expect(threads.withLock { $0.count == 1 && pthread_equal($0[0], pthread_self()) == 0 })
    }

    /// No machine has room for a stack of a petabyte.
    @Test func whereTheSystemGivesNoThreadTheBodyIsNotRunAndNotKept() {
        final class Held: Sendable {}
        weak var kept: Held?
        let hasRun = Locked(false)
        do {
            let object = Held()
            kept = object
            let isStarted = WorkerThread.start(stackBytes: 1 << 50) { [object] in
                withExtendedLifetime(object) { hasRun.withLock { $0 = true } }
            }
            #expect(!isStarted)
        }
        #expect(kept == nil)
        #expect(!hasRun.withLock { $0 })
    }
}
