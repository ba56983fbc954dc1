/// Cuts text into terms. One instance serves one thread at a time and reuses its memory from call to call.
public protocol Analyzer: AnyObject {
    /// Replaces what the buffer holds by the terms of `text`, in the order of their source, at one place all kinds.
    func analyze(_ text: UnsafeBufferPointer<UInt8>, into buffer: inout TokenBuffer)
}

/// Makes analysers, one a thread; its signature is kept with every index, since other terms need another index.
public protocol AnalyzerFactory: Sendable {
    /// Names the rules and the versions of what they rest on: `standard-5/icu-72.1/snowball-english`.
    var signature: String { get }
    func makeAnalyzer() -> any Analyzer
}

/// What a term is. Kinds share a channel where they are matched against each other.
public enum TokenKind: UInt8, Sendable, CaseIterable {
    /// A word in letters or digits, folded and stemmed.
    case word
    /// Letters and digits that stand together without a space (iphone15, 250ml), whole; its parts follow as words.
    case compound
    /// A number with the one or two Han characters behind it, whatever they are: a quantity, where they are a unit (2斤,
    /// 500毫升). A number in Han characters, too, where what follows is counted by it (三件套 is 3件套).
    case quantity
    /// The one form of what people write in several ways (`WritingScanner`): 20000 for 20,000, 60x90 for 60 × 90 cm.
    case writing
    /// A word of two Han characters or more, by the dictionary.
    case hanWord
    /// One Han character.
    case hanCharacter
    /// Two neighbouring Han characters.
    case hanPair
    /// A sign that no text is cut into: the number of a category, say.
    case label

    /// Words rank; grams find every piece of a Han text; labels are no text. A term of one channel never meets one of
    /// another.
    public var channel: Int {
        switch self {
        case .word, .compound, .quantity, .writing, .hanWord: 0
        case .hanCharacter, .hanPair: 1
        case .label: 2
        }
    }

    public static let channelCount = 3
}

/// The terms of one text: records beside one array of their bytes.
public struct TokenBuffer: Sendable {
    public struct Record: Hashable, Sendable {
        /// Where the term's UTF-8 stands in `bytes`.
        public var termStart: UInt32
        public var termLength: UInt32
        /// Where it stands in the source, in bytes of UTF-8.
        public var sourceStart: UInt32
        public var sourceEnd: UInt32
        public var kind: TokenKind

        public init(termStart: UInt32, termLength: UInt32, sourceStart: UInt32, sourceEnd: UInt32, kind: TokenKind) {
            self.termStart = termStart
            self.termLength = termLength
            self.sourceStart = sourceStart
            self.sourceEnd = sourceEnd
            self.kind = kind
        }
    }

    public var bytes: [UInt8] = []
    public var records: [Record] = []

    public init() {}

    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        records.removeAll(keepingCapacity: true)
    }

    /// The term of a record as text, for tests and explanations.
    public func term(_ record: Record) -> String {
        let start = Int(record.termStart)
        return String(decoding: bytes[start..<start + Int(record.termLength)], as: UTF8.self)
    }
}
