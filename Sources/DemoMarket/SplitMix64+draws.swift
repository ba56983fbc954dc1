import SeededRandom

extension SplitMix64 {
    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

    /// A number from 0 up to 1.
    mutating func share() -> Double { Double(next() >> 11) / Double(1 << 53) }

    mutating func chance(_ share: Double) -> Bool { self.share() < share }

    /// The first of a list are drawn far more often than the last.
    mutating func skewed(_ count: Int) -> Int {
        let draw = share()
        return min(count - 1, Int(draw * draw * Double(count)))
    }
}
