import SearchIndex

extension ListingAnswerer {
    /// The arranged first hits, and what they were arranged from.
    private struct Opening {
        var answer: Answer
        var head: ListingHead
        var isWide: Bool
        var nowMilliseconds: Int64
    }

    /// A page that begins in the head; where it reaches past it, the engine's order goes on.
    func headPage(
        _ query: ListingQuery, _ start: ListingCursor?, _ place: ListingCursor.Head?
    ) async throws -> ListingPage {
        let opening = try await opening(query, start, place)
        let hits = opening.head.hits
        let begin = opening.head.start(place)
        let end = min(begin + query.limit, hits.count)
        let shown = try await shown(Array(hits[begin..<end]), opening.nowMilliseconds, query)
        guard end == hits.count else {
            let last = ListingCursor.Head(
                key: hits[end - 1].found.id, place: end, isWide: opening.isWide,
                nowMilliseconds: opening.nowMilliseconds)
            return page(opening.answer, shown, next: cursor(query, opening.answer, .head(last)))
        }
        guard let after = opening.answer.stretch.next else { return page(opening.answer, shown, next: nil) }
        let next = cursor(query, opening.answer, .behind(after))
        guard shown.count < query.limit else { return page(opening.answer, shown, next: next) }
        var request = request(query, next, query.limit - shown.count)
        request.after = after
        request.wantsFacets = false
        let rest = try await answer(query, next, request).stretch
        return page(
            opening.answer,
            shown + (try await self.shown(ranked(rest.hits, opening.nowMilliseconds), opening.nowMilliseconds, query)),
            next: rest.next.map { cursor(query, opening.answer, .behind($0)) })
    }

    private func opening(
        _ query: ListingQuery, _ start: ListingCursor?, _ place: ListingCursor.Head?
    ) async throws -> Opening {
        let now = place?.nowMilliseconds ?? nowMilliseconds
        let isWide = place?.isWide ?? false
        let count = isWide ? ListingHead.wide : ListingHead.narrow
        var answer = try await answer(query, start, request(query, start, count))
        let head = try await head(query, answer, now)
        guard !isWide, !head.isSettled, let after = answer.stretch.next else {
            return Opening(answer: answer, head: head, isWide: isWide, nowMilliseconds: now)
        }
        var request = request(query, cursor(query, answer, .behind(after)), ListingHead.wide)
        request.wantsFacets = false
        let more = try await self.answer(query, cursor(query, answer, .behind(after)), request).stretch
        answer.stretch.hits = more.hits
        answer.stretch.next = more.next
        let wide = try await self.head(query, answer, now)
        return Opening(answer: answer, head: wide, isWide: true, nowMilliseconds: now)
    }

    private func head(_ query: ListingQuery, _ answer: Answer, _ now: Int64) async throws -> ListingHead {
        var spread = query.sellerID == nil ? SellerSpread() : nil
        let shared = head(answer, spread, now)
        // Shops' names are looked up only where a seller has to wait. Who is asked for takes places from the others, so
        // nobody has to wait then who had not to before.
        let asked = try await asked(answer.correction ?? query.text, among: shared.waitingSellers)
        guard !asked.isEmpty else { return shared }
        spread?.asked = asked
        return head(answer, spread, now)
    }

    private func head(_ answer: Answer, _ spread: SellerSpread?, _ now: Int64) -> ListingHead {
        ListingHead(
            answer.stretch.hits, pinned: answer.pinned, profile: profile, spread: spread, nowMilliseconds: now)
    }

    /// A page in the engine's order.
    func tailPage(
        _ query: ListingQuery, _ start: ListingCursor?, _ after: Query.After?
    ) async throws -> ListingPage {
        var request = request(query, start, query.limit)
        request.after = after
        let answer = try await answer(query, start, request)
        return page(
            answer, try await shown(ranked(answer.stretch.hits, nowMilliseconds), nowMilliseconds, query),
            next: answer.stretch.next.map { cursor(query, answer, .behind($0)) })
    }

    private func request(_ query: ListingQuery, _ start: ListingCursor?, _ limit: Int) -> ListingStretch.Request {
        ListingStretch.Request(limit: limit, isRelaxed: start?.isRelaxed, enough: query.limit / 2)
    }

    private func cursor(_ query: ListingQuery, _ answer: Answer, _ place: ListingCursor.Place) -> ListingCursor {
        ListingCursor(
            sort: query.sort, isRelaxed: answer.stretch.isRelaxed, correction: answer.correction,
            isLiteral: query.isLiteral, priceCurrency: query.priceCurrency, place: place,
            fingerprint: query.typedFingerprint, point: point)
    }

    private func page(_ answer: Answer, _ hits: [ListingHit], next: ListingCursor?) -> ListingPage {
        var facets = answer.stretch.facets
        facets[.attributes] = facets[.attributes].map(AttributeCounts.shown)
        return ListingPage(
            hits: hits, total: answer.stretch.total, facets: facets, relaxed: answer.stretch.isRelaxed,
            letGo: answer.stretch.letGo, correction: answer.correction, leftOut: answer.stretch.leftOut,
            nextCursor: next?.encoded, tookMicroseconds: 0)
    }

    private func shown(_ hits: [ListingHead.Hit], _ now: Int64, _ query: ListingQuery) async throws -> [ListingHit] {
        let explained = query.explains ? try await tellingShopWords(hits) : hits
        return explained.map { hit in
            ListingHit(
                id: hit.found.id, version: hit.found.version, score: hit.score,
                explanation: query.explains
                    ? RankExplanation(hit.found, profile, sort: query.sort, nowMilliseconds: now, move: hit.move) : nil)
        }
    }

    /// Hits behind the head: their scores have the profile's terms too, their places rest on the words alone.
    private func ranked(_ hits: [ListingStretch.Hit], _ now: Int64) -> [ListingHead.Hit] {
        hits.map { hit in
            let shares = profile.shares(of: hit.score, columns: hit.columns, nowMilliseconds: now)
            return ListingHead.Hit(found: hit, score: hit.score + shares.reduce(0, +), move: .none)
        }
    }
}
