/// What a public list shows of a rating's words, to be compared with the log.
public struct ShownWords: Hashable, Sendable {
    /// The number that the list gives.
    public var logNumber: Int64
    /// What the one who is spoken of was to the order.
    public var subjectRole: RatingRole
    public var salt: String?
    /// By the kind of event that they were written with; hidden ones are not there.
    public var words: [RatingEvent.Kind: String]

    public init(
        logNumber: Int64, subjectRole: RatingRole, salt: String?, words: [RatingEvent.Kind: String]
    ) {
        self.logNumber = logNumber
        self.subjectRole = subjectRole
        self.salt = salt
        self.words = words
    }

    /// Sentences about words that are not those that were written down when they were said.
    /// - Parameters:
    ///   - shown: As they were at a moment.
    ///   - events: Of the log, at that moment or later.
    public static func differences(_ shown: [ShownWords], _ events: [RatingEvent]) -> [String] {
        struct Place: Hashable {
            var kind: RatingEvent.Kind
            var number: Int64
            var role: RatingRole
        }
        let logged = Dictionary(
            events.compactMap { event in
                event.wordsHash.map {
                    (Place(kind: event.kind, number: event.orderID, role: event.role ?? .seller), $0)
                }
            }, uniquingKeysWith: { first, _ in first })
        return shown.flatMap { one in
            one.words.sorted { $0.key.rawValue < $1.key.rawValue }.compactMap { kind, words in
                let hash = logged[Place(kind: kind, number: one.logNumber, role: one.subjectRole)]
                if hash == Rating.fingerprint(words, salt: one.salt) { return nil }
                let finding = hash == nil ? "are not in the log" : "are not those in the log"
                return "the words of the \(kind.rawValue) of \(one.logNumber) \(finding)"
            }
        }
    }
}
