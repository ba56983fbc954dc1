extension PartSearch {
    /// The best documents that hold any optional term, ranking terms adding to the score.
    ///
    /// The lists of the optional terms are added up, a stretch of documents at a time; what may still get past the
    /// threshold is looked up in the lists of the ranking terms, first in the one that can add the most. That is done for
    /// many documents at once, out of as many stretches as it takes.
    mutating func collectRanked(_ top: inout TopDocuments, prunes: Bool) {
        ranking.sort { $0.maximum > $1.maximum }
        for index in ranking.indices { ranking[index].postings.findExceptions() }
        let added = addedCount
        let most = ranking[added...].reduce(Int32(0)) { $0 + $1.maximum }
        let scratch = scratch
        let (candidates, scores) = unsafe (scratch.candidates, scratch.scores)
        var found = 0
        while true {
            let start = optional.indices.reduce(PostingsCursor.end) { min($0, optional[$1].document) }
            guard start < limit else { break }
            let end = min(limit, start &+ UInt32(SearchScratch.windowLength))
            addOptional(from: start, to: end)
            for index in 0..<added { addRanking(index, from: start, to: end) }
            scratch.takeSums(above: prunes ? max(top.threshold, -1) &- most : -1) { slot, score in
                unsafe candidates[found] = start &+ UInt32(slot)
                unsafe scores[found] = score
                found &+= 1
                if found == SearchScratch.candidateLimit {
                    rank(&top, from: added, count: found, most, prunes: prunes)
                    found = 0
                }
            }
        }
        rank(&top, from: added, count: found, most, prunes: prunes)
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

    /// So many ranking lists, the first ones, are short beside those that find: adding them up costs less than looking up.
    private var addedCount: Int {
        let postings = optional.reduce(0) { $0 + $1.postings.documentCount }
        return ranking.prefix { $0.postings.documentCount <= postings }.count
    }

    /// Adds a ranking list to the sums of the documents that were found.
    private mutating func addRanking(_ index: Int, from start: UInt32, to end: UInt32) {
        let scratch = scratch
        let table = unsafe ranking[index].table
        ranking[index].postings.advance(to: start)
        ranking[index].postings.visit(below: end) { document, code in
            let slot = Int(document &- start)
            if scratch.isPresent(slot) { unsafe scratch.addDense(table[Int(code)], to: slot) }
        }
    }

    private mutating func rank(
        _ top: inout TopDocuments, from first: Int, count found: Int, _ most: Int32, prunes: Bool
    ) {
        let (candidates, scores, places) = unsafe (scratch.candidates, scratch.scores, scratch.places)
        var left = found
        var rest = most
        for index in ranking.indices.dropFirst(first) {
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
