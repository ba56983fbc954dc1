extension PartSearch {
    /// The best documents that hold any optional term, ranking terms adding to the score.
    ///
    /// The lists of the optional terms are added up, a stretch of documents at a time; what may still get past the
    /// threshold is looked up in the lists of the ranking terms, first in the one that can add the most.
    mutating func collectRanked(_ top: inout TopDocuments, prunes: Bool) {
        ranking.sort { $0.maximum > $1.maximum }
        for index in ranking.indices { ranking[index].postings.findExceptions(documentLimit: Int(limit)) }
        let most = ranking.reduce(Int32(0)) { $0 + $1.maximum }
        while let start = optional.map(\.document).min(), start < limit {
            addOptional(from: start, to: min(limit, start &+ UInt32(SearchScratch.windowLength)))
            takeRanked(&top, from: start, most, prunes: prunes)
        }
    }

    private mutating func addOptional(from start: UInt32, to end: UInt32) {
        let scratch = scratch
        for index in optional.indices {
            let table = unsafe optional[index].table
            optional[index].postings.visit(below: end) { document, code in
                unsafe _ = scratch.add(table[Int(code)], to: Int(document &- start))
            }
        }
    }

    /// Ranks the documents of a stretch whose sums may get past the threshold with what the ranking terms add at most.
    private mutating func takeRanked(
        _ top: inout TopDocuments, from start: UInt32, _ most: Int32, prunes: Bool
    ) {
        let scratch = scratch
        let (candidates, scores) = unsafe (scratch.candidates, scratch.scores)
        var found = 0
        scratch.takeSums(above: prunes ? max(top.threshold, -1) &- most : -1) { slot, score in
            unsafe candidates[found] = start &+ UInt32(slot)
            unsafe scores[found] = score
            found &+= 1
            if found == SearchScratch.candidateLimit {
                rank(&top, count: found, most, prunes: prunes)
                found = 0
            }
        }
        rank(&top, count: found, most, prunes: prunes)
    }

    private mutating func rank(_ top: inout TopDocuments, count found: Int, _ most: Int32, prunes: Bool) {
        let (candidates, scores, places) = unsafe (scratch.candidates, scratch.scores, scratch.places)
        var left = found
        var rest = most
        for index in ranking.indices {
            if prunes { left = scratch.keepCandidates(above: top.threshold, rest: rest, count: left) }
            guard left > 0 else { return }
            rest &-= ranking[index].maximum
            unsafe ranking[index].add(to: scores, of: candidates, count: left, places: places)
        }
        for index in 0..<left {
            let (document, score) = unsafe (candidates[index], scores[index])
            if score > top.threshold, passes(document) {
                top.offer(score: score, place: UInt32(truncatingIfNeeded: part.base) &+ document)
            }
        }
    }
}
