import Foundation

/// A value behind a lock, for where many threads meet at once.
///
/// `Mutex` hands itself over inside the kernel when threads wait for it, which the thread sanitizer cannot see and takes
/// for a race; it knows the lock of POSIX that this is.
///
/// `@unchecked Sendable`: the value is touched with the lock held and never otherwise.
final class Locked<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    init(_ value: Value) { self.value = value }

    func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
}
