extension PartSearch {
    /// Calls the body with every match in order, until it returns false; no scores.
    mutating func forEachMatch(_ body: (UInt32) -> Bool) {
        if isHopeless { return }
        if !required.isEmpty {
            forEachConjunction(body)
        } else if plan.terms.contains(where: { $0.role == .optional }) {
            forEachUnion(body)
        } else {
            for document in 0..<limit where passes(document) {
                if !body(document) { return }
            }
        }
    }

    private mutating func forEachConjunction(_ body: (UInt32) -> Bool) {
        let candidates = unsafe scratch.candidates
        while required[0].document < limit {
            let found = keepRequired(unsafe required[0].postings.blocks.take(below: limit, into: candidates))
            for index in 0..<found {
                let document = unsafe candidates[index]
                if passes(document), !body(document) { return }
            }
        }
    }

    /// Keeps the candidates, taken from the rarest list, that all other required lists hold.
    @inline(__always)
    private mutating func keepRequired(_ count: Int) -> Int {
        var found = count
        for index in required.indices.dropFirst() where found > 0 {
            found = unsafe required[index].postings.keep(scratch.candidates, count: found)
        }
        return found
    }

    /// Takes what is left of a block of the rarest list before `end` and keeps what all other required lists hold, in the
    /// candidates and, with what the lists add, the scores of the scratch memory; returns how many.
    @inline(__always)
    mutating func takeRequired(below end: UInt32) -> Int {
        let (candidates, scores, places) = unsafe (scratch.candidates, scratch.scores, scratch.places)
        var found = unsafe required[0].take(below: end, into: candidates, scores)
        for index in required.indices.dropFirst() where found > 0 {
            found = unsafe required[index].keep(candidates, scores, count: found, places: places)
        }
        return found
    }

    /// Calls the body with every match in order, until it returns false, and offers those that get past the threshold:
    /// for who wants to know of all matches anyway. There is a required term.
    ///
    /// - Returns: whether every match was visited.
    mutating func collectEveryMatch(_ top: inout TopDocuments, _ body: (UInt32) -> Bool) -> Bool {
        let (candidates, scores) = unsafe (scratch.candidates, scratch.scores)
        let optionalMost = optional.reduce(Int32(0)) { $0 + $1.maximum }
        let most = required.reduce(optionalMost) { $0 + $1.maximum }
        while required[0].document < limit {
            guard most > top.threshold else {
                // Nothing gets past it any more; what is left is only counted.
                var goesOn = true
                forEachConjunction { document in
                    goesOn = body(document)
                    return goesOn
                }
                return goesOn
            }
            for index in 0..<takeRequired(below: limit) {
                let document = unsafe candidates[index]
                guard passes(document) else { continue }
                if !body(document) { return false }
                let score = unsafe scores[index]
                if score &+ optionalMost > top.threshold {
                    offer(&top, document, score, optionalMost, prunes: true)
                }
            }
        }
        return true
    }

    /// Adds what optional terms give to a match, for as long as it may still get past the threshold, and offers it.
    mutating func offer(
        _ top: inout TopDocuments, _ document: UInt32, _ requiredScore: Int32, _ optionalMost: Int32, prunes: Bool
    ) {
        var score = requiredScore
        var rest = optionalMost
        for index in optional.indices {
            if prunes, score &+ rest <= top.threshold { return }
            rest &-= optional[index].maximum
            optional[index].postings.advance(to: document)
            if optional[index].document == document { score &+= optional[index].score() }
        }
        if score > top.threshold { top.offer(score: score, place: UInt32(truncatingIfNeeded: part.base) &+ document) }
    }

    private mutating func forEachUnion(_ body: (UInt32) -> Bool) {
        let present = unsafe scratch.present
        var start: UInt32 = 0
        while start < limit {
            let end = min(limit, start &+ UInt32(SearchScratch.windowLength))
            for index in optional.indices {
                optional[index].postings.visit(below: end) { document, _ in
                    let slot = Int(document &- start)
                    unsafe present[slot >> 6] |= 1 &<< UInt64(slot & 63)
                }
            }
            var goesOn = true
            for word in 0..<(Int(end &- start) + 63) / 64 {
                var bits = unsafe present[word]
                unsafe present[word] = 0
                while bits != 0, goesOn {
                    let document = start &+ UInt32(word &* 64 &+ bits.trailingZeroBitCount)
                    bits &= bits &- 1
                    if passes(document) { goesOn = body(document) }
                }
            }
            if !goesOn { return }
            start = end
        }
    }
}
