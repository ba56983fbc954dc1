import ArgumentParser
import Catalog
import ListingSearch
import MarketplaceStore

struct RebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "Builds the index anew beside the live one, proves it, and swaps.",
        discussion: """
            Searches go on meanwhile; a running server takes the new generation within a second. Interrupted, it leaves \
            the live index untouched, and the next rebuild goes on from its last finished part. The generation before \
            is kept: see rollback.
            """)

    @OptionGroup var market: MarketOptions
    @Option(help: "Threads that analyse and invert.")
    var threads = 2
    @Option(help: "Bytes that building may hold in memory.")
    var memory = 512 << 20
    @Option(help: "Listings in a part: what an interruption costs at most.")
    var partListings = 250_000
    @Flag(help: "Says what would be done, and does nothing.")
    var dryRun = false

    func validate() throws {
        guard (1...64).contains(threads) else { throw ValidationError("--threads is 1 to 64, not \(threads)") }
        guard memory >= threads << 24 else {
            throw ValidationError("--memory is at least \(threads << 24) for \(threads) threads")
        }
        guard partListings > 0 else { throw ValidationError("--part-listings is at least 1") }
    }

    func run() async throws {
        let folder = try market.folder()
        let store = try folder.openStore(creating: false)
        let generations = try folder.generations()
        if dryRun {
            let live = try generations.current().map { "generation \($0)" } ?? "none"
            print("would index \(try store.onSaleCount()) listings of \(folder.storePath); live now: \(live)")
            return
        }
        Priority.giveWay()
        var options = ListingRebuild.Options()
        options.threads = threads
        options.memoryBytes = memory
        options.partListings = partListings
        let rebuild = ListingRebuild(
            folder: generations, log: store, categories: try CategoryTree(await store.categories()),
            lexicon: try LexiconFolder.read(synonyms: nil, words: folder.dictionaryFiles.words), options: options)
        let generation = try rebuild.run(Self.report)
        print("generation \(generation) is live")
    }

    private static func report(_ step: ListingRebuild.Step) {
        switch step {
        case .started(let generation, let listings, let resumedAt):
            let from = resumedAt > 0 ? ", going on after \(resumedAt)" : ""
            Messages.say("generation \(generation): \(listings) listings\(from)")
        case .read(let listings, let total, let perSecond, let secondsLeft):
            Messages.progress("\(listings) of \(total), \(perSecond) a second, \(secondsLeft) s left")
        case .merging(let listings):
            Messages.endProgress()
            Messages.say("merging \(listings) listings")
        case .catchingUp(let sequence): Messages.say("level with change \(sequence) of the store")
        case .proved(let listings, let sequence):
            Messages.say("proved: \(listings) listings, each in the store's version, as of change \(sequence)")
        case .live(let generation, let seconds):
            Messages.say("swapped to generation \(generation) after \((seconds * 10).rounded() / 10) s")
        }
    }
}
