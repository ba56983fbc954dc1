package import Catalog
import Foundation

/// What golden queries found at one time, kept beside them in a file: a line a query, its first hits behind a tab.
package struct GoldenOutcome: Hashable, Sendable {
    /// By query.
    package var hits: [String: [Listing.ID]] = [:]

    package init() {}

    /// - Throws: `LexiconError` with the line that is none of an outcome.
    package init(reading path: String) throws {
        try OperatorFile.forEachLine(OperatorFile.text(path), name: path) { (line) throws(LexiconFlaw) in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            // A query that found nothing has nothing behind its tab, and the end of a line may be cut.
            let numbers = cells.count == 1 ? [] : cells.last?.split(separator: " ") ?? []
            let ids = numbers.compactMap { Listing.ID($0) }
            guard (1...2).contains(cells.count), !cells[0].isEmpty, ids.count == numbers.count else {
                throw LexiconFlaw(reason: "a line is a query, a tab, and the numbers of listings")
            }
            hits[String(cells[0])] = ids
        }
    }

    package func write(_ path: String) throws {
        let lines = hits.sorted { $0.key < $1.key }.map { query, ids in
            "\(query)\t\(ids.map(String.init).joined(separator: " "))\n"
        }
        try Data(lines.joined().utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    /// Asks all queries now.
    package init(asking golden: GoldenQueries, _ search: OperatorSearch) async throws {
        for query in golden.queries {
            hits[query.text] = try await search.firstHits(query.text, limit: GoldenQueries.looked)
        }
    }
}

/// How an expectation stands against the time before.
package struct GoldenFinding: Hashable, Sendable {
    package enum State: String, Hashable, Sendable {
        case holds
        /// It does again.
        case mended
        /// It did before, or nothing is known of before.
        case fell
        /// It did not before either.
        case stillWrong = "still wrong"
    }

    package var query: String
    package var expectation: GoldenQueries.Expectation
    package var state: State
    /// The listing's places, counted from 1; nil where it is not among the hits.
    package var placeBefore: Int?
    package var place: Int?

    /// The findings of all expectations, in their order.
    package static func all(
        _ golden: GoldenQueries, now: GoldenOutcome, before: GoldenOutcome
    ) -> [GoldenFinding] {
        golden.queries.flatMap { query in
            let hits = now.hits[query.text] ?? []
            let earlier = before.hits[query.text]
            return query.expectations.map { expectation in
                let heldBefore = earlier.map(expectation.holds)
                let state: State =
                    expectation.holds(hits)
                    ? (heldBefore == false ? .mended : .holds) : (heldBefore == false ? .stillWrong : .fell)
                func place(_ ids: [Listing.ID]?) -> Int? { ids?.firstIndex(of: expectation.id).map { $0 + 1 } }
                return GoldenFinding(
                    query: query.text, expectation: expectation, state: state, placeBefore: place(earlier),
                    place: place(hits))
            }
        }
    }
}
