import Locking

/// The memory of one search, kept for the next: decoded blocks, tables of worth, sums of a window of documents.
@safe final class SearchScratch: @unchecked Sendable {
    // Safe: one search at a time has it, and the places in it are computed from its own sizes.
    /// Documents of an inner window.
    static let windowLength = 4096

    let blocks = CursorBuffer(cursors: 8)
    let sums: UnsafeMutablePointer<Int32>
    let present: UnsafeMutablePointer<UInt64>
    private var tables: UnsafeMutablePointer<Int32>
    private var tableCapacity = 8

    private init() {
        unsafe sums = .allocate(capacity: Self.windowLength)
        unsafe sums.initialize(repeating: 0, count: Self.windowLength)
        unsafe present = .allocate(capacity: Self.windowLength / 64)
        unsafe present.initialize(repeating: 0, count: Self.windowLength / 64)
        unsafe tables = .allocate(capacity: 8 * ImpactTable.maximumCodes)
        unsafe tables.initialize(repeating: 0, count: 8 * ImpactTable.maximumCodes)
    }

    deinit {
        unsafe sums.deallocate()
        unsafe present.deallocate()
        unsafe tables.deallocate()
    }

    /// Makes room for so many cursors; what was handed out before is gone.
    func reserve(_ cursors: Int) {
        blocks.reserve(cursors)
        guard cursors > tableCapacity else { return }
        unsafe tables.deallocate()
        tableCapacity = cursors
        unsafe tables = .allocate(capacity: cursors * ImpactTable.maximumCodes)
        unsafe tables.initialize(repeating: 0, count: cursors * ImpactTable.maximumCodes)
    }

    func table(_ cursor: Int) -> UnsafeMutablePointer<Int32> {
        precondition(cursor >= 0 && cursor < tableCapacity)
        return unsafe tables + cursor * ImpactTable.maximumCodes
    }

    // MARK: The pool

    private static let idle = Locked<[SearchScratch]>([])
    private static let kept = 64

    /// Runs the body with scratch memory that no other search has.
    static func with<Result, Failure: Error>(
        _ body: (SearchScratch) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let scratch = idle.withLock { $0.popLast() } ?? SearchScratch()
        defer { idle.withLock { if $0.count < kept { $0.append(scratch) } } }
        return try body(scratch)
    }
}
