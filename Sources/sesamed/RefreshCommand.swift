import ArgumentParser
import ListingSearch
import MarketplaceStore
import TextAnalysis

struct RefreshCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refresh", abstract: "Puts the listings in again that a change of dictionary/words.txt concerns.",
        discussion: """
            Searches go on meanwhile, and nothing else is touched: a running server takes the listings in within a \
            second, any other when it starts. See dictionary diff for what a change would do.
            """)

    @OptionGroup var market: MarketOptions
    @Option(help: "Also the listings that hold this word, whether they are cut otherwise or not; may be repeated.")
    var word: [String] = []

    func run() async throws {
        let folder = try market.folder()
        let store = try folder.openStore(creating: false)
        let also: WordTable
        do throws(WordTableError) { also = try WordTable(word) } catch {
            throw ValidationError("--word '\(error.word)' \(error.reason)")
        }
        let lexicon = try LexiconFolder.read(synonyms: nil, words: folder.dictionaryFiles.words)
        let refresh = WordRefresh(folder: try folder.generations(), log: store)
        let outcome = try await refresh.run(words: lexicon.words, also: also)
        print("\(outcome.refreshed) of \(outcome.listings) listings are put in again")
    }
}
