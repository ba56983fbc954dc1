import TestSupport

@testable import SearchIndex

/// Random documents, changes and queries over few words, so that everything meets everything.
struct RandomMarket {
    var random: SeededGenerator
    let vocabulary: Int

    static let schema = Schema(
        fields: [
            TextField(
                name: "title", scoring: [.init(weight: 3, averageLength: 6), .init(weight: 1, averageLength: 4)]),
            TextField(
                name: "body", scoring: [.init(weight: 1, averageLength: 10), .init(weight: 0.5, averageLength: 4)]),
        ],
        columns: [
            Column(name: "price", kind: .integer), Column(name: "path", kind: .keyword),
            Column(name: "regions", kind: .keywords), Column(name: "stock", kind: .integer),
        ])

    static let paths = ["1/", "1/2/", "1/2/3/", "1/4/", "5/", "5/6/", "12/"]
    /// What a price stands for in some orders: few values for many, in another order.
    static func meaning(_ price: Int64) -> Int64 { (price * 7) % 5 }
    static let known = Query.Meaning(meaning)
    static let regions = ["CN", "CN-ZJ", "SG", "TW", "US"]

    mutating func word() -> String {
        // The smaller the number, the more frequent.
        let draw = Double.random(in: 0..<1, using: &random)
        let number = Int(draw * draw * draw * Double(vocabulary))
        return Bool.random(using: &random) ? "w\(number)" : "~\(number % 30)"
    }

    mutating func text(_ lengths: ClosedRange<Int>) -> String {
        (0..<Int.random(in: lengths, using: &random)).map { _ in word() }.joined(separator: " ")
    }

    mutating func document(key: Int64) -> IndexDocument {
        let path = Int.random(in: 0..<8, using: &random)
        let regions = Self.regions.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
        return IndexDocument(
            key: key, texts: [text(0...9), text(0...20)],
            values: [
                .integer(.random(in: -50...50, using: &random)),
                .keyword(path < Self.paths.count ? Self.paths[path] : nil), .keywords(regions),
                .integer(.random(in: 0...9, using: &random)),
            ])
    }

    mutating func changes(keys: Int64) -> [Index.Change] {
        (0..<Int.random(in: 1...40, using: &random)).map { _ in
            let key = Int64.random(in: 1...keys, using: &random)
            return Int.random(in: 0..<4, using: &random) == 0 ? .remove(key: key) : .put(document(key: key))
        }
    }

    mutating func term(_ role: Query.Term.Role) -> Query.Term {
        let own = piece()
        var forms: [Query.Form] = []
        if Int.random(in: 0..<4, using: &random) == 0 {
            forms = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                let pieces = (0..<Int.random(in: 1...2, using: &random)).map { _ in piece() }
                // Half of the least impact would be as near to nought as to itself.
                return Query.Form(pieces, share: Bool.random(using: &random) ? 1 : 0.4)
            }
        }
        let isForms = !forms.isEmpty && Bool.random(using: &random)
        return Query.Term(
            isForms ? [] : own.bytes, channel: own.channel, role: role,
            weight: Bool.random(using: &random) ? 1 : Float.random(in: 0.1...3, using: &random), forms: forms)
    }

    private mutating func piece() -> Query.Form.Piece {
        let word = word()
        return Query.Form.Piece(Array(word.utf8), channel: word.hasPrefix("~") ? 1 : 0)
    }

    mutating func filter() -> Filter {
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
            let low = Int64.random(in: -60...60, using: &random)
            return .integer("price", low...low + .random(in: 0...60, using: &random))
        case 1: return .keyword("regions", anyOf: [Self.regions.randomElement(using: &random)!, "XX"])
        case 2: return .keys((0..<40).map { _ in Int64.random(in: 1...320, using: &random) })
        case 3: return .otherKeys((0..<40).map { _ in Int64.random(in: 1...320, using: &random) })
        default:
            let prefixes = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                Self.paths.randomElement(using: &random)!
            }
            return .keywordPrefix("path", anyOf: prefixes)
        }
    }

    mutating func query() -> Query {
        let shape = Int.random(in: 0..<6, using: &random)
        var query = Query(limit: Int.random(in: 1...25, using: &random), countLimit: 1_000_000)
        if shape != 0 {
            let required = shape == 1 || shape == 3 ? Int.random(in: 1...3, using: &random) : 0
            let optional = shape == 2 || shape == 3 || shape == 5 ? Int.random(in: 1...6, using: &random) : 0
            let ranking = shape >= 3 ? Int.random(in: 0...4, using: &random) : 0
            query.terms =
                (0..<required).map { _ in term(.required) } + (0..<optional).map { _ in term(.optional) }
                + (0..<ranking).map { _ in term(.ranking) }
            if Int.random(in: 0..<4, using: &random) == 0 { query.terms.append(term(.excluded)) }
        }
        if Int.random(in: 0..<3, using: &random) == 0 { query.filters.append(filter()) }
        if Int.random(in: 0..<6, using: &random) == 0 { query.filters.append(filter()) }
        if Int.random(in: 0..<4, using: &random) == 0 {
            query.order = .column(
                "price", ascending: Bool.random(using: &random),
                meaning: Bool.random(using: &random) ? nil : Self.known,
                leading: Bool.random(using: &random) ? nil : filter())
        }
        if Bool.random(using: &random) { query.carries = ["price", "stock"] }
        if Int.random(in: 0..<4, using: &random) == 0 {
            query.facets = [
                .keyword("regions", limit: 10), .keyword("path", limit: 10), .ranges("price", bounds: [-20, 0, 20]),
            ]
        }
        return query
    }
}
