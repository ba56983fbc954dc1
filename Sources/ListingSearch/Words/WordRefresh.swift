package import Catalog
package import TextAnalysis

/// Has the listings put in again that a change of the words concerns, and no others.
///
/// It writes their rows into the change log once more: whoever follows takes them in anew, a running server within a
/// second, any other when it starts. The index stays open and the listings stay found meanwhile.
package struct WordRefresh {
    package struct Outcome: Sendable {
        package var listings: Int
        package var refreshed: Int
    }

    private let folder: GenerationFolder
    private let log: any ListingChangeLog

    package init(folder: GenerationFolder, log: any ListingChangeLog) {
        self.folder = folder
        self.log = log
    }

    private static let batch = 1_000

    /// - Parameters:
    ///   - words: those that are kept whole from now on.
    ///   - also: words whose listings are put in again whether they are cut otherwise or not.
    /// - Throws: `IndexError.locked` while a rebuild runs, which would publish what it cut before;
    ///   `ListingSearchError.unavailable` where there is no index.
    package func run(words: WordTable, also: WordTable = .none) async throws -> Outcome {
        let lock = try folder.lockRebuild()
        defer { _ = consume lock }
        guard let live = try folder.current() else {
            throw ListingSearchError.unavailable("there is no index in \(folder.path)")
        }
        let generation = folder.generation(live)
        let ids = try concerned(from: IndexedWords.read(generation), to: words, also: also)
        for start in stride(from: 0, to: ids.found.count, by: Self.batch) {
            try await log.repeatChanges(of: Array(ids.found[start..<min(ids.found.count, start + Self.batch)]))
        }
        try IndexedWords.write(words, generation)
        return Outcome(listings: ids.looked, refreshed: ids.found.count)
    }

    private func concerned(
        from before: WordTable, to after: WordTable, also: WordTable
    ) throws -> (found: [Listing.ID], looked: Int) {
        let cuts = ListingCuts(from: before, to: after, also: also)
        let asked = ListingCuts(from: .none, to: also)
        var found: [Listing.ID] = []
        var looked = 0
        guard !cuts.isEmpty else { return ([], try log.onSaleCount()) }
        _ = try log.scanOnSale(batchSize: Self.batch, afterID: 0) { listings in
            looked += listings.count
            for listing in listings where asked.concerns(listing) || cuts.difference(listing) != nil {
                found.append(listing.listing.id)
            }
        }
        return (found, looked)
    }
}
