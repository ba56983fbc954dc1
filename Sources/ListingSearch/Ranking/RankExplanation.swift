/// Why a listing stands where it does: what each part gives to its score, and one sentence that says it in words.
public struct RankExplanation: Hashable, Sendable {
    public struct Part: Hashable, Sendable {
        public enum Kind: String, CaseIterable, Hashable, Sendable {
            /// A word of the query; the term is the word.
            case word
            /// A word of the query that of all the listing says only its shop's name holds; the term is the word.
            case shop
            /// A term of the ranking profile; the term is its name.
            case ranking
        }

        public var kind: Kind
        public var term: String
        /// All parts together are the hit's score.
        public var score: Double
    }

    /// What moved a listing from where its score puts it.
    enum Move: Hashable, Sendable {
        case none
        /// An operator's rule put it first.
        case pinned
        /// Others of its seller stand among the first.
        case waiting(SellerSpread)
    }

    public var parts: [Part]
    public var english: String
    public var chinese: String

    init(
        _ hit: ListingStretch.Hit, _ profile: RankingProfile, sort: ListingSort, nowMilliseconds: Int64, move: Move
    ) {
        let shares = profile.shares(of: hit.score, columns: hit.columns, nowMilliseconds: nowMilliseconds)
        let words = hit.shares.map { Part(kind: $0.isOfShop ? .shop : .word, term: $0.text, score: $0.score) }
        let ranking = zip(profile.terms, shares).map { Part(kind: .ranking, term: $0.name, score: $1) }
        parts = move == .pinned ? [] : words + (hit.score > 0 ? ranking : [])
        // What gives nothing stands in the numbers and not in the sentence.
        let giving = parts.filter { Self.text($0.score) != Self.text(0) }
        let clauses = giving.map { Self.clause($0, hit, profile, nowMilliseconds) }
        let total = Self.text(parts.reduce(0) { $0 + $1.score })
        let given = zip(clauses, giving).map {
            ("\($0.english) gives \(Self.text($1.score))", "\($0.chinese)贡献\(Self.text($1.score))")
        }
        let order = Self.order(sort)
        english = Self.english(
            given.isEmpty ? order.english : "It scores \(total): \(given.map(\.0).joined(separator: ", "))", move,
            isComplete: hit.isComplete)
        chinese = Self.chinese(
            given.isEmpty ? order.chinese : "得分\(total)：\(given.map(\.1).joined(separator: "，"))", move,
            isComplete: hit.isComplete)
    }

    /// What gives something, in words that go before "gives 0.4" and 贡献0.4.
    private static func clause(
        _ part: Part, _ hit: ListingStretch.Hit, _ profile: RankingProfile, _ nowMilliseconds: Int64
    ) -> (english: String, chinese: String) {
        switch part.kind {
        case .word: return ("“\(part.term)”", "“\(part.term)”")
        case .shop: return ("“\(part.term)” in the shop's name", "店铺名中的“\(part.term)”")
        case .ranking: break
        }
        guard let place = profile.terms.firstIndex(where: { $0.name == part.term }) else { return ("", "") }
        let (term, column) = (profile.terms[place], hit.columns[place])
        return (term.english(column, nowMilliseconds), term.chinese(column, nowMilliseconds))
    }

    /// What listings stand by that nothing gives a score.
    private static func order(_ sort: ListingSort) -> (english: String, chinese: String) {
        switch sort {
        case .relevance, .newest: ("It stands by when it was listed, the newest first", "按上架时间排列，新的在前")
        case .priceAscending: ("It stands by its price, the lowest first", "按价格从低到高排列")
        case .sellerRating: ("It stands by its seller's standing, the best first", "按卖家信誉从高到低排列")
        case .sales: ("It stands by its seller's sales, the most first", "按卖家销量从高到低排列")
        case .priceDescending: ("It stands by its price, the highest first", "按价格从高到低排列")
        }
    }

    private static func english(_ standing: String, _ move: Move, isComplete: Bool) -> String {
        switch move {
        case .pinned: return "The operator's rule for this query puts it first."
        case .none, .waiting: break
        }
        var text = standing
        if !isComplete { text += "; it lacks a word of the query" }
        if case .waiting(let spread) = move {
            text +=
                "; \(spread.most) others of its seller stand among the first \(spread.places), so it waits behind them"
        }
        return text + "."
    }

    private static func chinese(_ standing: String, _ move: Move, isComplete: Bool) -> String {
        switch move {
        case .pinned: return "运营规则将它置于此查询的首位。"
        case .none, .waiting: break
        }
        var text = standing
        if !isComplete { text += "；缺少部分关键词" }
        if case .waiting(let spread) = move {
            text += "；同一卖家已有\(spread.most)件商品在前\(spread.places)位，因此排在其后"
        }
        return text + "。"
    }

    /// At most three decimals.
    private static func text(_ score: Double) -> String {
        let thousandths = (score * 1_000).rounded() / 1_000
        return "\(thousandths)"
    }
}
