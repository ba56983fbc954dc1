import CICU

/// A text folded for comparison (NFKC case folding, then Traditional to Simplified, then Latin letters without accents), with
/// the place of every unit in the source. Reused from text to text.
@safe struct FoldedText {
    // Safe: ICU keeps the normaliser for the life of the process.
    private(set) var units: [UInt16] = []
    /// By unit: the bytes of the source that it came from. Units of one source character share them.
    private(set) var starts: [UInt32] = []
    private(set) var ends: [UInt32] = []
    /// Letters that lost their accents, from first to last.
    private(set) var accents: [Accent] = []

    struct Accent {
        /// The units that stand for it.
        var range: Range<Int>
        /// The letter as it was written, folded otherwise.
        var written: [UInt16]
    }

    private let normalizer: OpaquePointer?
    private var segment: [UInt16] = []
    private var folded = [UInt16](repeating: 0, count: 64)

    init() { unsafe normalizer = unsafe sesame_nfkc_casefold() }

    mutating func fold(_ text: UnsafeBufferPointer<UInt8>) {
        units.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        accents.removeAll(keepingCapacity: true)
        var place = 0
        while place < text.count {
            let byte = unsafe text[place]
            if byte < 0x80 {
                let isUpper = byte >= 0x41 && byte <= 0x5A
                append(UInt16(isUpper ? byte | 0x20 : byte), place, place + 1)
                place += 1
                continue
            }
            let (scalar, length) = unsafe Self.decode(text, at: place)
            if Self.isTradeSign(scalar) {
                append(UInt16(scalar), place, place + length)
                place += length
            } else if Self.isPlainHan(scalar) {
                append(Simplification.table[Int(scalar)], place, place + length)
                place += length
            } else {
                place = unsafe foldSegment(text, from: place)
            }
        }
    }

    /// The CJK ideographs of the basic plane, which no normalisation changes.
    @inline(__always)
    private static func isPlainHan(_ scalar: UInt32) -> Bool {
        (0x4E00...0x9FFF).contains(scalar) || (0x3400...0x4DBF).contains(scalar)
    }

    /// ℠ and ™ stay the signs that they are: folded they would be letters and grow on to the name before (coretm).
    @inline(__always)
    private static func isTradeSign(_ scalar: UInt32) -> Bool { scalar == 0x2120 || scalar == 0x2122 }

    @inline(__always)
    private mutating func append(_ unit: UInt16, _ start: Int, _ end: Int) {
        units.append(unit)
        starts.append(UInt32(start))
        ends.append(UInt32(end))
    }

    // MARK: What needs normalising

    /// Marks on one letter: more are left out, as the stream-safe format of UAX #15 breaks there. A text of marks alone would
    /// be normalised again for each of them.
    private static let mostMarks = 30

    /// Folds characters that may change or combine, from one boundary of normalisation to the next. Returns its end.
    private mutating func foldSegment(_ text: UnsafeBufferPointer<UInt8>, from first: Int) -> Int {
        segment.removeAll(keepingCapacity: true)
        var start = first
        var (scalar, length) = unsafe Self.decode(text, at: first)
        if let normalizer = unsafe normalizer, unsafe !sesame_has_boundary_before(normalizer, Int32(scalar)),
            let last = units.last
        {
            // A mark joins what stands before it: take that back. What it came from is folded already, and stays so.
            var count = 1
            if let accent = accents.last, accent.range.upperBound == units.count {
                // What has as many marks as a letter may have is whole.
                count = accent.written.count < Self.mostMarks ? accent.range.count : 0
                if count > 0 { segment += accents.removeLast().written }
            } else {
                segment.append(last)
            }
            if count > 0 { start = Int(starts[starts.count - count]) }
            units.removeLast(count)
            starts.removeLast(count)
            ends.removeLast(count)
        }
        var place = first
        repeat {
            appendToSegment(scalar)
            place += length
            guard place < text.count, segment.count < 64 else { break }
            (scalar, length) = unsafe Self.decode(text, at: place)
        } while unsafe normalizer.map { unsafe !sesame_has_boundary_before($0, Int32(scalar)) } ?? false
        appendFolded(start, place)
        return place
    }

    private mutating func appendToSegment(_ scalar: UInt32) {
        if scalar < 0x10000 {
            segment.append(UInt16(scalar))
        } else {
            segment.append(UInt16(0xD800 + (scalar - 0x10000) >> 10))
            segment.append(UInt16(0xDC00 + (scalar - 0x10000) & 0x3FF))
        }
    }

    private mutating func appendFolded(_ start: Int, _ end: Int) {
        var count = -1
        if let normalizer = unsafe normalizer {
            count = unsafe normalize(normalizer)
            if count > folded.count {
                folded = [UInt16](repeating: 0, count: count)
                count = unsafe normalize(normalizer)
            }
        }
        if count < 0 {
            for unit in segment { append(unit, start, end) }
        } else {
            for index in 0..<count { appendPlain(Simplification.table[Int(folded[index])], start, end) }
        }
    }

    /// Appends a unit, or what it is without its accent.
    private mutating func appendPlain(_ unit: UInt16, _ start: Int, _ end: Int) {
        if let plain = AccentFolding.plain(unit) {
            accents.append(Accent(range: units.count..<units.count + plain.count, written: [unit]))
            for each in plain { append(each, start, end) }
        } else if AccentFolding.isMark(unit), let last = units.last, (0x61...0x7A).contains(last) {
            if let accent = accents.last, accent.range.upperBound == units.count {
                if accent.written.count < Self.mostMarks { accents[accents.count - 1].written.append(unit) }
            } else {
                accents.append(Accent(range: units.count - 1..<units.count, written: [last, unit]))
            }
            ends[ends.count - 1] = UInt32(end)
        } else {
            append(unit, start, end)
        }
    }

    private mutating func normalize(_ normalizer: OpaquePointer) -> Int {
        let capacity = Int32(folded.count)
        return unsafe segment.withUnsafeBufferPointer { source in
            unsafe folded.withUnsafeMutableBufferPointer { target in
                unsafe Int(
                    sesame_normalize(normalizer, source.baseAddress, Int32(source.count), target.baseAddress, capacity))
            }
        }
    }

    /// One scalar of UTF-8 and its length. A byte that begins none counts as U+FFFD, alone.
    @inline(__always)
    static func decode(_ text: UnsafeBufferPointer<UInt8>, at place: Int) -> (scalar: UInt32, length: Int) {
        let lead = unsafe UInt32(text[place])
        if lead < 0x80 { return (lead, 1) }
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        guard lead >= 0xC2, lead <= 0xF4, place + length <= text.count else { return (0xFFFD, 1) }
        var scalar = lead & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        for offset in 1..<length {
            let byte = unsafe UInt32(text[place + offset])
            guard byte & 0xC0 == 0x80 else { return (0xFFFD, 1) }
            scalar = scalar << 6 | byte & 0x3F
        }
        let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
        guard scalar >= least, scalar <= 0x10FFFF, !(0xD800...0xDFFF).contains(scalar) else { return (0xFFFD, 1) }
        return (scalar, length)
    }
}
