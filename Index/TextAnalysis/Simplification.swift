import CICU

/// Traditional characters to Simplified ones, a character at a time, as ICU's `Hant-Hans` has it.
enum Simplification {
    /// By UTF-16 unit; a unit without a simpler form stands for itself.
    static let table: [UInt16] = {
        var table = Array(UInt16.min...UInt16.max)
        let characters = Array(UInt16(0x3400)...0x9FFF)
        // One call for all of them, a line each: opening the rules costs more than using them.
        var text: [UInt16] = []
        for character in characters { text += [character, lineEnd] }
        let count = Int32(text.count)
        text += [UInt16](repeating: 0, count: text.count)
        let capacity = Int32(text.count)
        let length = unsafe text.withUnsafeMutableBufferPointer {
            unsafe sesame_simplify($0.baseAddress!, count, capacity)
        }
        guard length >= 0 else { return table }
        let lines = text[..<Int(length)].split(separator: lineEnd, omittingEmptySubsequences: false)
        guard lines.count == characters.count + 1 else { return table }
        for (character, line) in zip(characters, lines) where line.count == 1 {
            if let simple = line.first { table[Int(character)] = simple }
        }
        return table
    }()

    private static let lineEnd: UInt16 = 0x000A
}
