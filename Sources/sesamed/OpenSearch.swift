import Catalog
import Foundation
import ListingSearch
import Logging
import MarketplaceAPI
import MarketplaceStore
import Ratings

/// A market's live index, open for reading beside whatever server runs.
struct OpenSearch {
    var store: MarketplaceStore
    var search: OperatorSearch
    /// The folder of the live index.
    var generation: String
}

extension MarketFolder {
    /// The dictionary's files that are there.
    var dictionaryFiles: (synonyms: String?, words: String?) {
        func file(_ name: String) -> String? {
            let path = dictionaryPath + "/" + name
            return FileManager.default.fileExists(atPath: path) ? path : nil
        }
        return (file(LexiconFolder.synonymsName), file(LexiconFolder.wordsName))
    }

    /// - Throws: `CommandError` where there is no index yet; `LexiconError` where a file of the dictionary breaks a rule.
    func openSearch() async throws -> OpenSearch {
        let store = try openStore(creating: false)
        let generations = try generations()
        guard let live = try generations.current() else {
            throw CommandError(message: "there is no index in \(indexPath): run sesamed index rebuild, or serve")
        }
        let categories = try CategoryTree(await store.categories())
        let files = dictionaryFiles
        let lexicon = try LexiconFolder.read(synonyms: files.synonyms, words: files.words)
        let quiet = Logger(label: "sesamed") { _ in SwiftLogNoOpLogHandler() }
        let lexicons = try LexiconFolder(dictionaryPath, logger: quiet)
        let vocabularies = VocabularyKeeper(
            log: store, categories: categories, lexicons: lexicons, queries: nil, rulesFolder: rulesPath,
            logger: quiet)
        try vocabularies.refresh()
        let index = try ListingIndex(
            opening: generations.generation(live), categories: categories, forReading: true)
        if let misfit = try index.misfit(with: store) { throw CommandError(message: "\(misfit): rebuild the index") }
        let board = RatingBoard(store: store, now: systemMilliseconds)
        try await board.refresh()
        let search = OperatorSearch(
            index: index, categories: categories, lexicon: lexicon, store: store, vocabularies: vocabularies,
            rules: RuleFolder(rulesPath, logger: quiet), sellers: BoardRecords(board: board),
            nowMilliseconds: systemMilliseconds())
        return OpenSearch(store: store, search: search, generation: generations.generation(live))
    }
}
