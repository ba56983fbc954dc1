import ArgumentParser
import Catalog
import Foundation
import ListingSearch
import MarketplaceStore
import SearchIndex

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Looks a market over and says what to do about what is wrong.")

    @OptionGroup var market: MarketOptions

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
        let space = try FileManager.default.attributesOfFileSystem(forPath: folder.path)[.systemFreeSize] as? Int ?? 0
        let needed = Self.bytes(folder.indexPath) * 2
        tell(space > needed, "disk: \(space >> 20) MiB free, a rebuild needs about \(needed >> 20)")
        guard isWell else { throw ExitCode(1) }
    }

    /// Why a server would not open an index; nil where it would.
    private static func refusal(_ path: String, _ store: MarketplaceStore) async throws -> (any Error)? {
        let categories = try CategoryTree(await store.categories())
        do { _ = try ListingIndex(opening: path, categories: categories, forReading: true) } catch { return error }
        return nil
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

    private static func bytes(_ path: String) -> Int {
        guard let names = FileManager.default.enumerator(atPath: path) else { return 0 }
        var sum = 0
        for case let name as String in names {
            // A file may go while this looks: a server is at work beside.
            let attributes = try? FileManager.default.attributesOfItem(atPath: path + "/" + name)
            sum += attributes?[.size] as? Int ?? 0
        }
        return sum
    }
}
