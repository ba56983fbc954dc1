/// Memory for the decoded blocks of some cursors, aligned for SIMD; each cursor has its blocks of 128 numbers.
@safe final class CursorBuffer {
    // Safe: the memory is this object's own, and a place past its end traps.
    static let numbersPerCursor = PostingsCursor.numbersInBuffer

    private(set) var capacity: Int
    private var base: UnsafeMutablePointer<UInt32>

    init(cursors: Int) {
        capacity = cursors
        unsafe base = unsafe Self.allocate(cursors)
    }

    deinit { unsafe UnsafeMutableRawPointer(base).deallocate() }

    /// The memory of one cursor; good until `reserve` asks for more.
    func buffer(_ cursor: Int) -> UnsafeMutablePointer<UInt32> {
        precondition(cursor >= 0 && cursor < capacity)
        return unsafe base + cursor * Self.numbersPerCursor
    }

    func reserve(_ cursors: Int) {
        guard cursors > capacity else { return }
        unsafe UnsafeMutableRawPointer(base).deallocate()
        capacity = max(cursors, capacity * 2)
        unsafe base = unsafe Self.allocate(capacity)
    }

    private static func allocate(_ cursors: Int) -> UnsafeMutablePointer<UInt32> {
        let bytes = max(1, cursors) * numbersPerCursor * MemoryLayout<UInt32>.stride
        let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        return unsafe memory.initializeMemory(as: UInt32.self, repeating: 0, count: bytes / 4)
    }
}
