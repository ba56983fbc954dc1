/// Terms behind each other with their lists, encoded.
struct EncodedTerms: Sendable {
    private(set) var terms: [UInt8] = []
    /// Where each term ends.
    private(set) var ends: [Int] = []
    private(set) var entries: [TermEntry] = []
    private(set) var lists = EncodedLists()

    /// Adds a term greater than all before it.
    ///
    /// - Parameter bases: the base code of every document of the segment.
    mutating func add(
        _ term: UnsafeBufferPointer<UInt8>, documents: UnsafeBufferPointer<UInt32>, codes: UnsafeBufferPointer<UInt8>,
        bases: BaseCodes.View
    ) {
        entries.append(unsafe lists.add(documents: documents, codes: codes, bases: bases))
        unsafe terms.append(contentsOf: term)
        ends.append(terms.count)
    }
}
