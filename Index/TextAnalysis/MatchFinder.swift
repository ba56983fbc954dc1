/// Finds where wanted terms stand in a text, to mark them.
public struct MatchFinder {
    public struct Term: Hashable, Sendable {
        public var channel: Int
        public var bytes: [UInt8]

        public init(channel: Int, bytes: [UInt8]) {
            self.channel = channel
            self.bytes = bytes
        }
    }

    private let analyzer: any Analyzer
    private let wanted: Set<Term>

    public init(analyzer: any Analyzer, wanted: Set<Term>) {
        self.analyzer = analyzer
        self.wanted = wanted
    }

    /// Ranges of bytes of the text's UTF-8: rising, apart from each other, at characters' boundaries.
    public func ranges(in text: String) -> [Range<Int>] {
        guard !wanted.isEmpty else { return [] }
        var text = text
        var buffer = TokenBuffer()
        text.withUTF8 { unsafe analyzer.analyze($0, into: &buffer) }
        var found: [Range<Int>] = []
        for record in buffer.records {
            let start = Int(record.termStart)
            let term = Term(
                channel: record.kind.channel, bytes: Array(buffer.bytes[start..<start + Int(record.termLength)]))
            if wanted.contains(term) { found.append(Int(record.sourceStart)..<Int(record.sourceEnd)) }
        }
        found.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
        var merged: [Range<Int>] = []
        for range in found {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}
