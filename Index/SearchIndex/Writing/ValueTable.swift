/// Numbers distinct values in the order in which they appear: open addressing, and the last value at hand, since
/// neighbouring postings mostly share theirs.
struct ValueTable {
    private(set) var values: [UInt32] = []
    private var slots: [UInt32]
    private var lastValue: UInt32 = 0
    private var lastNumber: Int?

    init() { slots = [UInt32](repeating: 0, count: 1 << 10) }

    /// The number of a value, new or known.
    @inline(__always)
    mutating func number(of value: UInt32) -> UInt32 {
        if value == lastValue, let lastNumber {
            return UInt32(truncatingIfNeeded: lastNumber)
        }
        return find(value)
    }

    private mutating func find(_ value: UInt32) -> UInt32 {
        var slot = Self.hash(value) & (slots.count - 1)
        while slots[slot] != 0, values[Int(slots[slot]) - 1] != value { slot = (slot + 1) & (slots.count - 1) }
        if slots[slot] == 0 {
            values.append(value)
            slots[slot] = UInt32(values.count)
            if values.count * 2 > slots.count { grow() }
            lastNumber = values.count - 1
        } else {
            lastNumber = Int(slots[slot]) - 1
        }
        lastValue = value
        return UInt32(lastNumber ?? 0)
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for (number, value) in values.enumerated() {
            var slot = Self.hash(value) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(number + 1)
        }
    }

    private static func hash(_ value: UInt32) -> Int {
        Int(truncatingIfNeeded: (UInt64(value) &* 0x9E37_79B9_7F4A_7C15) >> 32)
    }
}
