import SearchIndex
import TextAnalysis

/// A text as the smallest things that a shopper means by it: words in letters, numbers, single Han characters.
struct QueryUnits {
    struct Unit: Hashable {
        /// The term's bytes: folded, stemmed.
        var bytes: [UInt8]
        var isHan: Bool
        /// In bytes of the source.
        var source: Range<Int>
        /// Whether it is a Han character right behind another one.
        var isJoined: Bool

        var isNumber: Bool { bytes.first.map { (0x30...0x39).contains($0) } ?? false }
    }

    /// What is written in several ways, in its one form.
    struct Writing: Hashable {
        /// The units that it stands for.
        var range: Range<Int>
        var text: String
        /// Whether it is words with a joint between them, as one word: wifi for wi-fi.
        var isJoined = false

        /// The number that it begins with, and what follows; nil where it begins with none.
        var parts: (number: String, rest: String)? {
            let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            return digits.first?.isNumber == true ? (String(digits), String(text.dropFirst(digits.count))) : nil
        }
    }

    private(set) var units: [Unit] = []
    private var writings: [Writing] = []
    /// The dictionary's words, as ranges of units.
    private(set) var words: [Range<Int>] = []

    init(_ text: String, analyzer: any Analyzer, unitsAlone: Bool = false) {
        var text = text
        var buffer = TokenBuffer()
        text.withUTF8 { unsafe analyzer.analyze($0, into: &buffer) }
        self.init(buffer, unitsAlone: unitsAlone)
    }

    /// - Parameter unitsAlone: whether nothing else is wanted of it.
    init(_ buffer: TokenBuffer, unitsAlone: Bool = false) {
        for record in buffer.records where record.kind == .word || record.kind == .hanCharacter {
            let start = Int(record.termStart)
            let isHan = record.kind == .hanCharacter
            let source = Int(record.sourceStart)..<Int(record.sourceEnd)
            let isJoined = isHan && units.last.map { $0.isHan && $0.source.upperBound == source.lowerBound } ?? false
            units.append(
                Unit(
                    bytes: Array(buffer.bytes[start..<start + Int(record.termLength)]), isHan: isHan, source: source,
                    isJoined: isJoined))
        }
        guard !unitsAlone else { return }
        for record in buffer.records where record.kind == .hanWord {
            let range = self.range(of: Int(record.sourceStart)..<Int(record.sourceEnd))
            if range.count > 1 { words.append(range) }
        }
        writings = buffer.records.compactMap { writing($0, buffer) }
    }

    private func writing(_ record: TokenBuffer.Record, _ buffer: TokenBuffer) -> Writing? {
        guard [.writing, .quantity, .compound].contains(record.kind) else { return nil }
        let source = Int(record.sourceStart)..<Int(record.sourceEnd)
        var writing = Writing(range: range(of: source), text: buffer.term(record))
        guard !writing.range.isEmpty else { return nil }
        switch record.kind {
        case .quantity:
            // Of a number and any two characters behind it those that say what is counted.
            guard let (_, rest) = writing.parts, CountedThing.isWhole(rest) else { return nil }
        case .compound:
            // What is written together has no joint: its words are in the index as they are.
            let letters = units[writing.range].reduce(0) { $0 + $1.source.count }
            guard writing.range.count > 1, letters < source.count else { return nil }
            writing.isJoined = true
        default: break
        }
        return writing
    }

    /// What begins at a unit, the longest first.
    func writings(at place: Int) -> [Writing] {
        writings.filter { $0.range.lowerBound == place }.sorted { $0.range.count > $1.range.count }
    }

    /// The units within a range of the source.
    func range(of source: Range<Int>) -> Range<Int> {
        let first = firstUnit { $0.lowerBound >= source.lowerBound }
        return first..<max(first, firstUnit { $0.upperBound > source.upperBound })
    }

    /// The first unit whose source is so; neither end of a unit's source lies before that of the unit before it.
    private func firstUnit(where isSo: (Range<Int>) -> Bool) -> Int {
        var low = 0
        var high = units.count
        while low < high {
            let middle = (low + high) / 2
            if isSo(units[middle].source) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Whether a space parts two numbers of a range in the text that was cut: 15 100 may be one number, or two.
    func hasSpacedNumbers(_ range: Range<Int>, _ text: String) -> Bool {
        let bytes = text.utf8
        return zip(units[range], units[range].dropFirst()).contains { left, right in
            guard left.isNumber, right.isNumber else { return false }
            let start = bytes.index(bytes.startIndex, offsetBy: left.source.upperBound)
            let end = bytes.index(bytes.startIndex, offsetBy: max(left.source.upperBound, right.source.lowerBound))
            return text[start..<end].contains(where: \.isWhitespace)
        }
    }

    /// Where a range of units stood in the source, in bytes.
    func source(_ range: Range<Int>) -> Range<Int> {
        units[range.lowerBound].source.lowerBound..<units[range.upperBound - 1].source.upperBound
    }

    /// Han characters that stand together, and each other unit by itself.
    var runs: [Range<Int>] {
        var runs: [Range<Int>] = []
        for (place, unit) in units.enumerated() {
            if unit.isJoined, let last = runs.last {
                runs[runs.count - 1] = last.lowerBound..<place + 1
            } else {
                runs.append(place..<place + 1)
            }
        }
        return runs
    }

    /// Whether a word of the dictionary has a part of the range and reaches out of it.
    func cutsWord(_ range: Range<Int>) -> Bool {
        words.contains { word in
            word.overlaps(range) && (word.lowerBound < range.lowerBound || word.upperBound > range.upperBound)
        }
    }

    /// What a listing holds that holds these units: pairs of Han characters that stand together, all other units alone.
    func pieces(_ range: Range<Int>) -> [Query.Form.Piece] {
        var pieces: [Query.Form.Piece] = []
        for place in range {
            let unit = units[place]
            guard unit.isHan else {
                pieces.append(Query.Form.Piece(unit.bytes, channel: TokenKind.word.channel))
                continue
            }
            let followsInside = place > range.lowerBound && unit.isJoined
            let leadsInside = place + 1 < range.upperBound && units[place + 1].isJoined
            if followsInside {
                pieces.append(
                    Query.Form.Piece(units[place - 1].bytes + unit.bytes, channel: TokenKind.hanPair.channel))
            } else if !leadsInside {
                pieces.append(Query.Form.Piece(unit.bytes, channel: TokenKind.hanCharacter.channel))
            }
        }
        return pieces
    }
}
