/// The distinct terms of a channel by rising bytes, each with its number in the order of their first appearance.
struct SortedTerms: Sendable {
    private let bytes: FixedMemory<UInt8>
    private let ends: FixedMemory<Int>
    private let heads: FixedMemory<UInt64>
    private let numbers: FixedMemory<UInt32>

    var count: Int { numbers.count }

    /// - Parameters:
    ///   - arena: the terms in the order of their numbers, behind each other.
    ///   - ends: where each ends.
    init(arena: [UInt8], ends arenaEnds: [Int]) {
        bytes = FixedMemory(count: arena.count)
        ends = FixedMemory(count: arenaEnds.count)
        heads = FixedMemory(count: arenaEnds.count)
        numbers = FixedMemory(count: arenaEnds.count)
        unsafe arena.withUnsafeBufferPointer { arena in
            unsafe arenaEnds.withUnsafeBufferPointer { ends in
                unsafe lay(Self.sorted(arena, ends), arena, ends)
            }
        }
    }

    private static func sorted(
        _ arena: UnsafeBufferPointer<UInt8>, _ ends: UnsafeBufferPointer<Int>
    ) -> [(head: UInt64, number: UInt32)] {
        var order: [(head: UInt64, number: UInt32)] = []
        order.reserveCapacity(ends.count)
        for number in ends.indices {
            unsafe order.append((TermDictionaryWriter.head(term(number, arena, ends)), UInt32(number)))
        }
        order.sort { left, right in
            if left.head != right.head { return left.head < right.head }
            return unsafe term(Int(left.number), arena, ends)
                .lexicographicallyPrecedes(term(Int(right.number), arena, ends))
        }
        return order
    }

    /// Puts the terms behind each other in their order.
    private func lay(
        _ order: [(head: UInt64, number: UInt32)], _ arena: UnsafeBufferPointer<UInt8>,
        _ arenaEnds: UnsafeBufferPointer<Int>
    ) {
        var end = 0
        for (place, (head, number)) in order.enumerated() {
            let term = unsafe Self.term(Int(number), arena, arenaEnds)
            _ = unsafe UnsafeMutableBufferPointer(rebasing: bytes.writable[end..<end + term.count])
                .update(fromContentsOf: term)
            end += term.count
            unsafe ends.writable[place] = end
            unsafe heads.writable[place] = head
            unsafe numbers.writable[place] = number
        }
    }

    @inline(__always)
    private static func term(
        _ place: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ ends: UnsafeBufferPointer<Int>
    ) -> UnsafeBufferPointer<UInt8> {
        let start = place == 0 ? 0 : unsafe ends[place &- 1]
        return unsafe UnsafeBufferPointer(rebasing: bytes[start..<ends[place]])
    }

    // MARK: Reading

    /// A term by its place, without counting references: threads would wait for each other's counts.
    @unsafe struct View {
        private let bytes: UnsafeBufferPointer<UInt8>
        private let ends: UnsafeBufferPointer<Int>
        private let heads: UnsafeBufferPointer<UInt64>
        private let numbers: UnsafeBufferPointer<UInt32>

        fileprivate init(_ terms: SortedTerms) {
            unsafe bytes = terms.bytes.elements
            unsafe ends = terms.ends.elements
            unsafe heads = terms.heads.elements
            unsafe numbers = terms.numbers.elements
        }

        var count: Int { unsafe numbers.count }

        @inline(__always)
        subscript(place: Int) -> UnsafeBufferPointer<UInt8> { unsafe SortedTerms.term(place, bytes, ends) }

        @inline(__always)
        func number(_ place: Int) -> Int { unsafe Int(numbers[place]) }

        /// Below 0 where a term comes before another view's, 0 where it is the same.
        @inline(__always)
        func compare(_ place: Int, _ other: View, _ otherPlace: Int) -> Int {
            let (head, otherHead) = unsafe (heads[place], other.heads[otherPlace])
            if head != otherHead { return head < otherHead ? -1 : 1 }
            let (term, otherTerm) = unsafe (self[place], other[otherPlace])
            if unsafe term.lexicographicallyPrecedes(otherTerm) { return -1 }
            return unsafe term.count == otherTerm.count && term.elementsEqual(otherTerm) ? 0 : 1
        }

        /// The first place whose term does not come before another view's.
        func firstPlace(notBefore other: View, _ otherPlace: Int) -> Int {
            var range = unsafe 0..<count
            while !range.isEmpty {
                let middle = (range.lowerBound + range.upperBound) / 2
                range =
                    unsafe compare(middle, other, otherPlace) < 0
                    ? middle + 1..<range.upperBound : range.lowerBound..<middle
            }
            return range.lowerBound
        }
    }

    /// Good as long as these terms are.
    var view: View { unsafe View(self) }
}
