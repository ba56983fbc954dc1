import TestSupport
import Testing

@testable import SearchIndex

/// Random histories of add, update, delete, commit, merge and reopen, held against the model after each step.
struct HistoryTests {
    @Test(arguments: 1...24)
    func anIndexAnswersAsTheModelDoes(seed: Int) throws {
        let folder = try TemporaryFolder()
        var market = RandomMarket(random: SeededGenerator(seed: UInt64(seed)), vocabulary: seed % 2 == 0 ? 40 : 400)
        var model = IndexModel(schema: RandomMarket.schema)
        var committed = model
        var policy = MergePolicy()
        policy.segmentsPerTier = 3
        policy.smallestTierDocuments = 50
        var index = try Index.create(
            at: folder.path, schema: RandomMarket.schema, analyzer: SpaceAnalyzerFactory(), policy: policy)
        for step in 0..<30 {
            switch Int.random(in: 0..<10, using: &market.random) {
            case 0..<5:
                let changes = market.changes(keys: 300)
                try index.apply(changes)
                model.apply(changes)
            case 5..<7:
                try index.commit(checkpoint: Int64(step))
                committed = model
            case 7: try index.mergeOnce()
            case 8:
                try index.mergeAll()
            default:
                // Dropped without a commit: what was not committed is gone.
                let path = index.path
                index = try Self.reopened(&index, path, policy)
                model = committed
            }
            try check(index, model, &market, "seed \(seed) step \(step)")
        }
        try index.commit(checkpoint: 99)
        try index.mergeAll()
        try index.commit(checkpoint: 100)
        try checkScores(index, model, &market, "seed \(seed)")
        #expect(index.snapshot().checkpoint == 100)
    }

    /// Gives the lock up before it is taken again.
    private static func reopened(_ index: inout Index, _ path: String, _ policy: MergePolicy) throws -> Index {
        let elsewhere = try TemporaryFolder()
        index = try Index.create(
            at: elsewhere.path, schema: RandomMarket.schema, analyzer: SpaceAnalyzerFactory())
        return try Index(
            opening: path, schema: RandomMarket.schema, analyzer: SpaceAnalyzerFactory(), policy: policy)
    }

    private func check(
        _ index: Index, _ model: IndexModel, _ market: inout RandomMarket, _ note: String
    ) throws {
        let snapshot = index.snapshot()
        #expect(snapshot.documentCount == model.documents.count, "\(note)")
        for _ in 0..<6 {
            let query = market.query()
            let note = "\(note) \(query)"
            let result = try snapshot.search(query)
            var exhaustive = query
            exhaustive.isExhaustive = true
            let slow = try snapshot.search(exhaustive)
            #expect(result.hits == slow.hits, "\(note)")
            let matches = model.matches(query)
            #expect(result.total == matches.count && result.isTotalExact, "\(note)")
            #expect(result.hits.count == min(query.limit, matches.count), "\(note)")
            let keys = Set(matches.map(\.key))
            #expect(result.hits.allSatisfy { keys.contains($0.key) }, "\(note)")
            for hit in result.hits {
                let document = try #require(model.documents[hit.key])
                #expect(hit.carried == query.carries.map { model.integer(document, $0) }, "\(note)")
            }
            var explained = query
            explained.explained = .all
            let all = try snapshot.search(explained).hits
            for hit in all where query.order == .relevance {
                #expect(abs(hit.shares.reduce(0) { $0 + $1.score } - hit.score) < 1e-9, "\(note)")
            }
            let besides = all.prefix(Int.random(in: 0...2, using: &market.random)).map(\.key)
            explained.explained = .first(besides: Set(besides))
            for (place, hit) in try snapshot.search(explained).hits.enumerated() {
                #expect(hit.shares == (place == besides.count ? all[place].shares : []), "\(note)")
            }
            checkOrder(result, query, matches, model, note)
            checkFacets(result, query, matches, model, note)
            try checkPages(snapshot, query, matches, note)
            let share = Float.random(in: 0...0.6, using: &market.random)
            let ofBest = Bool.random(using: &market.random) ? 0 : Float.random(in: 0...1, using: &market.random)
            try checkFloor(snapshot, query, share, ofBest, note)
        }
    }

    /// Of all matches those above a share of the terms' worth, and of the best one's score, are found, counted and no
    /// others.
    private func checkFloor(
        _ snapshot: Snapshot, _ query: Query, _ share: Float, _ ofBest: Float, _ note: String
    ) throws {
        let note = "\(note) \(share) \(ofBest)"
        guard query.terms.contains(where: { $0.role != .excluded }) else { return }
        var all = query
        all.order = .relevance
        all.limit = Query.maximumLimit
        all.isExhaustive = true
        var wanted = query
        wanted.leastShare = share
        wanted.leastShareOfBest = ofBest
        let plan = try SearchScratch.with { try QueryPlan(wanted, snapshot, scratch: $0) }
        let hits = try snapshot.search(all).hits
        let least = Double(ofBest) * (hits.first?.score ?? 0)
        let above = hits.filter { Int32($0.score * plan.unitsPerScore) > plan.floor && $0.score >= least }
        let found = try snapshot.search(wanted)
        #expect(found.total == above.count && found.isTotalExact, "\(note)")
        #expect(found.hits.count == min(query.limit, above.count), "\(note)")
        if query.order == .relevance {
            #expect(found.hits.map(\.key) == above.prefix(query.limit).map(\.key), "\(note)")
        }
        if !query.facets.isEmpty {
            let counted = found.facets[2].reduce(0) { $0 + $1.count }
            #expect(counted == above.count, "\(note)")
        }
        wanted.isExhaustive = true
        #expect(try snapshot.search(wanted) == found, "\(note)")
        wanted.countLimit = 3
        wanted.isExhaustive = false
        let few = try snapshot.search(wanted)
        #expect(few.hits == found.hits, "\(note)")
    }

    private func checkOrder(
        _ result: SearchResult, _ query: Query, _ matches: [IndexDocument], _ model: IndexModel, _ note: String
    ) {
        guard case .column(let name, let ascending, let meaning, let leading) = query.order else { return }
        let sorted = matches.sorted { left, right in
            let mean = { (value: Int64) in meaning == nil ? value : RandomMarket.meaning(value) }
            let isFirst = { (document: IndexDocument) in leading.map { model.passes(document, $0) } ?? true }
            if isFirst(left) != isFirst(right) { return isFirst(left) }
            let (first, second) = (mean(model.integer(left, name)), mean(model.integer(right, name)))
            if first != second { return ascending ? first < second : first > second }
            return left.key < right.key
        }
        #expect(result.hits.map(\.key) == sorted.prefix(query.limit).map(\.key), "\(note)")
    }

    private func checkFacets(
        _ result: SearchResult, _ query: Query, _ matches: [IndexDocument], _ model: IndexModel, _ note: String
    ) {
        guard !query.facets.isEmpty else { return }
        for (place, name) in [(0, "regions"), (1, "path")] {
            var counts: [String: Int] = [:]
            for match in matches { for text in model.strings(match, name) { counts[text, default: 0] += 1 } }
            let found = Dictionary(uniqueKeysWithValues: result.facets[place].map { ($0.value, $0.count) })
            #expect(found == counts, "\(note)")
        }
        let prices = matches.map { model.integer($0, "price") }
        let wanted = [
            prices.count { $0 < -20 }, prices.count { $0 >= -20 && $0 < 0 }, prices.count { $0 >= 0 && $0 < 20 },
            prices.count { $0 >= 20 },
        ]
        #expect(result.facets[2].map(\.count) == wanted, "\(note)")
    }

    /// Page after page, every match comes once.
    private func checkPages(_ snapshot: Snapshot, _ query: Query, _ matches: [IndexDocument], _ note: String) throws {
        var page = query
        page.facets = []
        page.countLimit = 0
        var keys: [Int64] = []
        while true {
            let result = try snapshot.search(page)
            keys += result.hits.map(\.key)
            guard let last = result.hits.last, keys.count <= matches.count else { break }
            page.after = Query.After(
                score: last.score, value: last.value, key: last.key, isBehind: last.isBehind)
        }
        #expect(keys.count == matches.count && Set(keys) == Set(matches.map(\.key)), "\(note)")
    }

    private func checkScores(
        _ index: Index, _ model: IndexModel, _ market: inout RandomMarket, _ note: String
    ) throws {
        let snapshot = index.snapshot()
        #expect(snapshot.segmentCount <= 1)
        let impacts = [0, 1].map { channel in snapshot.parts.first?.segment.impacts(channel).map { Double($0) } ?? [] }
        for _ in 0..<20 {
            var query = market.query()
            query.order = .relevance
            guard query.terms.contains(where: { $0.role != .excluded }) else { continue }
            let wanted = model.matches(query).map { model.score($0, query, impacts: impacts) }.sorted(by: >).prefix(
                query.limit)
            let result = try snapshot.search(query)
            #expect(result.hits.count == wanted.count, "\(note)")
            for (hit, score) in zip(result.hits, wanted) {
                #expect(abs(hit.score - score) < 0.01 * max(1, score), "\(note) \(query)")
            }
        }
    }
}
