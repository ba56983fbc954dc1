public import Foundation

/// A value behind a lock: the one way in which threads of this project share what changes.
///
/// `Mutex` of Synchronization hands itself over inside the kernel when threads wait for it, which the thread sanitizer
/// cannot see and takes for a race; it knows the lock of POSIX that this is. Where nobody waits it costs some 20 ns.
///
/// `@unchecked Sendable`: the value is touched with the lock held and never otherwise.
public final class Locked<Value: Sendable>: @unchecked Sendable {
    @usableFromInline let lock = NSLock()
    @usableFromInline var value: Value

    public init(_ value: Value) { self.value = value }

    /// Runs the body with the value to itself; another `withLock` of the same value inside the body would wait for ever.
    @inlinable
    public func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
}
