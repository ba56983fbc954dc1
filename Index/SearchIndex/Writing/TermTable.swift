/// Gives each distinct term a number, in the order of their first appearance: open addressing over one arena of bytes.
@safe final class TermTable {
    // Safe: the slots' memory is this object's own, and every index into it is masked by its size.
    private(set) var count = 0
    private var arena: [UInt8] = []
    private var ends: [Int] = []
    private var hashes: [UInt32] = []
    private var slots: UnsafeMutablePointer<UInt32>
    private var mask: Int

    init() {
        mask = (1 << 12) - 1
        unsafe slots = .allocate(capacity: mask + 1)
        unsafe slots.initialize(repeating: 0, count: mask + 1)
    }

    deinit { unsafe slots.deallocate() }

    var byteCount: Int { arena.capacity + ends.capacity * 8 + hashes.capacity * 4 + (mask + 1) * 4 }

    /// The number of a term, new or known.
    @inline(__always)
    func number(of term: UnsafeBufferPointer<UInt8>) -> Int {
        let hash = unsafe Self.hash(term)
        var slot = Int(hash) & mask
        while unsafe slots[slot] != 0 {
            let number = unsafe Int(slots[slot]) &- 1
            if hashes[number] == hash, unsafe isTerm(number, term) { return number }
            slot = (slot &+ 1) & mask
        }
        return unsafe insert(term, hash, slot)
    }

    /// The bytes of a term; good until the next one is added.
    @inline(__always)
    func withTerm<Result>(_ number: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        let start = number == 0 ? 0 : ends[number &- 1]
        return unsafe arena.withUnsafeBufferPointer {
            unsafe body(UnsafeBufferPointer(rebasing: $0[start..<ends[number]]))
        }
    }

    /// The numbers of all terms, sorted by the terms' bytes.
    func sorted() -> [Int] {
        unsafe arena.withUnsafeBufferPointer { bytes in
            var heads: [(head: UInt64, number: UInt32)] = []
            heads.reserveCapacity(count)
            for number in 0..<count {
                unsafe heads.append((TermDictionaryWriter.head(term(number, bytes)), UInt32(number)))
            }
            heads.sort {
                if $0.head != $1.head { return $0.head < $1.head }
                return unsafe term(Int($0.number), bytes).lexicographicallyPrecedes(term(Int($1.number), bytes))
            }
            return heads.map { Int($0.number) }
        }
    }

    @inline(__always)
    private func term(_ number: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        let start = number == 0 ? 0 : ends[number &- 1]
        return unsafe UnsafeBufferPointer(rebasing: bytes[start..<ends[number]])
    }

    @inline(__always)
    private func isTerm(_ number: Int, _ wanted: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = number == 0 ? 0 : ends[number &- 1]
        let length = ends[number] &- start
        guard length == wanted.count else { return false }
        return unsafe arena.withUnsafeBufferPointer { bytes in
            for place in 0..<length where unsafe bytes[start &+ place] != wanted[place] { return false }
            return true
        }
    }

    private func insert(_ term: UnsafeBufferPointer<UInt8>, _ hash: UInt32, _ slot: Int) -> Int {
        let number = count
        count += 1
        unsafe arena.append(contentsOf: term)
        ends.append(arena.count)
        hashes.append(hash)
        unsafe slots[slot] = UInt32(count)
        if count * 2 > mask { grow() }
        return number
    }

    private func grow() {
        let size = (mask + 1) * 2
        let wider = UnsafeMutablePointer<UInt32>.allocate(capacity: size)
        unsafe wider.initialize(repeating: 0, count: size)
        for number in 0..<count {
            var slot = Int(hashes[number]) & (size - 1)
            while unsafe wider[slot] != 0 { slot = (slot + 1) & (size - 1) }
            unsafe wider[slot] = UInt32(number + 1)
        }
        unsafe slots.deallocate()
        unsafe slots = unsafe wider
        mask = size - 1
    }

    /// A multiplicative hash of eight bytes at a time, folded by the high half of the product.
    @inline(__always)
    private static func hash(_ term: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(term.count)
        var place = 0
        while place < term.count {
            var word: UInt64 = 0
            let end = min(place &+ 8, term.count)
            while place < end {
                word = unsafe word << 8 | UInt64(term[place])
                place &+= 1
            }
            let product = (state ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
            state = product.high ^ product.low
        }
        return UInt32(truncatingIfNeeded: state ^ state >> 32)
    }
}
