import CStacks
import Locking

/// The rule of the house: nothing blocks a thread of Swift's cooperative pool.
///
/// Whatever blocks calls `assertMayBlock()` first. A server enforces the rule in debug builds, so that every test that
/// runs one finds a call that breaks it; release builds do not look.
public enum BlockingRule {
    private static let isEnforced = Locked(false)

    /// Looks from now on, in all of the process.
    public static func enforce() { isEnforced.withLock { $0 = true } }

    /// Says that this thread is one of our own.
    static func allowOnThisThread() { sesame_thread_allow_blocking() }

    /// Whether this is a thread of `WorkerThreads`: whoever runs there may wait right here, and need not ask another thread.
    public static var isOnWorkerThread: Bool { sesame_thread_is_blocking_allowed() != 0 }

    /// Traps in debug builds where the caller is a task on a thread that is not ours.
    public static func assertMayBlock(_ what: StaticString = #function) {
        assert(mayBlock, "\(what) would block a thread of the cooperative pool: run it on WorkerThreads")
    }

    private static var mayBlock: Bool {
        guard isEnforced.withLock({ $0 }) else { return true }
        // Code without a task runs on a queue or a thread that somebody made for it.
        guard unsafe withUnsafeCurrentTask(body: { unsafe $0 != nil }) else { return true }
        return isOnWorkerThread
    }
}
