/// Writes the sorted terms of a channel in front-coded blocks of 16.
///
/// ```
/// blocks section, a block:  count u8 | postingsStart varint | stringBytes varint | strings | entries
///   strings:                first term: length varint | bytes
///                           others:     shared varint | rest length varint | rest bytes
/// index section:            terms u64 | blocks u64 | head u64 × blocks | offset u32 × (blocks + 1)
///   head:                   the first eight bytes of the block's first term, big-endian, zeros behind a shorter one
///   offset:                 where the block begins in the blocks section
/// ```
struct TermDictionaryWriter {
    static let blockLength = 16
    static let maximumTermBytes = 512

    private(set) var blocks = ByteWriter()
    private var heads: [UInt64] = []
    private var offsets: [UInt32] = []
    private var termCount = 0
    private var previous: [UInt8] = []
    private var strings = ByteWriter()
    private var entries = ByteWriter()
    private var pending = 0
    private var pendingStart = 0

    /// Adds a term greater than all before it. A list's bytes follow those of the list before it.
    mutating func add(_ term: UnsafeBufferPointer<UInt8>, _ entry: TermEntry, postingsStart: Int) {
        precondition(term.count <= Self.maximumTermBytes, "a term is longer than the dictionary takes")
        if pending == 0 {
            unsafe heads.append(Self.head(term))
            offsets.append(UInt32(blocks.count))
            pendingStart = postingsStart
            strings.appendVarint(term.count)
            unsafe strings.append(contentsOf: term)
        } else {
            var shared = 0
            let most = min(previous.count, term.count)
            while shared < most, unsafe previous[shared] == term[shared] { shared += 1 }
            unsafe precondition(
                shared < term.count && (shared == previous.count || previous[shared] < term[shared]),
                "terms rise strictly")
            strings.appendVarint(shared)
            strings.appendVarint(term.count - shared)
            unsafe strings.append(contentsOf: term[shared...])
        }
        entry.write(to: &entries)
        previous.removeAll(keepingCapacity: true)
        unsafe previous.append(contentsOf: term)
        termCount += 1
        pending += 1
        if pending == Self.blockLength { flush() }
    }

    /// Ends the dictionary and returns its index section.
    mutating func finish() -> [UInt8] {
        flush()
        var index = ByteWriter()
        index.appendFixed(UInt64(termCount))
        index.appendFixed(UInt64(heads.count))
        for head in heads { index.appendFixed(head) }
        for offset in offsets { index.appendFixed(offset) }
        index.appendFixed(UInt32(blocks.count))
        return index.bytes
    }

    private mutating func flush() {
        guard pending > 0 else { return }
        blocks.append(UInt8(pending))
        blocks.appendVarint(pendingStart)
        blocks.appendVarint(strings.count)
        blocks.append(contentsOf: strings.bytes)
        blocks.append(contentsOf: entries.bytes)
        strings.removeAll()
        entries.removeAll()
        pending = 0
    }

    /// The first eight bytes as a number that sorts as they do.
    static func head(_ term: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var head: UInt64 = 0
        for place in 0..<8 { head = unsafe head << 8 | (place < term.count ? UInt64(term[place]) : 0) }
        return head
    }
}
