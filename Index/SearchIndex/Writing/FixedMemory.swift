import Glibc

/// Elements in memory of their own: written by one thread, then read by any number.
///
/// Large ones ask the kernel for large pages: who writes all over them waits for the tables of small pages otherwise.
@safe final class FixedMemory<Element: BitwiseCopyable>: @unchecked Sendable {
    // Safe to share: nobody writes once the memory is handed on.
    private let base: UnsafeMutablePointer<Element>
    let count: Int

    private static var largePage: Int { 1 << 21 }

    /// The elements are not set yet.
    init(count: Int) {
        self.count = count
        let byteCount = max(1, count) * MemoryLayout<Element>.stride
        var memory: UnsafeMutableRawPointer?
        if byteCount >= 2 * Self.largePage {
            if unsafe posix_memalign(&memory, Self.largePage, byteCount) == 0 {
                unsafe madvise(memory, byteCount, MADV_HUGEPAGE)
            }
        } else {
            unsafe memory = malloc(byteCount)
        }
        guard let memory = unsafe memory else { preconditionFailure("no memory for \(byteCount) bytes") }
        unsafe base = unsafe memory.bindMemory(to: Element.self, capacity: max(1, count))
    }

    deinit { unsafe Glibc.free(base) }

    /// Good as long as this object is.
    var writable: UnsafeMutableBufferPointer<Element> { unsafe UnsafeMutableBufferPointer(start: base, count: count) }
    /// Good as long as this object is.
    var elements: UnsafeBufferPointer<Element> { unsafe UnsafeBufferPointer(start: base, count: count) }
}
