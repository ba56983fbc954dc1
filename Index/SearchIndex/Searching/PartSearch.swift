/// One query in one part of a snapshot: its cursors, and what lets a document pass.
@safe struct PartSearch {
    // Safe: cursors live in this value; their buffers belong to the scratch that outlives it.
    let plan: QueryPlan
    let part: Snapshot.Part
    let filter: DocumentFilter
    let scratch: SearchScratch
    /// Rarest first.
    var required: [ScoredCursor] = []
    var optional: [ScoredCursor] = []
    var ranking: [ScoredCursor] = []
    var excluded: [ScoredCursor] = []
    /// The terms behind `required` and `optional`, by place in the plan.
    private(set) var requiredTerms: [Int] = []
    private(set) var optionalTerms: [Int] = []
    /// Of all lists that score.
    private(set) var postingCount = 0
    private let number: Int
    /// A required term stands in no document of the part, or none passes the filters.
    private(set) var isHopeless = false

    var limit: UInt32 { UInt32(part.segment.documentCount) }

    init(_ plan: QueryPlan, number: Int, part: Snapshot.Part, filters: [Filter], scratch: SearchScratch)
        throws(IndexError)
    {
        self.plan = plan
        self.number = number
        self.part = part
        self.scratch = scratch
        filter = try DocumentFilter(filters, part)
        guard !filter.isClosed else {
            isHopeless = true
            return
        }
        scratch.reserve(plan.terms.count)
        try placeCursors()
    }

    /// Puts the cursors at the beginning of their lists.
    mutating func placeCursors() throws(IndexError) {
        (required, optional, ranking, excluded) = ([], [], [], [])
        (requiredTerms, optionalTerms) = ([], [])
        postingCount = 0
        required.reserveCapacity(plan.requiredCount)
        optional.reserveCapacity(plan.terms.count - plan.requiredCount)
        for (_, place) in plan.terms.indices.map({ (plan.terms[$0].entries[number]?.documentCount ?? 0, $0) }).sorted(
            by: <)
        {
            let term = plan.terms[place]
            guard let entry = term.entries[number] else {
                if term.role == .required { isHopeless = true }
                continue
            }
            guard let cursor = try cursor(term, place: place) else { continue }
            if term.role != .excluded { postingCount += entry.documentCount }
            switch term.role {
            case .required:
                required.append(cursor)
                requiredTerms.append(place)
            case .optional:
                optional.append(cursor)
                optionalTerms.append(place)
            case .ranking: ranking.append(cursor)
            case .excluded: excluded.append(cursor)
            }
        }
    }

    /// So many documents are visited one by one with less than laying out the stretches costs.
    private static let fewPostings = 2_048

    /// Collects level by level where the lists allow it.
    ///
    /// - Returns: whether they did; if not, nothing has happened.
    mutating func collectByLevels(_ top: inout TopDocuments) throws(IndexError) -> Bool {
        guard var search = LevelSearch(self) else { return false }
        if let shortest = required.first?.postings.documentCount, shortest < Self.fewPostings {
            search.collectOneByOne(&top, &self)
        } else {
            search.collect(&top, &self)
        }
        try check(search.isCorrupt)
        return true
    }

    private func check(_ isCorrupt: Bool) throws(IndexError) {
        if isCorrupt { throw part.segment.corrupt("a posting list contradicts itself", .postings) }
    }

    private func cursor(_ term: QueryPlan.Term, place: Int) throws(IndexError) -> ScoredCursor? {
        let table = unsafe scratch.table(place)
        unsafe plan.fill(
            table, impacts: part.segment.impacts(term.channel), worth: term.role == .excluded ? 0 : term.worth)
        guard let postings = unsafe try term.cursor(number, part.segment, buffer: scratch.blocks.buffer(place)) else {
            return nil
        }
        return unsafe ScoredCursor(postings: postings, table: table)
    }

    /// Whether a match passes what is not a matter of score.
    @inline(__always)
    mutating func passes(_ document: UInt32) -> Bool {
        guard filter.passes(document) else { return false }
        return excluded.isEmpty || !isExcluded(document)
    }

    private mutating func isExcluded(_ document: UInt32) -> Bool {
        for index in excluded.indices {
            excluded[index].postings.advance(to: document)
            if excluded[index].document == document { return true }
        }
        return false
    }

    /// - Throws: `IndexError.corrupt` where a list that was walked contradicted itself.
    func check() throws(IndexError) {
        try check((required + optional + ranking + excluded).contains { $0.postings.isCorrupt })
    }
}
