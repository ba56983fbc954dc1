import Catalog
import Locking
import Logging
import Scheduling
import SearchIndex
import TextAnalysis

extension ListingFollower {
    /// The first analysis of a process reads ICU's tables; no shopper should wait for that.
    func warmUp() {
        _ = try? ShopperQuery("連衣裙 iPhone15", analyzer: ListingIndex.analyzer.makeAnalyzer())
    }

    /// Opens the live generation, and makes it first, on this thread, where there is none to answer from.
    ///
    /// A server runs `run` instead, which has it made in the background.
    public func open() throws {
        warmUp()
        guard let reason = try openCurrent() else { return }
        _ = try rebuild().run { _ in }
        if let again = try openCurrent() {
            throw ListingSearchError.unavailable("the index was made again (\(reason)) and does not open: \(again)")
        }
    }

    func rebuild() -> ListingRebuild {
        var options = ListingRebuild.Options()
        options.memoryBytes = 256 << 20
        options.isCancelled = { [rebuilding] in rebuilding.isCancelled }
        return ListingRebuild(
            folder: folder, log: log, categories: categories, lexicon: lexicons.current(), options: options)
    }

    // MARK: Opening

    /// Opens the generation that is pointed at, or the first one of a new market, empty.
    ///
    /// - Returns: why an index has to be made, where there is none that can be answered from: nil where it is open.
    /// - Throws: what may pass by itself, a lock or an error of the system.
    func openCurrent(catchesUp: Bool = false) throws -> String? {
        let number: Int
        do {
            guard let current = try folder.current() else { return try openFirst() }
            number = current
        } catch let error as IndexError where error.isDamage {
            return "the pointer to the live generation is damaged"
        }
        do {
            try open(number, catchesUp: catchesUp)
            return nil
        } catch let error as IndexError where error.isDamage {
            try folder.setAside(number, reason: "\(error)")
            state.withLock { $0.noteDamage() }
            return "generation \(number) is damaged: \(error)"
        } catch let error as IndexError where error.isOfAnotherVersion {
            // Sound for the program that made it: it stays to be rolled back to.
            return "generation \(number) is of another version: \(error)"
        } catch let error as Misfit {
            try folder.setAside(number, reason: error.reason)
            return error.reason
        }
    }

    private struct Misfit: Error {
        var reason: String
    }

    /// The first generation of a market without listings is empty, and made at once.
    private func openFirst() throws -> String? {
        guard try folder.generations().isEmpty, try folder.quarantined().isEmpty, try log.lastSequence() == 0 else {
            return "there is no index yet"
        }
        let number = try folder.nextNumber()
        let index = try ListingIndex.create(
            at: folder.generation(number), categories: categories, analyzer: lexicons.analyzer)
        try IndexedWords.write(lexicons.current().words, folder.generation(number))
        try folder.swap(to: number)
        install(index, number, reached: index.index.snapshot().checkpoint)
        return nil
    }

    /// Opens a generation, brings it level with the store where that is asked, and only then answers from it.
    private func open(_ number: Int, catchesUp: Bool) throws {
        let index = try ListingIndex(
            opening: folder.generation(number), categories: categories, analyzer: lexicons.analyzer)
        if let reason = try index.misfit(with: log) { throw Misfit(reason: reason) }
        var reached = index.index.snapshot().checkpoint
        while catchesUp, !Task.isCancelled {
            let next = try index.follow(
                log, after: reached, limit: Self.batchLimit, isUnreadable: noteUnreadable)
            heartbeat.beat()
            if next == reached { break }
            reached = next
        }
        install(index, number, reached: reached)
    }

    private func install(_ index: ListingIndex, _ number: Int, reached: Int64) {
        let checkpoint = index.index.snapshot().checkpoint
        state.withLock {
            $0.live = index
            $0.generation = number
            $0.sequence = reached
            $0.uncommitted = Int(reached - checkpoint)
            $0.lastCommit = .now
            $0.condition = .ready
            $0.rebuildFailures = 0
        }
        logger.info("generation is live", metadata: ["generation": "\(number)", "sequence": "\(reached)"])
    }

    // MARK: Swapping

    func swapIfPointed() throws {
        let generation = state.withLock { $0.generation }
        guard let pointed = try pointed(besides: generation), pointed != generation else { return }
        do {
            try commit()
        } catch {
            // Its last commit stands, and the log tells the rest again.
            logger.error("the old generation was not committed", metadata: ["error": "\(error)"])
        }
        do {
            try open(pointed, catchesUp: true)
        } catch let error as IndexError where error.isDamage {
            try refuse(pointed, "\(error)", back: generation)
        } catch let error as Misfit {
            try refuse(pointed, error.reason, back: generation)
        }
    }

    /// The generation that the pointer names. One that is gone, that cannot be read, or that names what is not there, is written again:
    /// the next start would find no index otherwise.
    private func pointed(besides generation: Int) throws -> Int? {
        do {
            let pointed = try folder.current()
            if let pointed, pointed == generation || FileSystem.exists(folder.generation(pointed)) { return pointed }
            throw IndexError.missing(path: pointed.map(folder.generation) ?? folder.pointer)
        } catch let error as IndexError where error.isDamage && FileSystem.exists(folder.generation(generation)) {
            logger.error(
                "the pointer to the live generation is damaged and is written again",
                metadata: ["generation": "\(generation)", "error": "\(error)"])
            try folder.swap(to: generation)
            return generation
        }
    }

    /// A generation that cannot be answered from is set aside, and the live one stays.
    private func refuse(_ number: Int, _ reason: String, back: Int) throws {
        logger.error("a generation is refused", metadata: ["generation": "\(number)", "reason": "\(reason)"])
        try folder.setAside(number, reason: reason)
        try folder.swap(to: back)
    }

    // MARK: Damage

    /// Takes the live generation out of service where an error says that it is damaged: no search is answered from it any
    /// more, and `run` sets it aside and has another made.
    ///
    /// - Returns: whether the error says that an index is damaged.
    @discardableResult
    func report(_ error: IndexError) -> Bool {
        guard error.isDamage else { return false }
        let taken = state.withLock { state -> Int? in
            guard let live = state.live, error.isOf(live.index.path) else { return nil }
            state.live = nil
            state.damaged = (state.generation, "\(error)")
            state.damageCount += 1
            state.noteDamage()
            state.condition = .rebuilding(percent: nil)
            return state.generation
        }
        if let taken {
            logger.critical(
                "the index is damaged and is made again", metadata: ["generation": "\(taken)", "error": "\(error)"])
        }
        return true
    }

    /// Runs a search. Where it meets damage, nobody is answered from that generation again.
    func watching<Value>(_ search: () async throws -> Value) async throws -> Value {
        do { return try await search() } catch let error as IndexError {
            guard report(error) else { throw error }
            throw ListingSearchError.unavailable(IndexCondition.rebuilding(percent: nil).reason ?? "")
        }
    }

    // MARK: Rebuilding

    private static let longestPauseSeconds = 60

    /// Opens what can be answered from; where there is nothing, has it made in the background.
    func openOrRebuild() throws {
        try setAsideDamaged()
        noteOutcome()
        // What was committed is answered from at once when a server starts; what was made again is brought level first.
        let isStart = state.withLock { $0.condition == .opening }
        // While a rebuild runs, another process may have made an index.
        guard let reason = try openCurrent(catchesUp: !isStart) else { return }
        guard !rebuilding.isRunning else { return }
        guard state.withLock({ ContinuousClock.now >= $0.nextRebuild }) else {
            return state.withLock { if case .rebuilding = $0.condition { $0.condition = .waiting(.failure) } }
        }
        if state.withLock({ $0.rebuildFailures }) == 0 {
            logger.error("the index is made again", metadata: ["reason": "\(reason)"])
        }
        state.withLock { $0.condition = .rebuilding(percent: nil) }
        rebuilding.start(rebuild())
    }

    private func setAsideDamaged() throws {
        guard let damaged = state.withLock({ $0.damaged }) else { return }
        try folder.setAside(damaged.generation, reason: damaged.reason)
        state.withLock { $0.damaged = nil }
    }

    private func noteOutcome() {
        guard case .failure(let error) = rebuilding.takeOutcome(), !(error is CancellationError) else { return }
        // Another process makes one: it is looked for every half second.
        if let error = error as? IndexError, error.isLocked { return }
        let isFull = ListingRebuild.isDiskFull(error)
        // What was set aside is kept for the operator, but not at the price of having no index.
        if isFull { try? folder.dropQuarantined(keeping: 0) }
        let failures = state.withLock { state in
            state.condition = .waiting(isFull ? .diskFull : .failure)
            state.rebuildFailures += 1
            let pause = min(Self.longestPauseSeconds, 1 << min(state.rebuildFailures - 1, 10))
            state.nextRebuild = max(state.nextRebuild, .now + .seconds(pause))
            return state.rebuildFailures
        }
        logger.error("the index cannot be made", metadata: ["attempt": "\(failures)", "error": "\(error)"])
    }
}

extension IndexError {
    var isLocked: Bool { if case .locked = self { true } else { false } }

    /// Whether another version of the program made the index.
    var isOfAnotherVersion: Bool {
        switch self {
        case .tooNew, .tooOld, .mismatch: true
        default: false
        }
    }

    /// Whether damage was met in the index of a folder, or in what it has in memory.
    func isOf(_ folder: String) -> Bool {
        switch self {
        case .corrupt(let path, _, _), .missing(let path), .mismatch(let path, _, _, _), .system(let path, _, _):
            path.hasPrefix(folder + "/") || path == folder || path.hasPrefix("(")
        default: false
        }
    }
}
