/// Asks ICU for what many characters are by one of its rules.
enum Transliteration {
    private static let lineEnd: UInt16 = 0x000A

    /// What each of the characters becomes; nil where ICU cannot say it of all.
    ///
    /// One call for all of them, a line each: opening the rules costs more than using them.
    ///
    /// - Parameters:
    ///   - growth: how many times longer the text may become.
    ///   - convert: changes a text of `count` units in place, and says how long it is then; below 0 where it failed.
    static func lines(
        of characters: [UInt16], growth: Int,
        _ convert: (_ text: UnsafeMutablePointer<UInt16>, _ count: Int32, _ capacity: Int32) -> Int32
    ) -> [ArraySlice<UInt16>]? {
        var text = characters.flatMap { [$0, lineEnd] }
        let count = Int32(text.count)
        text += [UInt16](repeating: 0, count: growth * text.count)
        let capacity = Int32(text.count)
        let length = unsafe text.withUnsafeMutableBufferPointer { unsafe convert($0.baseAddress!, count, capacity) }
        return length < 0 ? nil : split(text[..<Int(length)], for: characters)
    }

    /// The lines of a text, one for each character; nil where there are more or fewer.
    static func split(_ text: ArraySlice<UInt16>, for characters: [UInt16]) -> [ArraySlice<UInt16>]? {
        let lines = text.split(separator: lineEnd, omittingEmptySubsequences: false)
        return lines.count == characters.count + 1 ? lines.dropLast() : nil
    }

    /// The characters, a line each.
    static func text(of characters: [UInt16]) -> String {
        String(decoding: characters.flatMap { [$0, lineEnd] }, as: UTF16.self)
    }
}
