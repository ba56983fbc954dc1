import CICU

/// Traditional characters to Simplified ones, a character at a time: as ICU's `Hant-Hans` has it, and where that leaves a
/// character alone, as OpenCC has it.
enum Simplification {
    /// By UTF-16 unit; a unit without a simpler form stands for itself.
    static let table: [UInt16] = {
        var table = Array(UInt16.min...UInt16.max)
        for (character, simple) in zip(characters, byICU()) { table[Int(character)] = simple }
        for (character, simple) in zip(characters, byOpenCC()) where table[Int(character)] == character {
            table[Int(character)] = simple
        }
        return table
    }()

    private static let characters = Array(UInt16(0x3400)...0x9FFF)
    private static let lineEnd: UInt16 = 0x000A

    /// One call for all of them, a line each: opening the rules costs more than using them.
    private static func byICU() -> [UInt16] {
        var text = characters.flatMap { [$0, lineEnd] }
        let count = Int32(text.count)
        text += [UInt16](repeating: 0, count: text.count)
        let capacity = Int32(text.count)
        let length = unsafe text.withUnsafeMutableBufferPointer {
            unsafe sesame_simplify($0.baseAddress!, count, capacity)
        }
        return length < 0 ? [] : simple(text[..<Int(length)])
    }

    private static func byOpenCC() -> [UInt16] {
        let text = String(decoding: characters.flatMap { [$0, lineEnd] }, as: UTF16.self)
        return OpenCC("t2s").convert(text).map { simple(Array($0.utf16)[...]) } ?? []
    }

    /// The one character of each line; the old one where there are more.
    private static func simple(_ text: ArraySlice<UInt16>) -> [UInt16] {
        let lines = text.split(separator: lineEnd, omittingEmptySubsequences: false)
        guard lines.count == characters.count + 1 else { return [] }
        return zip(characters, lines).map { character, line in line.count == 1 ? line[line.startIndex] : character }
    }
}
