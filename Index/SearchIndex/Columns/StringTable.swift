/// Sorted distinct strings, found by their place, their place found by halving.
///
/// ```
/// count u32 | end u32 × count | bytes          (end: from the first byte)
/// ```
@safe struct StringTable: Sendable {
    // Safe to share: see `PackedIntegers`.
    let count: Int
    nonisolated(unsafe) private let ends: UnsafeRawPointer
    nonisolated(unsafe) private let bytes: UnsafeRawPointer

    init(_ image: FileImage, _ range: Range<Int>) throws(IndexError) {
        let all = unsafe try image.verified(range)
        var reader = unsafe ByteReader(all, path: image.path, fileOffset: range.lowerBound)
        let count = Int(try reader.readFixed(UInt32.self))
        let ends = unsafe try reader.readBytes(count * 4)
        self.count = count
        unsafe self.ends = ends.baseAddress!
        unsafe bytes = unsafe self.ends + count * 4
        var before = 0
        for place in 0..<count {
            let end = unsafe Int(UInt32(littleEndian: ends.loadUnaligned(fromByteOffset: place * 4, as: UInt32.self)))
            guard end >= before, end <= reader.remaining else { throw reader.corrupt("a string is out of place") }
            before = end
        }
        guard before == reader.remaining else { throw reader.corrupt("a table of strings has a wrong size") }
    }

    func utf8(_ place: Int) -> UnsafeBufferPointer<UInt8> {
        precondition(place >= 0 && place < count)
        let start = place == 0 ? 0 : end(place - 1)
        let first = unsafe (bytes + start).assumingMemoryBound(to: UInt8.self)
        return unsafe UnsafeBufferPointer(start: first, count: end(place) - start)
    }

    subscript(place: Int) -> String { unsafe String(decoding: utf8(place), as: UTF8.self) }

    /// The place of a string, or nil.
    func place(_ text: String) -> Int? {
        let wanted = Array(text.utf8)
        let place = firstPlace(notBefore: wanted)
        guard place < count, unsafe utf8(place).elementsEqual(wanted) else { return nil }
        return place
    }

    /// The places of the strings that begin with a prefix: they stand together.
    func places(prefix: String) -> Range<Int> {
        let wanted = Array(prefix.utf8)
        let start = firstPlace(notBefore: wanted)
        var low = start
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if unsafe utf8(middle).starts(with: wanted) { low = middle + 1 } else { high = middle }
        }
        return start..<low
    }

    private func firstPlace(notBefore wanted: [UInt8]) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if unsafe utf8(middle).lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func end(_ place: Int) -> Int {
        unsafe Int(UInt32(littleEndian: ends.loadUnaligned(fromByteOffset: place * 4, as: UInt32.self)))
    }

    /// The strings rise strictly by their UTF-8.
    static func pack(_ sorted: [String]) -> [UInt8] {
        var writer = ByteWriter()
        writer.appendFixed(UInt32(sorted.count))
        var end = 0
        for text in sorted {
            end += text.utf8.count
            writer.appendFixed(UInt32(end))
        }
        for text in sorted { writer.append(contentsOf: text.utf8) }
        return writer.bytes
    }
}
