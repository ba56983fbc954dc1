import Glibc

@testable import SearchIndex

/// The slow obvious index: a dictionary of documents, every question answered by looking at each.
struct IndexModel {
    var schema: Schema
    var documents: [Int64: IndexDocument] = [:]

    mutating func apply(_ changes: [Index.Change]) {
        for change in changes {
            switch change {
            case .put(let document): documents[document.key] = document
            case .remove(let key): documents[key] = nil
            }
        }
    }

    func terms(_ document: IndexDocument, channel: Int) -> [[String]] {
        document.texts.map { text in
            text.split(separator: " ").map(String.init).filter { ($0.hasPrefix("~") ? 1 : 0) == channel }
        }
    }

    /// A term with its own bytes as one of its forms.
    private func forms(_ term: Query.Term) -> [Query.Form] {
        let own = Query.Form([Query.Form.Piece(term.bytes, channel: term.channel)])
        return (term.bytes.isEmpty ? [] : [own]) + term.forms
    }

    func holds(_ document: IndexDocument, _ term: Query.Term) -> Bool {
        forms(term).contains { form in form.pieces.allSatisfy { impact(document, $0) > 0 } }
    }

    func matches(_ query: Query) -> [IndexDocument] {
        documents.values.filter { document in
            let required = query.terms.filter { $0.role == .required }
            let optional = query.terms.filter { $0.role == .optional }
            let excluded = query.terms.filter { $0.role == .excluded }
            guard required.allSatisfy({ holds(document, $0) }), !excluded.contains(where: { holds(document, $0) })
            else { return false }
            if required.isEmpty, query.terms.count > excluded.count, !optional.contains(where: { holds(document, $0) })
            {
                return false
            }
            return query.filters.allSatisfy { passes(document, $0) }
        }
    }

    func passes(_ document: IndexDocument, _ filter: Filter) -> Bool {
        switch filter {
        case .integer(let name, let range): return range.contains(integer(document, name))
        case .keyword(let name, let wanted): return strings(document, name).contains { wanted.contains($0) }
        case .keywordPrefix(let name, let prefixes):
            return strings(document, name).contains { text in prefixes.contains { text.hasPrefix($0) } }
        case .keys(let keys): return keys.contains(document.key)
        case .otherKeys(let keys): return !keys.contains(document.key)
        }
    }

    func integer(_ document: IndexDocument, _ name: String) -> Int64 {
        if case .integer(let value) = document.values[schema.columnIndex(name)!] { return value }
        return 0
    }

    func strings(_ document: IndexDocument, _ name: String) -> [String] {
        switch document.values[schema.columnIndex(name)!] {
        case .integer: []
        case .keyword(let text): text.map { [$0] } ?? []
        case .keywords(let texts): Array(Set(texts))
        }
    }

    /// BM25F as the textbook has it.
    ///
    /// - Parameter impacts: of the index by channel, for terms of several forms: what these are worth is as near to what it
    ///   should be as one of the channel's impacts.
    func score(_ document: IndexDocument, _ query: Query, impacts: [[Double]]) -> Double {
        var score = 0.0
        for term in query.terms where term.role != .excluded {
            let holding = Double(documents.values.count { holds($0, term) })
            guard holds(document, term) else { continue }
            let total = Double(documents.count)
            let idf = log(1 + (total - holding + 0.5) / (holding + 0.5))
            score += Double(term.weight) * idf * impact(document, term, impacts[term.channel])
        }
        return score
    }

    /// Of a term of several forms the best one counts.
    private func impact(_ document: IndexDocument, _ term: Query.Term, _ impacts: [Double]) -> Double {
        let nearest = { (wanted: Double) in impacts.min { abs($0 - wanted) < abs($1 - wanted) } ?? 0 }
        guard !term.forms.isEmpty else { return impact(document, term.ownForm.pieces[0]) }
        var best = 0.0
        for form in forms(term) {
            let pieces = form.pieces.map { impact(document, $0) }
            guard let least = pieces.min(), least > 0 else { continue }
            best = max(best, nearest(least * Double(form.share)))
        }
        return best
    }

    private func impact(_ document: IndexDocument, _ piece: Query.Form.Piece) -> Double {
        let text = String(decoding: piece.bytes, as: UTF8.self)
        var x = 0.0
        for (field, words) in zip(schema.fields, terms(document, channel: piece.channel)) {
            let scoring = field.scoring[piece.channel]
            let length = Double(LengthClass.round(UInt32(words.count)))
            let count = Double(words.count { $0 == text })
            let b = Double(scoring.lengthNormalization)
            x += Double(scoring.weight) * count / (1 - b + b * length / Double(scoring.averageLength ?? 1))
        }
        return x / (x + Double(schema.saturation))
    }
}
