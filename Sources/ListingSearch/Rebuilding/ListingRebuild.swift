public import Catalog
import Foundation
import Locking
import SearchIndex
import TextAnalysis

/// Builds a new generation beside the live one, proves that it holds what the store holds, and points at it.
///
/// Searches never stop. Interrupted at any point it leaves the live generation untouched; the next run goes on from the
/// last finished part.
public struct ListingRebuild: Sendable {
    public struct Options: Sendable {
        public var threads = 2
        public var memoryBytes = 512 << 20
        /// A part is so many listings: what an interruption costs at most.
        public var partListings = 250_000
        /// Generations kept besides the live one.
        public var keptGenerations = 1
        /// Asked now and then; a rebuild that is cancelled can be gone on with.
        public var isCancelled: @Sendable () -> Bool = { false }

        public init() {}
    }

    public enum Step: Sendable, Equatable {
        case started(generation: Int, listings: Int, resumedAt: Int)
        case read(listings: Int, of: Int, perSecond: Int, secondsLeft: Int)
        case merging(listings: Int)
        case catchingUp(sequence: Int64)
        case proved(listings: Int, sequence: Int64)
        case live(generation: Int, seconds: Double)
    }

    let folder: GenerationFolder
    let log: any ListingChangeLog
    let categories: CategoryTree
    let lexicon: Lexicon
    private let options: Options
    private let documents: ListingDocument

    public init(
        folder: GenerationFolder, log: any ListingChangeLog, categories: CategoryTree, lexicon: Lexicon,
        options: Options = Options()
    ) {
        self.folder = folder
        self.lexicon = lexicon
        self.log = log
        self.categories = categories
        self.options = options
        documents = ListingDocument(categories: categories)
    }

    /// Runs to the end and returns the generation that is live then.
    ///
    /// - Throws: `IndexError.locked` while another rebuild runs; `ListingSearchError.unavailable` where the new
    ///   generation does not hold what the store holds: the pointer stays. `IndexError.noRoom` where the disk has too
    ///   little room for it; `CancellationError`. Where the disk fills up on the way, nothing of it stays.
    public func run(_ report: (Step) -> Void) throws -> Int {
        // It may have been removed whole.
        try FileSystem.makeFolder(folder.path)
        let lock = try folder.lockRebuild()
        defer { _ = consume lock }
        let listed = Locked(0)
        do { return try build(report, listed) } catch {
            if Self.isDiskFull(error) { try makeRoom(listed: listed.withLock { $0 }) }
            throw error
        }
    }

    /// Whichever step met the full disk: what it would go on from keeps the disk full.
    private func makeRoom(listed: Int) throws {
        let unfinished = try folder.unfinished()
        let taken = unfinished.reduce(0) { $0 + FileSystem.byteCount(of: folder.building($1)) }
        for number in unfinished { try discard(number) }
        keepMeasure(listed: listed, taken: taken)
    }

    /// - Parameter listed: Holds how many listings are in the parts.
    private func build(_ report: (Step) -> Void, _ listed: Locked<Int>) throws -> Int {
        let began = ContinuousClock.now
        let (number, progress) = try begin(report)
        let finished = try readListings(number, progress, report, listed)
        report(.merging(listings: finished.listings))
        let proof: Proof
        let work = folder.building(number)
        let assembled = work + "/assembled"
        do {
            try FileSystem.removeFolder(assembled)
            try Index.assemble(
                (0..<finished.parts).map { "\(work)/part-\($0)" }, at: assembled, schema: ListingSchema.schema,
                analyzer: ListingIndex.analyzer, checkpoint: finished.sequence,
                source: log.position(at: finished.sequence)?.source)
            proof = try prove(assembled, report)
            try IndexedWords.write(lexicon.words, assembled)
        } catch let error where Self.isOfTheParts(error) {
            // The same parts would fail again: the next run starts anew.
            try discard(number)
            throw error
        }
        report(.proved(listings: proof.listings, sequence: proof.sequence))
        do { try publish(assembled, number) } catch {
            // A generation that nothing points at would only take room.
            if Self.isDiskFull(error), (try? folder.current()) != number {
                try FileSystem.removeFolder(folder.generation(number))
            }
            throw error
        }
        folder.forgetBytesPerListing()
        report(.live(generation: number, seconds: began.duration(to: .now) / .seconds(1)))
        return number
    }

    /// Takes up an unfinished rebuild that was made by the same rules, or starts a new one.
    private func begin(_ report: (Step) -> Void) throws -> (Int, RebuildProgress) {
        let total = try log.onSaleCount()
        for number in try folder.unfinished().reversed() {
            // Its generation stands: only the cleaning up was interrupted.
            if FileSystem.exists(folder.generation(number)) {
                try discard(number)
                continue
            }
            if let progress = try RebuildProgress.read(folder.building(number)),
                progress.analyzer == ListingIndex.analyzer.signature, progress.words == lexicon.words.texts,
                progress.schema == ListingSchema.schema,
                try log.position(at: progress.readTo.sequence) == progress.readTo
            {
                try requireRoom(total, taken: FileSystem.byteCount(of: folder.building(number)))
                report(.started(generation: number, listings: total, resumedAt: progress.listings))
                return (number, progress)
            }
            try discard(number)
        }
        try requireRoom(total, taken: 0)
        let number = try folder.nextNumber()
        let position = try newestPosition()
        let progress = RebuildProgress(
            analyzer: ListingIndex.analyzer.signature, words: lexicon.words.texts, schema: ListingSchema.schema,
            sequence: position.sequence, readTo: position, parts: 0, lastID: 0, listings: 0)
        try FileSystem.makeFolder(folder.building(number))
        try progress.write(folder.building(number))
        report(.started(generation: number, listings: total, resumedAt: 0))
        return (number, progress)
    }

    private func newestPosition() throws -> ChangeLogPosition {
        let sequence = try log.lastSequence()
        guard let position = try log.position(at: sequence) else {
            throw ListingSearchError.unavailable("the change log of the store ends before its last change")
        }
        return position
    }

    func checkCancellation() throws {
        if options.isCancelled() { throw CancellationError() }
    }

    // MARK: Reading

    private func readListings(
        _ number: Int, _ start: RebuildProgress, _ report: (Step) -> Void, _ listed: Locked<Int>
    ) throws -> RebuildProgress {
        var progress = start
        var builder: BulkBuilder?
        var inPart = 0
        var readTo: ChangeLogPosition?
        let total = max(try log.onSaleCount(), progress.listings)
        var pace = RebuildPace(done: progress.listings, total: total)
        let work = folder.building(number)
        func endPart() throws {
            try builder?.finish(checkpoint: progress.sequence)
            guard builder != nil else { return }
            builder = nil
            progress.readTo = readTo ?? progress.readTo
            progress.parts += 1
            progress.listings += inPart
            inPart = 0
            try progress.write(work)
            try requireRoom(for: total, after: progress, in: work)
        }
        var lastID = progress.lastID
        _ = try log.scanOnSale(batchSize: 500, afterID: progress.lastID, began: { readTo = $0 }) { listings in
            try checkCancellation()
            // A part may be gigabytes: the market's own writes need the reserve.
            try FileSystem.requireRoom(0, at: folder.path)
            if builder == nil {
                let part = "\(work)/part-\(progress.parts)"
                try FileSystem.removeFolder(part)
                builder = try BulkBuilder(
                    at: part, schema: ListingSchema.schema, analyzer: lexicon.analyzer, threads: options.threads,
                    memoryBytes: options.memoryBytes)
            }
            try builder?.add(listings.map(documents.document))
            inPart += listings.count
            listed.withLock { $0 = progress.listings + inPart }
            lastID = listings.last?.listing.id ?? lastID
            if let step = pace.step(done: progress.listings + inPart) { report(step) }
            if inPart >= options.partListings {
                progress.lastID = lastID
                try endPart()
            }
        }
        progress.lastID = lastID
        try endPart()
        return progress
    }

    /// Whether an error says that the parts are no good, rather than the disk full or the machine in trouble.
    private static func isOfTheParts(_ error: any Error) -> Bool {
        switch error {
        case IndexError.corrupt, IndexError.missing, IndexError.mismatch, IndexError.tooNew, IndexError.tooOld,
            ListingSearchError.unavailable:
            true
        default: false
        }
    }

    /// Whether the disk of the index or that of the store is full.
    static func isDiskFull(_ error: any Error) -> Bool {
        switch error {
        case let error as IndexError: error.isDiskFull
        case let error as any StorageFailure: error.trouble == .full
        default: false
        }
    }

    private func publish(_ assembled: String, _ number: Int) throws {
        guard unsafe rename(assembled, folder.generation(number)) == 0 else {
            throw IndexError.system(path: assembled, operation: "rename", code: errno)
        }
        try FileSystem.syncFolder(folder.path)
        // A pointer that cannot be read is replaced like any other.
        let before = try? folder.current()
        try folder.swap(to: number)
        try discard(number)
        try folder.prune(keeping: options.keptGenerations, before: before)
    }

    /// Removes the work of a rebuild, what makes it resumable first: half of it must not be gone on with.
    private func discard(_ number: Int) throws {
        try FileSystem.remove(folder.building(number) + "/PROGRESS")
        try FileSystem.removeFolder(folder.building(number))
    }
}

/// Says now and then how far a rebuild is and how long it may still take.
struct RebuildPace {
    private let begin = ContinuousClock.now
    private var last = ContinuousClock.now
    private let startedAt: Int
    private let total: Int

    init(done: Int, total: Int) {
        startedAt = done
        self.total = total
    }

    mutating func step(done: Int) -> ListingRebuild.Step? {
        guard last.duration(to: .now) >= .milliseconds(500) || done >= total else { return nil }
        last = .now
        let seconds = max(0.001, begin.duration(to: .now) / .seconds(1))
        let pace = Double(done - startedAt) / seconds
        let left = pace > 0 ? Double(max(0, total - done)) / pace : 0
        return .read(listings: done, of: max(total, done), perSecond: Int(pace), secondsLeft: Int(left.rounded(.up)))
    }
}
