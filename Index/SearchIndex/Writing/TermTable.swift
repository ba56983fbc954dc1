/// Gives each distinct term a number, in the order of their first appearance: open addressing over one arena of bytes.
struct TermTable {
    private(set) var count = 0
    private var arena: [UInt8] = []
    private var ends: [Int] = []
    /// The hash of a term above its number, counted from 1; 0 where there is none. One look tells most strangers apart.
    private var slots: [UInt64]

    init() { slots = [UInt64](repeating: 0, count: 1 << 12) }

    var byteCount: Int { arena.capacity + ends.capacity * 8 + slots.count * 8 }

    /// The number of a term, new or known.
    @inline(__always)
    mutating func number(of term: UnsafeBufferPointer<UInt8>) -> Int {
        let hash = unsafe Self.hash(term)
        let mask = slots.count &- 1
        var slot = Int(hash) & mask
        while true {
            let entry = slots[slot]
            if entry == 0 { return unsafe insert(term, hash, slot) }
            if entry >> 32 == UInt64(hash) {
                let number = Int(truncatingIfNeeded: entry & 0xFFFF_FFFF) &- 1
                if unsafe isTerm(number, term) { return number }
            }
            slot = (slot &+ 1) & mask
        }
    }

    /// The bytes of a term; good until the next one is added.
    @inline(__always)
    func withTerm<Result>(_ number: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        unsafe arena.withUnsafeBufferPointer { unsafe body(term(number, $0)) }
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

    private mutating func insert(_ term: UnsafeBufferPointer<UInt8>, _ hash: UInt32, _ slot: Int) -> Int {
        let number = count
        count += 1
        unsafe arena.append(contentsOf: term)
        ends.append(arena.count)
        slots[slot] = UInt64(hash) << 32 | UInt64(count)
        if count * 2 > slots.count { grow() }
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
