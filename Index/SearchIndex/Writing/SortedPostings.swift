/// The postings of a part's channel sorted by term, documents rising in their new order: one counting sort.
struct SortedPostings: Sendable {
    /// By number of a term: where its postings begin; one more than terms.
    private let starts: FixedMemory<Int>
    private let documents: FixedMemory<UInt32>
    private let codes: FixedMemory<UInt8>

    static let bytesPerPosting = 5

    var count: Int { documents.count }

    /// - Parameters:
    ///   - codes: by number of a payload.
    ///   - bases: by document of the part.
    ///   - order: the documents of all parts in their new order, by their places in all parts.
    ///   - first: the place of the part's first document.
    init(_ channel: InvertedChannel, codes: [UInt8], bases: [UInt8], order: [UInt32], first: Int) {
        starts = FixedMemory(count: channel.terms.count + 1)
        documents = FixedMemory(count: channel.postings.postingCount)
        self.codes = FixedMemory(count: channel.postings.postingCount)
        unsafe channel.postings.withWords { words in
            unsafe count(words)
            var next = unsafe Array(starts.elements)
            unsafe next.withUnsafeMutableBufferPointer { next in
                for (new, old) in order.enumerated() {
                    let document = Int(old) &- first
                    guard document >= 0, document < bases.count else { continue }
                    let start = document == 0 ? 0 : channel.documentEnds[document &- 1]
                    unsafe place(
                        UnsafeBufferPointer(rebasing: words[start..<channel.documentEnds[document]]), UInt32(new),
                        codes, base: bases[document], next)
                }
            }
        }
    }

    private func count(_ words: UnsafeBufferPointer<UInt32>) {
        let starts = unsafe starts.writable
        unsafe starts.update(repeating: 0)
        var place = 0
        while place < words.count {
            let word = unsafe words[place]
            unsafe starts[Int(word & ~PostingLog.payloadFollows) &+ 1] += 1
            place &+= word & PostingLog.payloadFollows == 0 ? 1 : 2
        }
        for term in starts.indices.dropFirst() { unsafe starts[term] += starts[term &- 1] }
    }

    /// Puts a document's postings behind those of the documents before it.
    @inline(__always)
    private func place(
        _ words: UnsafeBufferPointer<UInt32>, _ document: UInt32, _ codeOf: [UInt8], base: UInt8,
        _ next: UnsafeMutableBufferPointer<Int>
    ) {
        let (documents, codes) = unsafe (documents.writable, codes.writable)
        var place = 0
        while place < words.count {
            let word = unsafe words[place]
            place &+= 1
            var code = base
            if word & PostingLog.payloadFollows != 0 {
                code = unsafe codeOf[Int(words[place])]
                place &+= 1
            }
            let term = Int(word & ~PostingLog.payloadFollows)
            let target = unsafe next[term]
            unsafe next[term] = target &+ 1
            unsafe documents[target] = document
            unsafe codes[target] = code
        }
    }

    // MARK: Reading

    /// Lists by the numbers of their terms, without counting references.
    @unsafe struct View {
        private let starts: UnsafeBufferPointer<Int>
        private let documents: UnsafeBufferPointer<UInt32>
        private let codes: UnsafeBufferPointer<UInt8>

        fileprivate init(_ postings: SortedPostings) {
            unsafe starts = postings.starts.elements
            unsafe documents = postings.documents.elements
            unsafe codes = postings.codes.elements
        }

        @inline(__always)
        func list(_ term: Int) -> PostingRun {
            let range = unsafe starts[term]..<starts[term &+ 1]
            return unsafe PostingRun(
                documents: UnsafeBufferPointer(rebasing: documents[range]),
                codes: UnsafeBufferPointer(rebasing: codes[range]))
        }
    }

    /// Good as long as these postings are.
    var view: View { unsafe View(self) }
}

/// Postings by rising document, and the code of each.
@unsafe struct PostingRun {
    var documents: UnsafeBufferPointer<UInt32>
    var codes: UnsafeBufferPointer<UInt8>

    func dropFirst(_ count: Int) -> PostingRun {
        unsafe PostingRun(
            documents: UnsafeBufferPointer(rebasing: documents.dropFirst(count)),
            codes: UnsafeBufferPointer(rebasing: codes.dropFirst(count)))
    }
}
