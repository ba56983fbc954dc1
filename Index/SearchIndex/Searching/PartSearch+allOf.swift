extension PartSearch {
    /// The best documents that hold every required term, optional terms adding to the score: what the rarest list holds is
    /// looked up in the others, a block at a time, and blocks that cannot reach the threshold are skipped (block-max AND,
    /// Ding & Suel 2011).
    mutating func collectAllOf(_ top: inout TopDocuments, prunes: Bool) {
        let (candidates, scores) = unsafe (scratch.candidates, scratch.scores)
        let optionalMost = optional.reduce(Int32(0)) { $0 + $1.maximum }
        while required[0].document < limit {
            let start = required[0].document
            let last = required[0].bound(from: start).end
            let end = last < limit ? last &+ 1 : limit
            // Without a threshold there is nothing to skip.
            if prunes, top.threshold >= 0, requiredBound(from: start, to: end) &+ optionalMost <= top.threshold {
                required[0].postings.advance(to: end)
                continue
            }
            for index in 0..<takeRequired(below: end) {
                let (document, score) = unsafe (candidates[index], scores[index])
                if !prunes || score &+ optionalMost > top.threshold, passes(document) {
                    offer(&top, document, score, optionalMost, prunes: prunes)
                }
            }
        }
    }

    /// The most that all required lists together add to documents of a range.
    private mutating func requiredBound(from start: UInt32, to end: UInt32) -> Int32 {
        var sum: Int32 = 0
        for index in required.indices { sum &+= required[index].bound(from: start, to: end) }
        return sum
    }
}
