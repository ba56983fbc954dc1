import ArgumentParser
import Catalog
import DiskSpace
import Foundation
import ListingSearch
import MarketplaceStore
import SearchIndex

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Looks a market over and says what to do about what is wrong.")

    @OptionGroup var market: MarketOptions
    @Flag(help: "Counts anew what sellers have on sale, where it was kept wrongly.")
    var recount = false

    func run() async throws {
        let folder = try market.folder()
        var isWell = true
        func tell(_ isRight: Bool, _ text: String) {
            print("\(isRight ? "ok   " : "WRONG") \(text)")
            if !isRight { isWell = false }
        }
        let store = try folder.openStore(creating: false)
        let damages = try store.integrityCheck()
        tell(
            damages.isEmpty,
            damages.first.map { "store: \($0): restore a backup" } ?? "store: every page and row is right")
        if recount { try await store.recountSellerTotals() }
        let wrong = try await store.sellersWithWrongTotals()
        tell(
            wrong.isEmpty,
            wrong.first.map { "quotas: account \($0) and \(wrong.count - 1) others: run sesamed doctor --recount" }
                ?? "quotas: what sellers have on sale is counted rightly")
        let generations = try folder.generations()
        if let live = try generations.current() {
            let path = generations.generation(live)
            let report = IndexVerification.run(at: path, level: .checksums)
            var error: (any Error)? = report.errors.first
            // An index that is sound may be of another version, which a server refuses.
            if error == nil { error = try await Self.refusal(path, store) }
            let fault = error.map { "\(Messages.sentence(for: $0)): run sesamed index rebuild" }
            tell(
                fault == nil, "index: \(fault ?? "generation \(live), \(report.documents) documents, checksums right")")
        } else {
            tell(false, "index: there is none yet: run sesamed index rebuild, or serve")
        }
        for (name, fault) in Self.faults(folder) { tell(fault == nil, "\(name): \(fault ?? "every line is right")") }
        for number in try generations.quarantined() {
            print("note  index: generation \(number) was set aside: \(generations.quarantine(number))/REASON")
        }
        let (isEnough, room) = try Self.room(generations, store)
        tell(isEnough, "disk: \(room)")
        guard isWell else { throw ExitCode(1) }
    }

    /// Why a server would not open an index; nil where it would.
    private static func refusal(_ path: String, _ store: MarketplaceStore) async throws -> (any Error)? {
        let categories = try CategoryTree(await store.categories())
        do {
            let index = try ListingIndex(opening: path, categories: categories, forReading: true)
            return try index.misfit(with: store).map { CommandError(message: $0) }
        } catch { return error }
    }

    /// What is wrong with the operators' files: a server goes on with what it read of them before.
    private static func faults(_ folder: MarketFolder) -> [(name: String, fault: String?)] {
        func fault(_ body: () throws -> Void) -> String? {
            do { try body() } catch { return Messages.sentence(for: error) }
            return nil
        }
        let files = folder.dictionaryFiles
        return [
            ("dictionary", fault { _ = try LexiconFolder.read(synonyms: files.synonyms, words: files.words) }),
            ("rules", fault { _ = try RuleFolder.read(folder.rulesPath) }),
            ("blocked suggestions", fault { _ = try BlockedSuggestions.read(folder.rulesPath) }),
        ]
    }

    /// Whether a rebuild would find room, by its own reckoning.
    private static func room(_ generations: GenerationFolder, _ store: MarketplaceStore) throws -> (Bool, String) {
        let needed = try ListingRebuild.neededBytes(in: generations, listings: store.onSaleCount())
        guard let space = DiskSpace(at: generations.path) else {
            return (true, "the system does not say how much is free")
        }
        let figures = "\(space.freeBytes >> 20) MiB free, a rebuild needs about \(needed >> 20) and leaves "
        return (space.hasRoom(for: needed), figures + "\(space.reserveBytes >> 20) in reserve")
    }
}
