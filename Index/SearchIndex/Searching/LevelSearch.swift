/// The best documents of one part, level by level.
///
/// In a level every document without exceptions scores the sum of what its terms are worth there. So the terms that a
/// document must hold to get past the threshold are known before a posting is looked at: at first any one will do, soon
/// some are needed, and the search for any of the terms becomes one for those, by leapfrogging, until no set of terms is
/// enough and the rest of the level, and mostly all behind it, is left out. Exceptions, one posting of thirty or so, are
/// added up beforehand, a stretch of documents at a time: what they add at most there is known exactly.
///
/// The split into needed and other terms is MaxScore's (Turtle & Flood 1995), applied to exact sums instead of bounds;
/// keeping a term's few high postings apart is layering (Ding & Suel 2011).
@safe struct LevelSearch: ~Copyable {
    // Safe: the terms' memory is this value's own; their cursors' buffers are the scratch's, which outlives it. Slots are
    // documents less the first of a stretch of at most `windowLength`.
    @safe private struct Term {
        var cursor: PostingsCursor
        let table: UnsafePointer<Int32>
        let channel: Int
        let isRequired: Bool
        /// What it adds in the level at hand to a document that is no exception.
        var value: Int32 = 0
        /// The most that an exception in the level at hand adds to that.
        var gain: Int32 = 0
        /// Whether a document of the stretch at hand has to hold it.
        var isNeeded = false
    }

    /// By rising worth.
    private let terms: UnsafeMutablePointer<Term>
    private let count: Int
    private let levels: Levels
    private let scratch: SearchScratch
    private let base: UInt32
    private let hasRequired: Bool
    /// Of every term in the level at hand.
    private var total: Int32 = 0
    /// The level at hand.
    private var entered = -1

    /// - Returns: nil where the lists cannot be searched so, or too many levels would be walked for their postings.
    init?(_ part: borrowing PartSearch) {
        let cursors = part.required.count + part.optional.count
        let levels = part.part.segment.levels
        guard cursors > 0, cursors <= 64, levels.count <= 32 + part.postingCount / 64,
            part.required.allSatisfy(\.postings.hasLevels), part.optional.allSatisfy(\.postings.hasLevels)
        else { return nil }
        self.levels = levels
        scratch = part.scratch
        base = UInt32(truncatingIfNeeded: part.part.base)
        hasRequired = !part.required.isEmpty
        count = cursors
        unsafe terms = .allocate(capacity: cursors)
        var place = 0
        for (cursor, term) in zip(part.required, part.requiredTerms) {
            unsafe (terms + place).initialize(
                to: Term(
                    cursor: cursor.postings, table: cursor.table, channel: part.plan.terms[term].channel,
                    isRequired: true))
            place += 1
        }
        for (cursor, term) in zip(part.optional, part.optionalTerms) {
            unsafe (terms + place).initialize(
                to: Term(
                    cursor: cursor.postings, table: cursor.table, channel: part.plan.terms[term].channel,
                    isRequired: false))
            place += 1
        }
        for place in 0..<count { unsafe terms[place].cursor.findExceptions() }
        if levels.count > 0 { enter(0) }
        sortByValue()
    }

    deinit { unsafe terms.deallocate() }

    var isCorrupt: Bool { (0..<count).contains { unsafe terms[$0].cursor.isCorrupt } }

    private func sortByValue() {
        for place in 1..<max(1, count) {
            var target = place
            while unsafe target > 0 && terms[target - 1].value > terms[target].value {
                unsafe swap(&terms[target - 1], &terms[target])
                target -= 1
            }
        }
    }

    /// Makes a level the one at hand.
    private mutating func enter(_ level: Int) {
        entered = level
        total = 0
        let codes = unsafe levels.codes(level)
        for place in 0..<count {
            let value = unsafe terms[place].table[Int(codes[terms[place].channel])]
            unsafe terms[place].value = value
            total &+= value
        }
    }

    // MARK: Levels

    /// Offers the best documents.
    mutating func collect(_ top: inout TopDocuments, _ part: inout PartSearch) {
        let driver = hasRequired ? markRequired() : nil
        for level in 0..<levels.count {
            enter(level)
            var start = levels.start(level)
            let end = levels.end(level)
            guard total &+ boundGains(from: start, to: end) > top.threshold else { continue }
            if let driver {
                // A list of postings to look up costs what some more exceptions cost to add.
                let isRare = unsafe terms[driver].cursor.documentCount < exceptionCount / 8
                start = collectRequired(&top, &part, driver, from: start, to: end, leaves: !isRare)
            }
            while start < end {
                if let driver {
                    unsafe terms[driver].cursor.blocks.advance(to: start)
                    start = unsafe terms[driver].cursor.document
                    guard start < end else { break }
                }
                if total > top.threshold {
                    let stretchEnd = min(end, start &+ UInt32(SearchScratch.windowLength))
                    collect(&top, &part, from: start, to: stretchEnd)
                    start = stretchEnd
                } else {
                    start = collectExceptions(&top, &part, from: start, to: end)
                }
            }
        }
    }

    private var exceptionCount: Int {
        (0..<count).reduce(0) { unsafe $0 + terms[$1].cursor.exceptions.documentCount }
    }

    /// Marks the terms that every match holds; returns the rarest.
    private func markRequired() -> Int {
        for place in 0..<count { unsafe terms[place].isNeeded = unsafe terms[place].isRequired }
        return rarestNeeded()
    }

    /// Sets what exceptions can add in the documents of the level at hand; returns the most that all together add to one.
    private func boundGains(from start: UInt32, to end: UInt32) -> Int32 {
        var most: Int32 = 0
        for place in 0..<count {
            let code = unsafe terms[place].cursor.exceptions.maximumCode(from: start, to: end)
            let gain = code.map { unsafe max(0, terms[place].table[Int($0)] &- terms[place].value) } ?? 0
            unsafe terms[place].gain = gain
            most &+= gain
        }
        return most
    }

    /// Offers the best documents of a stretch.
    private mutating func collect(
        _ top: inout TopDocuments, _ part: inout PartSearch, from start: UInt32, to end: UInt32
    ) {
        let gain = addExceptions(of: 0, from: start, to: end)
        if markNeeded(top.threshold &- gain) {
            collectNeeded(&top, &part, from: start, to: end)
            scratch.takeSums(above: .max) { _, _ in }
        } else {
            collectUnion(&top, &part, from: start, to: end, gain: gain)
        }
    }

    /// Offers the best exceptions of a stretch in which nothing else gets past the threshold; returns where it ends.
    ///
    /// MaxScore once more, on what exceptions add: those of the terms that do not add enough together are only looked up.
    private mutating func collectExceptions(
        _ top: inout TopDocuments, _ part: inout PartSearch, from start: UInt32, to end: UInt32
    ) -> UInt32 {
        var first = 0
        var rest: Int32 = 0
        while unsafe first < count && total &+ rest &+ terms[first].gain <= top.threshold {
            rest &+= unsafe terms[first].gain
            first &+= 1
        }
        var begin = end
        for place in first..<count {
            unsafe terms[place].cursor.exceptions.advance(to: start)
            begin = unsafe min(begin, terms[place].cursor.exceptions.document)
        }
        guard begin < end else { return end }
        let stretchEnd = min(end, begin &+ UInt32(SearchScratch.windowLength))
        _ = addExceptions(of: first, from: begin, to: stretchEnd)
        // What they have more is known; all terms are still to be looked up.
        for place in 0..<count { unsafe terms[place].isNeeded = false }
        takeCandidates(
            &top, &part, above: top.threshold &- total &- rest, from: begin, rest: total &+ rest,
            exceptionsBefore: first)
        return stretchEnd
    }

    /// Adds up what exceptions of the terms from `first` on add to each document; returns the most that they add to one.
    private mutating func addExceptions(of first: Int, from start: UInt32, to end: UInt32) -> Int32 {
        var most: Int32 = 0
        for place in first..<count {
            let value = unsafe terms[place].value
            let table = unsafe terms[place].table
            unsafe terms[place].cursor.exceptions.advance(to: start)
            unsafe terms[place].cursor.exceptions.visit(below: end) { document, code in
                most = unsafe max(most, scratch.add(table[Int(code)] &- value, to: Int(document &- start)))
            }
        }
        return most
    }

    /// Marks the terms that a document must hold to get past the threshold; returns whether there are any.
    private func markNeeded(_ threshold: Int32) -> Bool {
        var isAny = false
        for place in 0..<count {
            let isNeeded = unsafe total &- terms[place].value <= threshold
            unsafe terms[place].isNeeded = isNeeded
            isAny = isAny || isNeeded
        }
        return isAny
    }

    /// The rarest of the terms that are marked.
    private func rarestNeeded() -> Int {
        var rarest = -1
        for place in 0..<count where unsafe terms[place].isNeeded {
            if unsafe rarest < 0 || terms[place].cursor.documentCount < terms[rarest].cursor.documentCount {
                rarest = place
            }
        }
        return rarest
    }

    private mutating func collectNeeded(
        _ top: inout TopDocuments, _ part: inout PartSearch, from start: UInt32, to end: UInt32
    ) {
        let driver = rarestNeeded()
        var needed: Int32 = 0
        for place in 0..<count where unsafe terms[place].isNeeded { needed &+= unsafe terms[place].value }
        let rest = total &- needed
        let (candidates, scores, sums) = unsafe (scratch.candidates, scratch.scores, scratch.sums)
        unsafe terms[driver].cursor.blocks.advance(to: start)
        while unsafe terms[driver].cursor.document < end {
            let found = keepNeeded(driver, below: end)
            for index in 0..<found {
                unsafe scores[index] = unsafe needed &+ sums[Int(candidates[index] &- start)]
            }
            complete(&top, &part, count: found, rest)
        }
    }

    /// Takes what is left of a block of the driver and keeps the documents that hold all needed terms.
    @inline(__always)
    private mutating func keepNeeded(_ driver: Int, below end: UInt32) -> Int {
        let candidates = unsafe scratch.candidates
        var found = unsafe terms[driver].cursor.blocks.take(below: end, into: candidates)
        // The most valuable are the rarest.
        var place = count &- 1
        while place >= 0, found > 0 {
            if unsafe place != driver && terms[place].isNeeded {
                found = unsafe terms[place].cursor.keep(candidates, count: found)
            }
            place &-= 1
        }
        return found
    }

    /// Looks up the terms that are not needed, the most valuable first, for those of the candidates that may still get
    /// past the threshold, and offers what does.
    private mutating func complete(
        _ top: inout TopDocuments, _ part: inout PartSearch, count found: Int, _ open: Int32
    ) {
        let (candidates, scores) = unsafe (scratch.candidates, scratch.scores)
        var left = found
        var rest = open
        var place = count &- 1
        while place >= 0, left > 0 {
            if unsafe !terms[place].isNeeded {
                left = scratch.keepCandidates(above: top.threshold, rest: rest, count: left)
                let value = unsafe terms[place].value
                rest &-= value
                if unsafe terms[place].isRequired {
                    left = unsafe terms[place].cursor.blocks.keep(candidates, adding: value, to: scores, count: left)
                } else {
                    unsafe terms[place].cursor.blocks.add(value, to: scores, of: candidates, count: left)
                }
            }
            place &-= 1
        }
        for index in 0..<left {
            let (document, score) = unsafe (candidates[index], scores[index])
            if score > top.threshold, part.passes(document) { top.offer(score: score, place: base &+ document) }
        }
    }

    /// Adds up the terms of which a document needs at least one, and completes those that may get past the threshold.
    private mutating func collectUnion(
        _ top: inout TopDocuments, _ part: inout PartSearch, from start: UInt32, to end: UInt32, gain: Int32
    ) {
        // What the terms before `first` are worth together is not enough, not even for an exception.
        var rest: Int32 = 0
        var first = 0
        while unsafe first < count && rest &+ terms[first].value &+ gain <= top.threshold {
            rest &+= unsafe terms[first].value
            first &+= 1
        }
        for place in 0..<count { unsafe terms[place].isNeeded = place >= first }
        let postings = (first..<count).reduce(0) { unsafe $0 + terms[$1].cursor.documentCount }
        let isDense = postings > Int(levels.documentCount) / 64
        if isDense { scratch.occupyAll() }
        for place in first..<count {
            let value = unsafe terms[place].value
            unsafe terms[place].cursor.blocks.advance(to: start)
            if isDense {
                unsafe terms[place].cursor.blocks.visitDocuments(below: end) { document in
                    scratch.addDense(value, to: Int(document &- start))
                }
            } else {
                unsafe terms[place].cursor.blocks.visitDocuments(below: end) { document in
                    _ = scratch.add(value, to: Int(document &- start))
                }
            }
        }
        // A threshold below every score must not run over.
        takeCandidates(
            &top, &part, above: max(top.threshold, -1) &- rest, from: start, rest: rest, exceptionsBefore: 0)
    }

    /// Completes the documents whose sums are above a limit.
    ///
    /// - Parameters:
    ///   - rest: what may still be added to a sum.
    ///   - first: the exceptions of the terms before it are not in the sums.
    private mutating func takeCandidates(
        _ top: inout TopDocuments, _ part: inout PartSearch, above limit: Int32, from start: UInt32, rest: Int32,
        exceptionsBefore first: Int
    ) {
        let (candidates, scores) = unsafe (scratch.candidates, scratch.scores)
        var found = 0
        scratch.takeSums(above: limit) { slot, score in
            guard score &+ rest > top.threshold else { return }
            unsafe candidates[found] = start &+ UInt32(slot)
            unsafe scores[found] = score
            found &+= 1
            if found == SearchScratch.candidateLimit {
                let open = addExceptions(before: first, count: found, rest)
                complete(&top, &part, count: found, open)
                found = 0
            }
        }
        let open = addExceptions(before: first, count: found, rest)
        complete(&top, &part, count: found, open)
    }

    /// Adds what exceptions of the terms before `first` add to the candidates; returns what may still be added then.
    private func addExceptions(before first: Int, count found: Int, _ rest: Int32) -> Int32 {
        let (candidates, scores) = unsafe (scratch.candidates, scratch.scores)
        var open = rest
        for place in 0..<first {
            for index in 0..<found {
                unsafe scores[index] &+= unsafe exactValue(place, candidates[index]) &- terms[place].value
            }
            open &-= unsafe terms[place].gain
        }
        return open
    }

    // MARK: All of the terms

    /// Offers every document of a level, or of a range, that holds all required terms, one after the other.
    ///
    /// - Parameter leaves: whether to end where only exceptions can still get past the threshold.
    /// - Returns: where it ended.
    private mutating func collectRequired(
        _ top: inout TopDocuments, _ part: inout PartSearch, _ driver: Int, from start: UInt32, to end: UInt32,
        leaves: Bool
    ) -> UInt32 {
        var open: Int32 = 0
        for place in 0..<count {
            unsafe terms[place].isNeeded = unsafe terms[place].isRequired
            if unsafe !terms[place].isRequired {
                open &+= unsafe terms[place].table[Int(terms[place].cursor.maximumCode)]
            }
        }
        let candidates = unsafe scratch.candidates
        unsafe terms[driver].cursor.blocks.advance(to: start)
        while unsafe terms[driver].cursor.document < end {
            if leaves, total <= top.threshold { return unsafe terms[driver].cursor.document }
            let found = keepNeeded(driver, below: end)
            for index in 0..<found {
                let document = unsafe candidates[index]
                if document >= levels.end(entered) { enter(levels.level(of: document, from: entered)) }
                var score: Int32 = 0
                for place in 0..<count where unsafe terms[place].isRequired { score &+= exactValue(place, document) }
                guard score &+ open > top.threshold else { continue }
                for place in 0..<count where unsafe !terms[place].isRequired {
                    unsafe terms[place].cursor.advance(to: document)
                    if unsafe terms[place].cursor.document == document { score &+= exactValue(place, document) }
                }
                if score > top.threshold, part.passes(document) { top.offer(score: score, place: base &+ document) }
            }
        }
        return end
    }

    /// Offers every document that holds all required terms: for lists too short for levels to pay.
    mutating func collectOneByOne(_ top: inout TopDocuments, _ part: inout PartSearch) {
        let driver = markRequired()
        enter(0)
        _ = collectRequired(&top, &part, driver, from: 0, to: levels.documentCount, leaves: false)
    }

    /// What a term that the document holds adds to it. Asked for rising documents.
    @inline(__always)
    private func exactValue(_ place: Int, _ document: UInt32) -> Int32 {
        unsafe terms[place].cursor.exceptions.advance(to: document)
        guard unsafe terms[place].cursor.exceptions.document == document else { return unsafe terms[place].value }
        if unsafe terms[place].cursor.exceptions.areCodesPending { unsafe terms[place].cursor.exceptions.decodeCodes() }
        return unsafe terms[place].table[terms[place].cursor.exceptions.code]
    }
}
