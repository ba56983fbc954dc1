extension PartSearch {
    /// The best documents that hold every required term, optional terms adding to the score: leapfrog from the rarest
    /// list, skipping blocks that cannot reach the threshold (block-max AND, Ding & Suel 2011).
    mutating func collectAllOf(_ top: inout TopDocuments, prunes: Bool) {
        var bound = Int32.max
        /// The last document that `bound` holds for.
        var boundEnd: UInt32 = 0
        var isBound = false
        let optionalMost = optional.reduce(Int32(0)) { $0 + $1.maximum }
        var document = required[0].document
        while document < limit {
            if prunes {
                if !isBound || document > boundEnd {
                    (bound, boundEnd) = requiredBound(from: document)
                    bound &+= optionalMost
                    isBound = true
                }
                if bound <= top.threshold {
                    if boundEnd >= limit { break }
                    required[0].postings.advance(to: boundEnd &+ 1)
                    document = required[0].document
                    continue
                }
            }
            if let next = mismatch(document) {
                required[0].postings.advance(to: next)
                document = required[0].document
                continue
            }
            finish(&top, document, optionalMost: optionalMost, prunes: prunes)
            required[0].postings.next()
            document = required[0].document
        }
    }

    /// Brings all lists to `document`; returns where the first one that lacks it stands.
    @inline(__always)
    mutating func mismatch(_ document: UInt32) -> UInt32? {
        var index = 1
        while index < required.count {
            required[index].postings.advance(to: document)
            if required[index].document != document { return required[index].document }
            index &+= 1
        }
        return nil
    }

    private mutating func requiredBound(from document: UInt32) -> (Int32, UInt32) {
        var sum: Int32 = 0
        var end = PostingsCursor.end
        for index in required.indices {
            let (most, last) = required[index].bound(from: document)
            sum &+= most
            end = min(end, last)
        }
        return (sum, end)
    }

    @inline(__always)
    private mutating func finish(_ top: inout TopDocuments, _ document: UInt32, optionalMost: Int32, prunes: Bool) {
        var score: Int32 = 0
        for index in required.indices { score &+= required[index].score() }
        var rest = optionalMost
        for index in optional.indices {
            if prunes, score &+ rest <= top.threshold { return }
            rest &-= optional[index].maximum
            optional[index].postings.advance(to: document)
            if optional[index].document == document { score &+= optional[index].score() }
        }
        if score > top.threshold, passes(document) {
            top.offer(score: score, place: UInt32(truncatingIfNeeded: part.base) &+ document)
        }
    }
}
