import Glibc

/// The postings of a channel in the order in which they come, in one stretch of memory.
///
/// ```
/// posting   term u32, below 2³¹                 its payload is its document's base payload
///      or   2³¹ + term u32 | payload u32
/// ```
/// Nearly all postings are of the first form. The stretch is moved by the pages where the allocator can, so growing costs
/// neither copies nor memory that is not used yet.
@safe final class PostingLog: @unchecked Sendable {
    // Safe to share: one inverter appends, and once it has finished the words do not change; `free` is called by whoever
    // alone still uses them.
    static let payloadFollows: UInt32 = 1 << 31

    private(set) var postingCount = 0
    /// How many words the postings take.
    private(set) var count = 0
    private var capacity = 0
    private var words: UnsafeMutablePointer<UInt32>?

    deinit { free() }

    @inline(__always)
    func append(_ term: UInt32) {
        if count == capacity { grow() }
        unsafe words.unsafelyUnwrapped[count] = term
        count &+= 1
        postingCount &+= 1
    }

    @inline(__always)
    func append(_ term: UInt32, payload: UInt32) {
        append(term | Self.payloadFollows)
        if count == capacity { grow() }
        unsafe words.unsafelyUnwrapped[count] = payload
        count &+= 1
    }

    func withWords(_ body: (UnsafeBufferPointer<UInt32>) -> Void) {
        unsafe body(UnsafeBufferPointer(start: words, count: count))
    }

    /// Gives the memory back.
    func free() {
        unsafe Glibc.free(words)
        unsafe words = nil
        (count, capacity, postingCount) = (0, 0, 0)
    }

    private func grow() {
        capacity = max(1 << 8, 2 * capacity)
        guard let grown = unsafe realloc(words, capacity * MemoryLayout<UInt32>.stride) else {
            preconditionFailure("no memory for \(capacity) words of postings")
        }
        unsafe words = grown.assumingMemoryBound(to: UInt32.self)
    }
}
