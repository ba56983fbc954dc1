import TextAnalysis

/// Gives each distinct term a number, in the order of their first appearance: open addressing over one arena of bytes.
///
/// A text's terms are looked up together, step by step: the slots of all, then what stands there. No look-up waits for the
/// memory that another has asked for.
struct TermTable {
    private var terms: [Term] = []
    private var arena: [UInt8] = []
    /// The hash of a term above its number, counted from 1; 0 where there is none. One look tells most strangers apart.
    private var slots: [UInt64]
    private var wanted: [Wanted] = []

    /// A term that is known. Of a short one everything is here.
    private struct Term {
        var head: UInt64
        var start: Int
        var length: Int
    }

    /// A term that is looked up.
    private struct Wanted {
        /// Its first eight bytes, zeros behind a shorter one.
        var head: UInt64
        var hash: UInt32
        var start: UInt32
        var length: UInt32
        /// What stood in its slot when the text was begun.
        var entry: UInt64
    }

    private static let headBytes = 8

    init() { slots = [UInt64](repeating: 0, count: 1 << 12) }

    var count: Int { terms.count }

    /// About how many bytes the table takes, and its terms once they are sorted.
    var byteCount: Int { 2 * arena.capacity + terms.capacity * (MemoryLayout<Term>.stride + 28) + slots.count * 8 }

    /// Appends the number of each of a buffer's terms of a channel, new or known, in their order.
    mutating func number(_ buffer: TokenBuffer, channel: Int, into numbers: inout [UInt32]) {
        unsafe buffer.bytes.withUnsafeBytes { bytes in
            unsafe lookAtSlots(buffer.records, channel, bytes)
            for place in wanted.indices { unsafe numbers.append(number(wanted[place], bytes)) }
        }
    }

    /// The terms sorted by their bytes.
    func sorted() -> SortedTerms { SortedTerms(arena: arena, ends: terms.map { $0.start + $0.length }) }

    private mutating func lookAtSlots(_ records: [TokenBuffer.Record], _ channel: Int, _ bytes: UnsafeRawBufferPointer)
    {
        wanted.removeAll(keepingCapacity: true)
        let mask = slots.count &- 1
        for record in records where record.kind.channel == channel {
            let (start, length) = (Int(record.termStart), Int(record.termLength))
            let head = unsafe Self.word(bytes, start, length)
            let hash = unsafe Self.hash(head, bytes, start, length)
            wanted.append(
                Wanted(
                    head: head, hash: hash, start: record.termStart, length: record.termLength,
                    entry: slots[Int(hash) & mask]))
        }
    }

    @inline(__always)
    private mutating func number(_ term: Wanted, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
        if let number = unsafe known(term.entry, term, bytes) { return UInt32(truncatingIfNeeded: number) }
        return unsafe find(term, bytes)
    }

    /// The number of a term where an entry is its own.
    @inline(__always)
    private func known(_ entry: UInt64, _ wanted: Wanted, _ bytes: UnsafeRawBufferPointer) -> Int? {
        guard entry != 0, entry >> 32 == UInt64(wanted.hash) else { return nil }
        let number = Int(truncatingIfNeeded: entry & 0xFFFF_FFFF) &- 1
        let term = terms[number]
        guard term.head == wanted.head, term.length == Int(wanted.length) else { return nil }
        return unsafe term.length <= Self.headBytes || hasRest(term, wanted, bytes) ? number : nil
    }

    private func hasRest(_ term: Term, _ wanted: Wanted, _ bytes: UnsafeRawBufferPointer) -> Bool {
        for place in Self.headBytes..<term.length
        where unsafe arena[term.start &+ place] != bytes[Int(wanted.start) &+ place] {
            return false
        }
        return true
    }

    private mutating func find(_ wanted: Wanted, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
        let mask = slots.count &- 1
        var slot = Int(wanted.hash) & mask
        while slots[slot] != 0 {
            if let number = unsafe known(slots[slot], wanted, bytes) { return UInt32(truncatingIfNeeded: number) }
            slot = (slot &+ 1) & mask
        }
        return unsafe insert(wanted, bytes, slot)
    }

    private mutating func insert(_ wanted: Wanted, _ bytes: UnsafeRawBufferPointer, _ slot: Int) -> UInt32 {
        let number = UInt32(terms.count)
        precondition(number < PostingLog.payloadFollows - 1, "more terms than a segment takes")
        let (start, length) = (Int(wanted.start), Int(wanted.length))
        terms.append(Term(head: wanted.head, start: arena.count, length: length))
        unsafe arena.append(contentsOf: bytes[start..<start + length])
        slots[slot] = UInt64(wanted.hash) << 32 | UInt64(number + 1)
        if terms.count * 2 > slots.count { grow() }
        return number
    }

    private mutating func grow() {
        var wider = [UInt64](repeating: 0, count: slots.count * 2)
        let mask = wider.count - 1
        for entry in slots where entry != 0 {
            var slot = Int(entry >> 32) & mask
            while wider[slot] != 0 { slot = (slot + 1) & mask }
            wider[slot] = entry
        }
        slots = wider
    }

    // MARK: Hashing

    /// Up to eight bytes as a number, least significant first, zeros behind fewer.
    @inline(__always)
    private static func word(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ length: Int) -> UInt64 {
        guard length < headBytes else { return unsafe whole(bytes, start) }
        if start &+ headBytes <= bytes.count {
            return unsafe whole(bytes, start) & ((1 << UInt64(8 &* length)) &- 1)
        }
        var word: UInt64 = 0
        for place in 0..<length { word |= unsafe UInt64(bytes[start &+ place]) << UInt64(8 &* place) }
        return word
    }

    @inline(__always)
    private static func whole(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> UInt64 {
        unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
    }

    /// A multiplicative hash of eight bytes at a time, folded by the high half of the product.
    @inline(__always)
    private static func hash(_ head: UInt64, _ bytes: UnsafeRawBufferPointer, _ start: Int, _ length: Int) -> UInt32 {
        var state = folded(0x9E37_79B9_7F4A_7C15 ^ UInt64(length), head)
        var place = headBytes
        while place < length {
            state = unsafe folded(state, word(bytes, start &+ place, length &- place))
            place &+= headBytes
        }
        return UInt32(truncatingIfNeeded: state ^ state >> 32)
    }

    @inline(__always)
    private static func folded(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let product = (state ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return product.high ^ product.low
    }
}
