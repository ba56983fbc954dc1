extension Snapshot {
    /// Answers a query. Runs on the calling thread, takes no lock while it walks postings, and any number run at once.
    ///
    /// By relevance the answer is exact, as if every match had been scored; with `isExhaustive` every match is.
    ///
    /// - Throws: `IndexError.invalid` for a query over its limits or against the schema, `IndexError.corrupt`, and
    ///   `IndexError.cancelled` where the calling task is cancelled: looked for at each segment, and every 65,536 matches
    ///   where all are visited.
    public func search(_ query: Query) throws(IndexError) -> SearchResult {
        try query.validate(schema)
        return try SearchScratch.with { (scratch) throws(IndexError) in
            let plan = try QueryPlan(query, self, scratch: scratch)
            let search = Search(snapshot: self, query: query, plan: plan, scratch: scratch)
            return try search.run()
        }
    }
}

/// One query over all parts of a snapshot.
struct Search {
    let snapshot: Snapshot
    let query: Query
    let plan: QueryPlan
    let scratch: SearchScratch

    func run() throws(IndexError) -> SearchResult {
        switch query.order {
        case .relevance where query.terms.contains { $0.role != .excluded }: try runByRelevance()
        case .relevance: try runByColumn(nil, ascending: true)
        case .column(let name, let ascending, let meaning, let leading):
            try runByColumn(
                snapshot.schema.columnIndex(name), ascending: ascending, meaning: meaning, leading: leading)
        }
    }

    func forEachPart(
        _ body: (_ number: Int, inout PartSearch) throws(IndexError) -> Bool
    ) throws(IndexError) {
        if plan.isHopeless { return }
        for (number, part) in snapshot.parts.enumerated() {
            if Task.isCancelled { throw .cancelled }
            var search = try PartSearch(plan, number: number, part: part, filters: query.filters, scratch: scratch)
            if search.isHopeless { continue }
            let goesOn = try body(number, &search)
            try search.check()
            if !goesOn { return }
        }
    }

    // MARK: Relevance

    private func runByRelevance() throws(IndexError) -> SearchResult {
        var top = try emptyTop()
        var counted: Counted?
        var isDone = false
        if !query.isExhaustive, !hasFloor, wantsEveryMatch {
            (counted, isDone) = try collectEveryMatch(&top)
            if !isDone { top = try emptyTop() }
        }
        // Where no hits are wanted there is nothing to collect, but what is counted while it is scored.
        if !isDone, query.limit > 0 || hasFloor { try collect(&top) }
        let best = top.sorted()
        if hasFloor {
            counted = try countAboveFloor(top)
        } else if query.facets.isEmpty, query.after == nil, best.count < query.limit {
            // There are no more than those.
            counted = Counted(total: best.count, isExact: true, facets: [])
        }
        var hits: [SearchResult.Hit] = []
        var columns = CarriedColumns(snapshot.parts.count)
        var explained = query.explained
        for (score, place) in best {
            let key = try key(at: Int(place))
            hits.append(
                SearchResult.Hit(
                    key: key, score: Double(score) / plan.unitsPerScore, value: 0,
                    isBehind: false, carried: try carried(at: Int(place), &columns),
                    shares: explained.takes(key) ? try shares(at: Int(place)) : []))
        }
        let count = if let counted { counted } else { try countAndFacets() }
        return SearchResult(
            hits: hits, total: max(count.total, best.count), isTotalExact: count.isExact, facets: count.facets)
    }

    /// Whether a match has to score something.
    var hasFloor: Bool { plan.floor >= 0 || query.leastShareOfBest > 0 }

    /// Whether what gets past the floor has to be known to the last, since how high that is shows at the end.
    private var keepsAll: Bool { !query.facets.isEmpty || query.leastShareOfBest > 0 && query.countLimit > 0 }

    private func emptyTop() throws(IndexError) -> TopDocuments {
        guard !hasFloor else {
            // What gets past the floor is counted while it is scored.
            var top = TopDocuments(
                limit: query.limit, after: try packedAfter(), countLimit: query.countLimit,
                shareOfBest: Double(query.leastShareOfBest), keepsAll: keepsAll)
            top.raise(to: plan.floor)
            return top
        }
        var top = TopDocuments(limit: query.limit, after: try packedAfter())
        if !query.isExhaustive, let floor = safeFloor() { top.raise(to: floor) }
        return top
    }

    /// The places of all documents that score above the floor, rising.
    func placesAboveFloor() throws(IndexError) -> [UInt32] {
        var top = TopDocuments(limit: 0, shareOfBest: Double(query.leastShareOfBest), keepsAll: true)
        top.raise(to: plan.floor)
        try collect(&top)
        return top.places()
    }

    /// Calls the body for each part with the documents that the places name.
    func forEachPart(
        of places: [UInt32], _ body: (Snapshot.Part, _ documents: [Int]) throws(IndexError) -> Void
    ) throws(IndexError) {
        for part in snapshot.parts {
            let range = part.base..<part.base + part.segment.documentCount
            try body(part, places.filter { range.contains(Int($0)) }.map { Int($0) - part.base })
        }
    }

    private func countAboveFloor(_ top: borrowing TopDocuments) throws(IndexError) -> Counted {
        let places = keepsAll ? top.places() : []
        guard !query.facets.isEmpty else {
            // Past the limit offers were counted while the threshold rose.
            let count = keepsAll ? places.count : top.offered
            let isExact = count <= query.countLimit
            return Counted(total: isExact ? count : query.countLimit, isExact: isExact, facets: [])
        }
        var counter = FacetCounter(query.facets)
        try forEachPart(of: places) { (part, documents) throws(IndexError) in
            try counter.begin(part)
            for document in documents { counter.add(document) }
            counter.end()
        }
        return Counted(total: places.count, isExact: true, facets: counter.buckets())
    }

    private func collect(_ top: inout TopDocuments) throws(IndexError) {
        let prunes = !query.isExhaustive
        try forEachPart { (_, search) throws(IndexError) in
            if plan.isRanked {
                search.collectRanked(&top, prunes: prunes)
                return true
            }
            if prunes, try search.collectByLevels(&top) { return true }
            if plan.requiredCount > 0 {
                search.collectAllOf(&top, prunes: prunes)
            } else {
                search.collectAnyOf(&top, prunes: prunes)
            }
            return true
        }
    }

    /// The place of the last hit before, turned into the heap's numbers: what ranks below it is wanted.
    private func packedAfter() throws(IndexError) -> UInt64 {
        guard let after = query.after else { return .max }
        let units = (after.score * plan.unitsPerScore).rounded()
        guard units >= 0 else { return 0 }
        guard units < Double(Int32.max) else { return .max }
        // A hit that is gone leaves no place: what scores the same is shown again rather than lost.
        guard let (part, document) = try snapshot.locate(key: after.key) else {
            return TopDocuments.pack(score: Int32(units) + 1, place: .max)
        }
        // Every change of the index moves every score a little: the hit's own score of now is where the page ended.
        let place = snapshot.parts[part].base + Int(document)
        let now = try scoreUnits(at: place)
        let isSame = abs(Double(now) - units) <= 0.1 * units
        return TopDocuments.pack(score: isSame ? now : Int32(units), place: UInt32(place))
    }

    /// A score below which no wanted document is, from the terms' k-th best impacts; nil where they promise nothing.
    private func safeFloor() -> Int32? {
        guard query.limit > 0, query.after == nil, query.filters.isEmpty, !hasFloor,
            !plan.terms.contains(where: { $0.role == .excluded }), plan.requiredCount == 0 || plan.requiredCount == 1
        else { return nil }
        var floor: Int32?
        for (number, part) in snapshot.parts.enumerated() where part.deletions == nil {
            for term in plan.terms where term.role == (plan.requiredCount == 0 ? .optional : .required) {
                let impacts = part.segment.impacts(term.channel)
                guard let code = term.entries[number]?.code(reachedBy: query.limit), Int(code) < impacts.count else {
                    continue
                }
                // Documents that score just that are wanted too.
                floor = max(floor ?? -1, plan.units(impacts[Int(code)], worth: term.worth) - 1)
            }
        }
        return floor
    }

    /// The columns that a query carries, by part; nil until a hit of the part asks for them.
    struct CarriedColumns {
        fileprivate var parts: [[PackedIntegers]?]

        init(_ partCount: Int) { parts = Array(repeating: nil, count: partCount) }
    }

    /// The values of the carried columns at a place.
    private func carried(at place: Int, _ columns: inout CarriedColumns) throws(IndexError) -> [Int64] {
        guard !query.carries.isEmpty else { return [] }
        let number = snapshot.parts.lastIndex { $0.base <= place } ?? 0
        let part = snapshot.parts[number]
        if columns.parts[number] == nil {
            var opened: [PackedIntegers] = []
            for name in query.carries {
                if case .integer(let values) = try DocumentFilter.column(name, part.segment) { opened.append(values) }
            }
            columns.parts[number] = opened
        }
        return columns.parts[number]?.map { $0[place - part.base] } ?? []
    }

    /// A live key's hit, by a column's value.
    func hit(
        _ entry: FirstByValue.Entry, _ columns: inout CarriedColumns, _ explained: inout Query.Explained
    ) throws(IndexError) -> SearchResult.Hit {
        let key = entry.key
        var hit = SearchResult.Hit(
            key: key, score: 0, value: entry.value, isBehind: entry.isBehind, carried: [], shares: [])
        let isExplained = explained.takes(key)
        guard isExplained || !query.carries.isEmpty, let (part, document) = try snapshot.locate(key: key) else {
            return hit
        }
        let place = snapshot.parts[part].base + Int(document)
        hit.carried = try carried(at: place, &columns)
        if isExplained { hit.shares = try shares(at: place) }
        return hit
    }

    func key(at place: Int) throws(IndexError) -> Int64 {
        let (part, document) = locate(place)
        return try part.segment.keys()[document]
    }

    private func locate(_ place: Int) -> (part: Snapshot.Part, document: Int) {
        var number = snapshot.parts.count - 1
        while snapshot.parts[number].base > place { number -= 1 }
        return (snapshot.parts[number], place - snapshot.parts[number].base)
    }

    private func shares(at place: Int) throws(IndexError) -> [SearchResult.Share] {
        try unitsByTerm(at: place).map {
            SearchResult.Share(term: $0.term.sources[0], score: Double($0.units) / plan.unitsPerScore)
        }
    }

    /// The score of a document, in the plan's units.
    private func scoreUnits(at place: Int) throws(IndexError) -> Int32 {
        try unitsByTerm(at: place).reduce(0) { $0 + $1.units }
    }

    private func unitsByTerm(at place: Int) throws(IndexError) -> [(term: QueryPlan.Term, units: Int32)] {
        let (part, document) = locate(place)
        let number = snapshot.parts.lastIndex { $0.base <= place } ?? 0
        var found: [(term: QueryPlan.Term, units: Int32)] = []
        for term in plan.terms where term.role != .excluded {
            guard var postings = unsafe try term.cursor(number, part.segment, buffer: scratch.blocks.buffer(0)) else {
                continue
            }
            postings.advance(to: UInt32(document))
            guard postings.document == UInt32(document) else { continue }
            let impacts = part.segment.impacts(term.channel)
            let code = postings.code()
            // Only a broken writer makes a code past the table.
            guard code < impacts.count else { continue }
            found.append((term, plan.units(impacts[code], worth: term.worth)))
        }
        return found
    }

    // MARK: Counting

    private struct Counted {
        var total: Int
        var isExact: Bool
        var facets: [[SearchResult.Bucket]]
    }

    /// Whether counting has to visit the matches that scoring visits too: both are done at once then.
    private var wantsEveryMatch: Bool {
        plan.requiredCount > 0 && !plan.isHopeless
            && (!query.facets.isEmpty || query.countLimit > query.limit && knownTotal() == nil)
    }

    /// Collects and counts in one pass.
    ///
    /// - Returns: the count, and whether every match was visited; if not, there are more of them than the query counts,
    ///   and `top` says nothing.
    private func collectEveryMatch(_ top: inout TopDocuments) throws(IndexError) -> (Counted, Bool) {
        var counter = FacetCounter(query.facets)
        var total = 0
        var isDone = true
        let limit = query.facets.isEmpty ? query.countLimit : .max
        try forEachPart { (_, search) throws(IndexError) in
            try counter.begin(search.part)
            isDone = search.collectEveryMatch(&top) { document in
                total += 1
                counter.add(Int(document))
                return total <= limit && goesOn(total)
            }
            counter.end()
            return isDone
        }
        if !isDone, total <= limit { throw .cancelled }
        let count = Counted(total: isDone ? total : limit, isExact: isDone, facets: counter.buckets())
        return (count, isDone)
    }

    /// Counts matches as far as the query wants, and its facets over all of them.
    private func countAndFacets() throws(IndexError) -> Counted {
        if !query.facets.isEmpty {
            var counter = FacetCounter(query.facets)
            var total = 0
            try forEachPart { (_, search) throws(IndexError) in
                try counter.begin(search.part)
                search.forEachMatch { document in
                    total += 1
                    counter.add(Int(document))
                    return goesOn(total)
                }
                counter.end()
                return goesOn(total)
            }
            if Task.isCancelled { throw .cancelled }
            return Counted(total: total, isExact: true, facets: counter.buckets())
        }
        if let total = knownTotal() { return Counted(total: total, isExact: true, facets: []) }
        var total = 0
        let limit = query.countLimit
        guard limit > 0 else { return Counted(total: 0, isExact: false, facets: []) }
        try forEachPart { (_, search) throws(IndexError) in
            search.forEachMatch { _ in
                total += 1
                return total <= limit
            }
            return total <= limit
        }
        return Counted(total: min(total, limit), isExact: total <= limit, facets: [])
    }

    /// Whether whoever asked still waits; looked for now and then, where all matches are visited.
    private func goesOn(_ visited: Int) -> Bool { visited & 0xFFFF != 0 || !Task.isCancelled }

    /// The number of matches where the dictionary knows it.
    private func knownTotal() -> Int? {
        if plan.isHopeless { return 0 }
        let scoring = plan.terms.filter { $0.role != .excluded }
        guard query.filters.isEmpty, scoring.count == plan.terms.count,
            snapshot.parts.allSatisfy({ $0.deletions == nil })
        else { return nil }
        let wanted = scoring.filter { $0.role == (plan.requiredCount > 0 ? .required : .optional) }
        guard wanted.count == 1 else { return nil }
        return wanted[0].entries.reduce(0) { $0 + ($1?.documentCount ?? 0) }
    }
}

extension Query.Explained {
    /// Whether the next hit, of this key, is explained.
    fileprivate mutating func takes(_ key: Int64) -> Bool {
        switch self {
        case .none: return false
        case .all: return true
        case .first(let besides):
            guard !besides.contains(key) else { return false }
            self = .none
            return true
        }
    }
}
