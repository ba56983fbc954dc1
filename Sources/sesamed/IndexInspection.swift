import ArgumentParser
import Catalog
import Foundation
import ListingSearch
import MarketplaceStore
import SearchIndex

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Checks the live index: 1 checksums, 2 structure, 3 against the store.")

    @OptionGroup var market: MarketOptions
    @Option(help: "How deep: 1, 2 or 3; each does what is before it.")
    var level = 3
    @Option(help: "Another generation than the live one.")
    var generation: Int?

    func validate() throws {
        guard (1...3).contains(level) else { throw ValidationError("--level is 1, 2 or 3, not \(level)") }
    }

    func run() async throws {
        let folder = try market.folder()
        let generations = try folder.generations()
        guard let number = try generation ?? generations.current() else {
            throw CommandError(message: "there is no index in \(folder.indexPath)")
        }
        let path = generations.generation(number)
        let report = IndexVerification.run(at: path, level: level >= 2 ? .structure : .checksums)
        for error in report.errors { Messages.say(Messages.sentence(for: error)) }
        guard report.errors.isEmpty else {
            throw CommandError(message: "generation \(number) is damaged: rebuild the index")
        }
        print(
            "generation \(number): \(report.segments) segments, \(report.documents) documents, \(report.bytes) bytes: checksums right"
        )
        if level >= 2 { print("structure right: \(report.terms) terms, \(report.postings) postings") }
        if level >= 3 { try await compare(path, folder) }
    }

    private func compare(_ path: String, _ folder: MarketFolder) async throws {
        let store = try folder.openStore(creating: false)
        let index = try ListingIndex(
            opening: path, categories: CategoryTree(await store.categories()), forReading: true)
        let checkpoint = index.index.snapshot().checkpoint
        if let misfit = try index.misfit(with: store) { throw CommandError(message: "\(misfit): rebuild the index") }
        let difference = try index.difference(from: store, followedTo: checkpoint)
        guard difference.isEmpty else {
            throw CommandError(message: "it differs from the store: \(difference.summary)")
        }
        let behind = try store.lastSequence() - checkpoint
        print(
            "level with the store as of change \(checkpoint): \(difference.listings) listings; \(behind) changes since then are in the log"
        )
    }
}

struct StatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Describes the generations of the index, as JSON.")

    @OptionGroup var market: MarketOptions

    func run() async throws {
        let folder = try market.folder()
        let generations = try folder.generations()
        let live = try generations.current()
        let store = try folder.openStore(creating: false)
        let categories = try CategoryTree(await store.categories())
        let described = try generations.generations().map { number in
            GenerationReport(
                number, isLive: number == live,
                Result {
                    try ListingIndex(
                        opening: generations.generation(number), categories: categories, forReading: true)
                })
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        print(String(decoding: try encoder.encode(described), as: UTF8.self))
    }
}

/// One generation as `stats` prints it.
private struct GenerationReport: Encodable {
    var generation: Int
    var live: Bool
    /// Why it cannot be read; then nothing else is known.
    var unreadable: String?
    var documents: Int?
    var segments: Int?
    var bytes: Int?
    var checkpoint: Int64?
    var sectionBytes: [String: Int]?

    init(_ number: Int, isLive: Bool, _ opened: Result<ListingIndex, any Error>) {
        generation = number
        live = isLive
        switch opened {
        case .failure(let error): unreadable = Messages.sentence(for: error)
        case .success(let index):
            let snapshot = index.index.snapshot()
            documents = snapshot.documentCount
            segments = snapshot.segmentCount
            bytes = snapshot.byteCount
            checkpoint = snapshot.checkpoint
            sectionBytes = Dictionary(uniqueKeysWithValues: snapshot.sectionBytes().map { ($0.name, $0.bytes) })
        }
    }
}

struct RollbackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Makes the generation before the live one live again.",
        discussion: "It follows the store from where it was left; a running server takes it within a second.")

    @OptionGroup var market: MarketOptions

    func run() throws {
        print("generation \(try market.folder().generations().rollBack()) is live")
    }
}
