/// What an `Inverter` gathered: terms in their order, postings in the documents' order.
struct InvertedDocuments: Sendable {
    let keys: [Int64]
    let columns: [ColumnBuilder]
    let channels: [InvertedChannel]
}

/// The postings of one channel.
struct InvertedChannel: Sendable {
    let number: Int
    let terms: SortedTerms
    /// By field.
    let totalLengths: [UInt64]
    let documentsWithText: [UInt32]
    let postings: PostingLog
    /// Where each document's postings end, in words of the log.
    let documentEnds: [Int]
    /// By number of a payload.
    let payloads: [UInt32]
    /// By document: the number of the payload of a word that stands once in the first field and nowhere else.
    let basePayloads: [UInt32]
    /// Whether a payload is a count and a length class, its impact not known yet.
    let isMeasured: Bool
}
