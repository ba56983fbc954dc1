import CICU

/// The analysis of listings: folded, Traditional made Simplified, accents taken off Latin letters, Han text as dictionary
/// words and as overlapping characters, letters and digits cut where they meet, English stemmed. No language is guessed:
/// script decides. A word with accents is there as it was written too.
public struct StandardAnalyzerFactory: AnalyzerFactory {
    private let words: WordTable

    /// - Parameter words: kept whole before ICU's dictionary is asked. They are no part of the signature: what they change
    ///   are words that rank, while characters and pairs find every text either way. So an index stays good when they
    ///   change, and documents may be put in again one by one.
    public init(words: WordTable = .none) { self.words = words }

    public var signature: String { unsafe "standard-5/icu-\(String(cString: sesame_icu_version()))/snowball-english" }

    public func makeAnalyzer() -> any Analyzer { StandardAnalyzer(words: words) }
}

final class StandardAnalyzer: Analyzer {
    private var text = FoldedText()
    private let breaker = WordBreaker()
    private let stemmer = Stemmer()
    /// Where dictionary words of the run at hand end, by the unit they begin at; 0: none begins there.
    private var wordEnds: [Int] = []
    private var atoms: [Atom] = []
    /// The record of the chain at hand as a whole.
    private var compound: Int?
    /// Where the numbers that were found last end: 90 of 60×90 begins no others.
    private var pastNumbers = 0
    /// The first accent that is not behind the words that were cut.
    private var nextAccent = 0
    private let words: WordTable

    init(words: WordTable) { self.words = words }

    /// Letters or digits that stand together.
    private struct Atom {
        var range: Range<Int>
        var isNumber: Bool
    }

    func analyze(_ source: UnsafeBufferPointer<UInt8>, into buffer: inout TokenBuffer) {
        buffer.removeAll()
        unsafe text.fold(source)
        pastNumbers = 0
        nextAccent = 0
        var place = 0
        while place < text.units.count {
            switch classAt(place) {
            case .separator: place += 1
            case .han: place = emitHan(from: place, &buffer)
            case .unspaced: place = emitUnspaced(from: place, &buffer)
            case .letter, .digit: place = emitWords(from: place, &buffer)
            }
        }
    }

    // MARK: Characters

    private func classAt(_ place: Int) -> CharacterClass {
        let unit = text.units[place]
        guard unit & 0xF800 == 0xD800 else { return CharacterClass.of(unit) }
        return scalar(place).map { CharacterClass.of(property: $0) } ?? .separator
    }

    /// The scalar of a surrogate pair that begins here.
    private func scalar(_ place: Int) -> Int32? {
        let high = text.units[place]
        guard high & 0xFC00 == 0xD800, place + 1 < text.units.count, text.units[place + 1] & 0xFC00 == 0xDC00 else {
            return nil
        }
        return 0x10000 + Int32(high & 0x3FF) << 10 + Int32(text.units[place + 1] & 0x3FF)
    }

    @inline(__always)
    private func length(_ place: Int) -> Int { text.units[place] & 0xFC00 == 0xD800 ? 2 : 1 }

    private func end(of wanted: CharacterClass, from start: Int) -> Int {
        var place = start
        while place < text.units.count, classAt(place) == wanted { place += length(place) }
        return place
    }

    // MARK: Han

    private func emitHan(from start: Int, _ buffer: inout TokenBuffer) -> Int {
        let end = end(of: .han, from: start)
        findWords(start..<end)
        var place = start
        while place < end {
            let next = place + length(place)
            append(place..<next, .hanCharacter, &buffer)
            if HanNumber.isDigit(text.units[place]) { appendCounted(place, end, &buffer) }
            if next < end { append(place..<next + length(next), .hanPair, &buffer) }
            let wordEnd = wordEnds[place - start]
            if wordEnd > next { append(place..<wordEnd, .hanWord, &buffer) }
            place = next
        }
        return end
    }

    private func findWords(_ run: Range<Int>) {
        wordEnds.removeAll(keepingCapacity: true)
        for _ in run { wordEnds.append(0) }
        guard !words.isEmpty else { return cut(run, of: run) }
        var begin = run.lowerBound
        var place = begin
        while place < run.upperBound {
            guard let length = words.length(at: place, in: text.units, end: run.upperBound) else {
                place += self.length(place)
                continue
            }
            cut(begin..<place, of: run)
            wordEnds[place - run.lowerBound] = place + length
            place += length
            begin = place
        }
        cut(begin..<run.upperBound, of: run)
    }

    /// Notes ICU's words in a part of a run.
    private func cut(_ part: Range<Int>, of run: Range<Int>) {
        guard part.count > 1 else { return }
        unsafe text.units.withUnsafeBufferPointer { units in
            unsafe breaker.forEachWord(UnsafeBufferPointer(rebasing: units[part])) { start, end in
                wordEnds[part.lowerBound - run.lowerBound + start] = part.lowerBound + end
            }
        }
    }

    private func emitUnspaced(from start: Int, _ buffer: inout TokenBuffer) -> Int {
        let end = end(of: .unspaced, from: start)
        unsafe text.units.withUnsafeBufferPointer { units in
            unsafe breaker.forEachWord(UnsafeBufferPointer(rebasing: units[start..<end])) { first, past in
                append(start + first..<start + past, .word, &buffer)
            }
        }
        return end
    }

    // MARK: Letters and digits

    /// A chain of letters and digits, perhaps with single joints between (`wh-1000xm4`, `12.5寸`).
    private func emitWords(from start: Int, _ buffer: inout TokenBuffer) -> Int {
        atoms.removeAll(keepingCapacity: true)
        var place = start
        while place < text.units.count {
            let kind = classAt(place)
            if kind == .letter || kind == .digit {
                let end = kind == .digit ? numberEnd(place) : end(of: .letter, from: place)
                atoms.append(Atom(range: place..<end, isNumber: kind == .digit))
                place = end
            } else if let next = pastJoint(place) {
                place = next
            } else {
                break
            }
        }
        dropPossessive()
        compound = nil
        if atoms.count > 1 { appendCompound(&buffer) }
        for atom in atoms { appendWord(atom, &buffer) }
        if !text.accents.isEmpty { for atom in atoms { appendAccented(atom, &buffer) } }
        appendQuantities(&buffer)
        appendWritings(&buffer)
        return place
    }

    // MARK: What is written in several ways

    private func appendCounted(_ place: Int, _ end: Int, _ buffer: inout TokenBuffer) {
        compound = nil
        for writing in WritingScanner(units: text.units).writings(ofHanAt: place, end: end) {
            append(writing, .quantity, &buffer)
        }
    }

    /// The one form of what begins in the chain at hand.
    private func appendWritings(_ buffer: inout TokenBuffer) {
        guard let first = atoms.first, let last = atoms.last else { return }
        let scanner = WritingScanner(units: text.units)
        for atom in atoms where atom.isNumber && atom.range.lowerBound >= pastNumbers {
            for writing in scanner.writings(ofNumberAt: atom.range.lowerBound) {
                pastNumbers = max(pastNumbers, writing.range.upperBound)
                append(writing, .writing, &buffer)
            }
        }
        let chain = first.range.lowerBound..<last.range.upperBound
        guard scanner.mayHaveSign(chain) else { return }
        var word: [UInt8] = []
        swap(&word, &buffer.bytes)
        for atom in atoms { appendBytes(atom.range, &buffer) }
        swap(&word, &buffer.bytes)
        guard let writing = scanner.writing(ofWord: chain, text: String(decoding: word, as: UTF8.self)) else { return }
        append(writing, .writing, &buffer)
        if writing.text.hasSuffix("+"), !writing.text.hasSuffix("++") {
            // S10+ is called S10 Plus.
            let sign = writing.range.upperBound - 1..<writing.range.upperBound
            append(WritingScanner.Writing(range: sign, text: "plus"), .writing, &buffer)
        }
    }

    private func append(_ writing: WritingScanner.Writing, _ kind: TokenKind, _ buffer: inout TokenBuffer) {
        let bytes = Array(writing.text.utf8)
        guard bytes.count <= TermLimit.bytes else { return }
        // 60x90 is a compound already: a text has it once.
        if let compound, buffer.records[compound].sourceStart == text.starts[writing.range.lowerBound] {
            let record = buffer.records[compound]
            let term = buffer.bytes[Int(record.termStart)..<Int(record.termStart + record.termLength)]
            if record.kind == .compound, term.elementsEqual(bytes) {
                buffer.records[compound].kind = kind
                return
            }
        }
        let begin = buffer.bytes.count
        buffer.bytes += bytes
        record(kind, writing.range, from: begin, &buffer)
    }

    /// The number that a chain ends with, and the Han characters behind it, perhaps after one space.
    private func appendQuantities(_ buffer: inout TokenBuffer) {
        guard let number = atoms.last, number.isNumber else { return }
        var place = number.range.upperBound
        if place < text.units.count, text.units[place] == 0x20 { place += 1 }
        let begin = place
        for _ in 0..<Self.longestUnit {
            guard place < text.units.count, classAt(place) == .han else { return }
            place += length(place)
            let start = buffer.bytes.count
            appendBytes(number.range, &buffer)
            appendBytes(begin..<place, &buffer)
            guard buffer.bytes.count - start <= TermLimit.bytes else {
                buffer.bytes.removeSubrange(start...)
                return
            }
            record(.quantity, number.range.lowerBound..<place, from: start, &buffer)
        }
    }

    private static let longestUnit = 2

    /// Digits, with one decimal point at a time inside.
    private func numberEnd(_ start: Int) -> Int {
        var place = end(of: .digit, from: start)
        while place + 1 < text.units.count, text.units[place] == UInt16(UInt8(ascii: ".")), classAt(place + 1) == .digit
        {
            place = end(of: .digit, from: place + 1)
        }
        return place
    }

    /// Past a single joint between letters or digits; nil where there is none.
    private func pastJoint(_ place: Int) -> Int? {
        let joints: [UInt16] = [0x2D, 0x2E, 0x5F, 0x27, 0x2019, 0x2010, 0x2011]
        guard joints.contains(text.units[place]), place + 1 < text.units.count else { return nil }
        let next = classAt(place + 1)
        return next == .letter || next == .digit ? place + 1 : nil
    }

    /// The s of women's says nothing.
    private func dropPossessive() {
        guard atoms.count > 1, let last = atoms.last, last.range.count == 1, text.units[last.range.lowerBound] == 0x73
        else { return }
        let joint = text.units[last.range.lowerBound - 1]
        if joint == 0x27 || joint == 0x2019 { atoms.removeLast() }
    }

    private func appendCompound(_ buffer: inout TokenBuffer) {
        let start = buffer.bytes.count
        for atom in atoms {
            guard buffer.bytes.count - start < TermLimit.bytes else { break }
            appendBytes(atom.range, &buffer)
        }
        trim(&buffer, from: start)
        // Wi-Fi is the word that somebody else writes wifi: it has that word's stem.
        stem(&buffer, from: start)
        compound = buffer.records.count
        record(.compound, atoms[0].range.lowerBound..<atoms[atoms.count - 1].range.upperBound, from: start, &buffer)
    }

    private func appendWord(_ atom: Atom, _ buffer: inout TokenBuffer) {
        let start = buffer.bytes.count
        appendBytes(atom.range, &buffer)
        trim(&buffer, from: start)
        if !atom.isNumber { stem(&buffer, from: start) }
        record(.word, atom.range, from: start, &buffer)
    }

    /// A word as it was written, where it has accents: who writes them means that word first.
    private func appendAccented(_ atom: Atom, _ buffer: inout TokenBuffer) {
        // Words come from first to last, and so do accents.
        while nextAccent < text.accents.count, text.accents[nextAccent].range.upperBound <= atom.range.lowerBound {
            nextAccent += 1
        }
        let accents = text.accents[nextAccent...].prefix { $0.range.lowerBound < atom.range.upperBound }
        guard !accents.isEmpty else { return }
        var written: [UInt16] = []
        var place = atom.range.lowerBound
        for accent in accents {
            written += text.units[place..<max(place, accent.range.lowerBound)]
            written += accent.written
            place = accent.range.upperBound
        }
        written += text.units[min(place, atom.range.upperBound)..<atom.range.upperBound]
        let start = buffer.bytes.count
        buffer.bytes += String(decoding: written, as: UTF16.self).utf8
        trim(&buffer, from: start)
        record(.compound, atom.range, from: start, &buffer)
    }

    /// Puts the stem in the place of a term in Latin letters alone.
    private func stem(_ buffer: inout TokenBuffer, from start: Int) {
        guard buffer.bytes[start...].allSatisfy({ $0 >= 0x61 && $0 <= 0x7A }) else { return }
        let word = Array(buffer.bytes[start...])
        buffer.bytes.removeSubrange(start...)
        unsafe word.withUnsafeBufferPointer { word in
            unsafe stemmer.withStem(word) { unsafe buffer.bytes.append(contentsOf: $0) }
        }
    }

    // MARK: Terms

    private func append(_ range: Range<Int>, _ kind: TokenKind, _ buffer: inout TokenBuffer) {
        let start = buffer.bytes.count
        appendBytes(range, &buffer)
        trim(&buffer, from: start)
        record(kind, range, from: start, &buffer)
    }

    @inline(__always)
    private func record(_ kind: TokenKind, _ range: Range<Int>, from start: Int, _ buffer: inout TokenBuffer) {
        buffer.records.append(
            TokenBuffer.Record(
                termStart: UInt32(start), termLength: UInt32(buffer.bytes.count - start),
                sourceStart: text.starts[range.lowerBound], sourceEnd: text.ends[range.upperBound - 1], kind: kind))
    }

    /// The units of a range as UTF-8.
    @inline(__always)
    private func appendBytes(_ range: Range<Int>, _ buffer: inout TokenBuffer) {
        var place = range.lowerBound
        while place < range.upperBound {
            let unit = text.units[place]
            if unit < 0x80 {
                buffer.bytes.append(UInt8(truncatingIfNeeded: unit))
            } else if unit < 0x800 {
                buffer.bytes.append(UInt8(truncatingIfNeeded: 0xC0 | unit >> 6))
                buffer.bytes.append(UInt8(truncatingIfNeeded: 0x80 | unit & 0x3F))
            } else if unit & 0xFC00 == 0xD800, let scalar = scalar(place) {
                buffer.bytes.append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
                buffer.bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
                buffer.bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
                buffer.bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
                place += 1
            } else {
                buffer.bytes.append(UInt8(truncatingIfNeeded: 0xE0 | unit >> 12))
                buffer.bytes.append(UInt8(truncatingIfNeeded: 0x80 | unit >> 6 & 0x3F))
                buffer.bytes.append(UInt8(truncatingIfNeeded: 0x80 | unit & 0x3F))
            }
            place += 1
        }
    }

    /// Cuts the term that begins at `start` to the limit.
    private func trim(_ buffer: inout TokenBuffer, from start: Int) {
        guard buffer.bytes.count - start > TermLimit.bytes else { return }
        let cut = unsafe buffer.bytes.withUnsafeBufferPointer { unsafe TermLimit.cut($0, from: start, to: $0.count) }
        buffer.bytes.removeSubrange(cut...)
    }
}
