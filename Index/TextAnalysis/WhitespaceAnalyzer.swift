/// Takes the strings between spaces as they are: for text that was cut and folded before.
public struct WhitespaceAnalyzerFactory: AnalyzerFactory {
    public init() {}

    public var signature: String { "whitespace-1" }

    public func makeAnalyzer() -> any Analyzer { WhitespaceAnalyzer() }
}

/// Cuts at spaces and nowhere else.
public final class WhitespaceAnalyzer: Analyzer {
    private let kind: TokenKind

    public init(kind: TokenKind = .word) { self.kind = kind }

    public func analyze(_ text: UnsafeBufferPointer<UInt8>, into buffer: inout TokenBuffer) {
        buffer.removeAll()
        unsafe buffer.bytes.append(contentsOf: text)
        var start = 0
        for place in 0...text.count {
            guard unsafe place == text.count || text[place] == UInt8(ascii: " ") else { continue }
            if place > start {
                let length = unsafe TermLimit.cut(text, from: start, to: place) - start
                buffer.records.append(
                    TokenBuffer.Record(
                        termStart: UInt32(start), termLength: UInt32(length), sourceStart: UInt32(start),
                        sourceEnd: UInt32(place), kind: kind))
            }
            start = place + 1
        }
    }
}

/// No term is longer than this.
public enum TermLimit {
    public static let bytes = 128

    /// Where a term that would end at `end` ends: at a scalar's boundary within the limit.
    static func cut(_ text: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
        guard end - start > bytes else { return end }
        var cut = start + bytes
        while cut > start + 1, unsafe text[cut] & 0xC0 == 0x80 { cut -= 1 }
        return cut
    }
}
