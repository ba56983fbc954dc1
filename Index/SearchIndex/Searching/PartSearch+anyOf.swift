extension PartSearch {
    /// The best documents that hold any optional term: MaxScore over windows (Turtle & Flood 1995; block maxima after
    /// Ding & Suel 2011; windows as in Lucene's bulk scorer).
    ///
    /// In each window the terms that cannot lift a document over the threshold, even together, are set aside; only
    /// documents of the others are looked at.
    mutating func collectAnyOf(_ top: inout TopDocuments, prunes: Bool) {
        guard !optional.isEmpty else { return }
        var window = AnyOfWindow(count: optional.count)
        var start = optional.reduce(PostingsCursor.end) { min($0, $1.document) }
        while start < limit {
            let end = window.lay(
                &optional, from: start, limit: limit, threshold: prunes ? top.threshold : -1, prunes: prunes)
            if window.isCompetitive {
                if window.essentialCount == 1 {
                    collectSingle(&top, window, from: start, to: end, prunes: prunes)
                } else {
                    collectWindow(&top, window, from: start, to: end, prunes: prunes)
                }
            }
            start = nextStart(window, from: end)
        }
    }

    /// The next document of any cursor that has not been left behind, not before `end`.
    private func nextStart(_ window: AnyOfWindow, from end: UInt32) -> UInt32 {
        var next = PostingsCursor.end
        for cursor in optional {
            // A cursor set aside may stand before the end: its next document is not known.
            if cursor.document < end { return end }
            next = min(next, cursor.document)
        }
        return next
    }

    /// One term alone can lift a document: its documents are taken one by one.
    private mutating func collectSingle(
        _ top: inout TopDocuments, _ window: AnyOfWindow, from start: UInt32, to end: UInt32, prunes: Bool
    ) {
        let place = window.order[window.firstEssential]
        optional[place].postings.advance(to: start)
        while optional[place].document < end {
            let document = optional[place].document
            let score = optional[place].score()
            finish(&top, window, document, score, prunes: prunes)
            optional[place].postings.next()
        }
    }

    /// Adds up the essential terms a stretch of documents at a time, then completes those that may enter.
    private mutating func collectWindow(
        _ top: inout TopDocuments, _ window: AnyOfWindow, from start: UInt32, to end: UInt32, prunes: Bool
    ) {
        var inner = start
        while inner < end {
            let innerEnd = min(end, inner &+ UInt32(SearchScratch.windowLength))
            let sums = unsafe scratch.sums
            let present = unsafe scratch.present
            for index in window.firstEssential..<window.order.count {
                let place = window.order[index]
                let table = unsafe optional[place].table
                optional[place].postings.advance(to: inner)
                optional[place].postings.visit(below: innerEnd) { document, code in
                    let slot = Int(document &- inner)
                    unsafe sums[slot] &+= table[Int(code)]
                    unsafe present[slot >> 6] |= 1 &<< UInt64(slot & 63)
                }
            }
            for word in 0..<(Int(innerEnd &- inner) + 63) / 64 {
                var bits = unsafe present[word]
                unsafe present[word] = 0
                while bits != 0 {
                    let slot = word &* 64 &+ bits.trailingZeroBitCount
                    bits &= bits &- 1
                    let score = unsafe sums[slot]
                    unsafe sums[slot] = 0
                    finish(&top, window, inner &+ UInt32(slot), score, prunes: prunes)
                }
            }
            inner = innerEnd
        }
    }

    /// Adds what the terms set aside give to a document, for as long as it may still enter, and offers it.
    @inline(__always)
    private mutating func finish(
        _ top: inout TopDocuments, _ window: AnyOfWindow, _ document: UInt32, _ essential: Int32, prunes: Bool
    ) {
        var score = essential
        var index = window.firstEssential &- 1
        while index >= 0 {
            if prunes, score &+ window.sums[index] <= top.threshold { return }
            let place = window.order[index]
            optional[place].postings.advance(to: document)
            if optional[place].document == document { score &+= optional[place].score() }
            index &-= 1
        }
        if score > top.threshold, passes(document) {
            top.offer(score: score, place: UInt32(truncatingIfNeeded: part.base) &+ document)
        }
    }
}

/// A stretch of documents and how its terms are split.
struct AnyOfWindow {
    /// The cursors by rising bound in the window.
    private(set) var order: [Int]
    /// By place in `order`: what the cursors up to there can add together.
    private(set) var sums: [Int32]
    private(set) var firstEssential = 0
    private(set) var isCompetitive = true
    private var bounds: [Int32]

    /// Shorter windows cost more to lay than they skip.
    private static let shortest: UInt32 = 1024

    var essentialCount: Int { order.count - firstEssential }

    init(count: Int) {
        order = Array(0..<count)
        sums = [Int32](repeating: 0, count: count)
        bounds = sums
    }

    /// Ends the window where a block of an essential list ends, and splits the terms. Returns the end.
    mutating func lay(
        _ cursors: inout [ScoredCursor], from start: UInt32, limit: UInt32, threshold: Int32, prunes: Bool
    ) -> UInt32 {
        guard prunes, threshold >= 0 else {
            firstEssential = 0
            isCompetitive = true
            return min(limit, start &+ (prunes ? Self.shortest : UInt32(SearchScratch.windowLength)))
        }
        var end = limit
        for index in min(firstEssential, order.count - 1)..<order.count {
            let (_, last) = cursors[order[index]].bound(from: start)
            end = min(end, last &+ 1)
        }
        end = min(limit, max(end, start &+ Self.shortest))
        for place in order { bounds[place] = cursors[place].bound(from: start, to: end) }
        sortByBound()
        var sum: Int32 = 0
        firstEssential = order.count
        for index in order.indices {
            sum += bounds[order[index]]
            sums[index] = sum
            if firstEssential == order.count, sum > threshold { firstEssential = index }
        }
        isCompetitive = firstEssential < order.count
        return end
    }

    /// By insertion: the order of the window before is nearly right.
    private mutating func sortByBound() {
        for index in order.indices.dropFirst() {
            let place = order[index]
            var target = index
            while target > 0, bounds[order[target - 1]] > bounds[place] {
                order[target] = order[target - 1]
                target -= 1
            }
            order[target] = place
        }
    }
}
