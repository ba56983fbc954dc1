import TextAnalysis

/// Cuts at spaces; a term that begins with `~` goes to the second channel.
struct SpaceAnalyzerFactory: AnalyzerFactory {
    var signature = "space-1"

    func makeAnalyzer() -> any Analyzer { SpaceAnalyzer() }
}

final class SpaceAnalyzer: Analyzer {
    func analyze(_ text: UnsafeBufferPointer<UInt8>, into buffer: inout TokenBuffer) {
        buffer.removeAll()
        var start = 0
        for place in 0...text.count {
            guard unsafe place == text.count || text[place] == UInt8(ascii: " ") else { continue }
            if place > start {
                let termStart = buffer.bytes.count
                unsafe buffer.bytes.append(contentsOf: text[start..<place])
                let isSecond = unsafe text[start] == UInt8(ascii: "~")
                buffer.records.append(
                    TokenBuffer.Record(
                        termStart: UInt32(termStart), termLength: UInt32(place - start), sourceStart: UInt32(start),
                        sourceEnd: UInt32(place), kind: isSecond ? .hanCharacter : .word))
            }
            start = place + 1
        }
    }
}
