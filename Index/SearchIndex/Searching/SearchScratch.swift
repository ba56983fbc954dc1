import Locking

/// The memory of one search, kept for the next: decoded blocks, tables of worth, sums of a window of documents.
@safe final class SearchScratch: @unchecked Sendable {
    // Safe: one search at a time has it, and the places in it are computed from its own sizes.
    /// Documents of an inner window.
    static let windowLength = 8192

    private static let occupiedWords = windowLength / 64 / 64

    let blocks = CursorBuffer(cursors: 8)
    let sums: UnsafeMutablePointer<Int32>
    let present: UnsafeMutablePointer<UInt64>
    /// Documents to be looked at, and what they score as far as is known.
    let candidates: UnsafeMutablePointer<UInt32>
    let scores: UnsafeMutablePointer<Int32>
    /// Places of candidates.
    let places: UnsafeMutablePointer<UInt32>
    static let candidateLimit = 256
    var terms = TermMemo()
    /// A bit for each word of `present` that may not be zero.
    private let occupied: UnsafeMutablePointer<UInt64>
    private var tables: UnsafeMutablePointer<Int32>
    private var tableCapacity = 8

    private init() {
        unsafe sums = .allocate(capacity: Self.windowLength)
        unsafe sums.initialize(repeating: 0, count: Self.windowLength)
        unsafe present = .allocate(capacity: Self.windowLength / 64)
        unsafe present.initialize(repeating: 0, count: Self.windowLength / 64)
        unsafe occupied = .allocate(capacity: Self.occupiedWords)
        unsafe occupied.initialize(repeating: 0, count: Self.occupiedWords)
        unsafe candidates = .allocate(capacity: Self.candidateLimit)
        unsafe candidates.initialize(repeating: 0, count: Self.candidateLimit)
        unsafe scores = .allocate(capacity: Self.candidateLimit)
        unsafe scores.initialize(repeating: 0, count: Self.candidateLimit)
        unsafe places = .allocate(capacity: Self.candidateLimit)
        unsafe places.initialize(repeating: 0, count: Self.candidateLimit)
        unsafe tables = .allocate(capacity: 8 * ImpactTable.maximumCodes)
        unsafe tables.initialize(repeating: 0, count: 8 * ImpactTable.maximumCodes)
    }

    deinit {
        unsafe sums.deallocate()
        unsafe present.deallocate()
        unsafe candidates.deallocate()
        unsafe scores.deallocate()
        unsafe places.deallocate()
        unsafe occupied.deallocate()
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

    // MARK: Sums

    /// Adds to the sum of a document of the window at hand; returns the new sum.
    @inline(__always)
    func add(_ value: Int32, to slot: Int) -> Int32 {
        unsafe occupied[slot >> 12] |= 1 &<< UInt64((slot >> 6) & 63)
        return addDense(value, to: slot)
    }

    /// The same where `occupyAll` has been called: many sums need no account of where they are.
    @inline(__always)
    @discardableResult
    func addDense(_ value: Int32, to slot: Int) -> Int32 {
        let sum = unsafe sums[slot] &+ value
        unsafe sums[slot] = sum
        unsafe present[slot >> 6] |= 1 &<< UInt64(slot & 63)
        return sum
    }

    /// Whether something was added to a document of the window at hand.
    @inline(__always)
    func isPresent(_ slot: Int) -> Bool { unsafe present[slot >> 6] &>> UInt64(slot & 63) & 1 == 1 }

    func occupyAll() {
        for group in 0..<Self.occupiedWords { unsafe occupied[group] = .max }
    }

    /// Makes all sums zero again, and calls the body with those above the limit, in order.
    @inline(__always)
    func takeSums(above limit: Int32, _ body: (_ slot: Int, _ sum: Int32) -> Void) {
        for group in 0..<Self.occupiedWords {
            var words = unsafe occupied[group]
            unsafe occupied[group] = 0
            while words != 0 {
                let word = group &* 64 &+ words.trailingZeroBitCount
                words &= words &- 1
                var bits = unsafe present[word]
                unsafe present[word] = 0
                while bits != 0 {
                    let slot = word &* 64 &+ bits.trailingZeroBitCount
                    bits &= bits &- 1
                    let sum = unsafe sums[slot]
                    unsafe sums[slot] = 0
                    if sum > limit { body(slot, sum) }
                }
            }
        }
    }

    /// Keeps the candidates whose scores with the rest get past the threshold; returns how many.
    @inline(__always)
    func keepCandidates(above threshold: Int32, rest: Int32, count: Int) -> Int {
        var kept = 0
        for index in 0..<count {
            let score = unsafe scores[index]
            unsafe candidates[kept] = unsafe candidates[index]
            unsafe scores[kept] = score
            kept &+= score &+ rest > threshold ? 1 : 0
        }
        return kept
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
