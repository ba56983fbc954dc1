import Foundation
import Locking
public import TextAnalysis

/// Builds a whole index at once: threads invert batches side by side within a budget of memory, then write one segment
/// together, straight from what they inverted. What did not fit the budget is written before and merged into it.
///
/// The folder holds no index until `finish`: an interrupted build leaves files that `init` removes.
public final class BulkBuilder {
    private let folder: IndexFolder
    /// Given up when the build is finished: the index can be opened then.
    private var lock: WriteLock?
    private let schema: Schema
    private let analyzer: any AnalyzerFactory
    private let queue: BoundedQueue<Batch>
    private let results: Results
    /// Who inverts on the caller's thread, where one thread does everything.
    private var ownWorker: BulkWorker?
    private let finished = DispatchGroup()
    /// Whether `finish` was called: what was inverted is used up then.
    private var hasEnded = false
    private let threadCount: Int
    private let memoryBytes: Int

    /// Makes documents, on the thread that inverts them.
    public typealias Batch = @Sendable () throws -> [IndexDocument]

    /// - Parameters:
    ///   - threads: how many invert beside the caller's, which hands out; 1: the caller's inverts itself.
    ///   - memoryBytes: what the inverters may hold together before they write to disk; at least 16 MiB a thread.
    public init(
        at path: String, schema: Schema, analyzer: any AnalyzerFactory, threads: Int = 2, memoryBytes: Int = 1 << 30
    ) throws(IndexError) {
        try schema.validate()
        guard (1...64).contains(threads) else { throw .invalid(field: "threads", reason: "1 to 64, not \(threads)") }
        let least = threads << 24
        guard memoryBytes >= least else {
            throw .invalid(
                field: "memory", reason: "at least \(least) bytes for \(threads) threads, not \(memoryBytes)")
        }
        try FileSystem.makeFolder(path)
        folder = IndexFolder(path: path)
        lock = try WriteLock(path: folder.file("write.lock"))
        guard try Manifest.commits(in: path).isEmpty else {
            throw .invalid(field: "path", reason: "there is an index at \(path) already")
        }
        self.schema = schema
        self.analyzer = analyzer
        threadCount = threads
        self.memoryBytes = memoryBytes
        queue = BoundedQueue(capacity: threads * 2)
        results = Results()
        try folder.removeUnused(
            Manifest(
                commit: 0, schema: schema, analyzer: analyzer.signature, checkpoint: 0, nextFile: 1, segments: []),
            spared: [])
        if threads == 1 {
            ownWorker = BulkWorker(
                results: results, folder: folder, schema: schema, analyzer: analyzer, budgetBytes: memoryBytes)
        } else {
            let started = (0..<threads).count { _ in start(budgetBytes: memoryBytes / threads) }
            guard started > 0 else { throw .system(path: path, operation: "start a thread", code: EAGAIN) }
        }
    }

    deinit {
        queue.close()
        finished.wait()
    }

    /// Hands a batch to the threads; waits while they are busy. Where one thread does everything, inverts it.
    ///
    /// Each key is added once: threads would not know which of two documents is the later one. A key that comes again
    /// ends the build, at `finish` at the latest.
    ///
    /// - Throws: what a thread met with, or `IndexError.invalid` for a document that the schema does not allow.
    public func add(_ documents: [IndexDocument]) throws {
        for document in documents { try document.validate(against: schema) }
        try put { documents }
    }

    /// Hands a batch that is still to be made to the threads; waits while they are busy.
    ///
    /// - Throws: what a thread met with, and what making an earlier batch threw.
    public func add(making batch: @escaping Batch) throws {
        let schema = schema
        try put {
            let documents = try batch()
            for document in documents { try document.validate(against: schema) }
            return documents
        }
    }

    private func put(_ batch: @escaping Batch) throws {
        guard ownWorker == nil else {
            if let error = results.error { throw error }
            do { try ownWorker?.add(try batch()) } catch {
                results.fail(error)
                throw error
            }
            return
        }
        if !queue.put(batch) { throw whyEnded }
    }

    private var whyEnded: any Error { results.error ?? IndexError.invalid(field: "build", reason: "it has ended") }

    /// Ends the build, well or not: one segment, one commit.
    ///
    /// - Throws: what a thread met with, or what writing met with; `IndexError.invalid` where a key was added twice, or where
    ///   the build has ended before. The folder holds no index then, unless an earlier `finish` made it.
    public func finish(checkpoint: Int64) throws {
        guard !hasEnded else { throw whyEnded }
        hasEnded = true
        do { try commit(checkpoint) } catch {
            results.fail(error)
            throw error
        }
        lock = nil
    }

    private func commit(_ checkpoint: Int64) throws {
        queue.close()
        finished.wait()
        if results.error == nil { ownWorker?.finish() }
        ownWorker = nil
        if let error = results.error { throw error }
        var manifest = Manifest(
            commit: 1, schema: schema, analyzer: analyzer.signature, checkpoint: checkpoint, nextFile: 1, segments: [])
        if let segment = try writeSegment() {
            manifest.segments = [
                Manifest.Segment(file: "segment-0", record: segment)
            ]
        }
        try manifest.write(to: folder.path)
        try folder.removeUnused(manifest, spared: [])
    }

    private func writeSegment() throws(IndexError) -> SegmentRecord? {
        let (inverted, pieces) = results.takeAll()
        let target = folder.file("segment-0")
        guard !pieces.isEmpty else {
            guard !inverted.isEmpty else { return nil }
            return try InvertedSegment(inverted, schema: schema, threads: threadCount)
                .write(to: FileOutput(creating: target)).record
        }
        var inputs = pieces.map { SegmentMerger.Input(segment: $0, deletions: nil) }
        if let last = try lastPiece(inverted) { inputs.append(SegmentMerger.Input(segment: last, deletions: nil)) }
        let merger = try SegmentMerger(inputs, schema: schema)
        try merger.requireDistinctKeys()
        // The inverters are gone: half of their memory is for what is merged.
        let output = try FileOutput(creating: target)
        return try merger.write(to: output, threads: threadCount, memoryBytes: memoryBytes / 2).record
    }

    /// What is not written yet, in memory: as a segment it takes a small part of what the inverters took.
    private func lastPiece(_ inverted: [InvertedDocuments]) throws(IndexError) -> SegmentReader? {
        guard !inverted.isEmpty else { return nil }
        let (record, bytes) = try InvertedSegment(inverted, schema: schema, threads: threadCount)
            .write(to: FileOutput(inMemory: "(piece)"))
        return try SegmentReader(FileImage(copying: bytes, name: "(piece)"), schema: schema, expected: record)
    }

    // MARK: Threads

    final class Results: Sendable {
        private struct State {
            var inverted: [InvertedDocuments] = []
            var pieces: [SegmentReader] = []
            var error: (any Error)?
            var nextFile = 1
        }

        private let state = Locked(State())

        var error: (any Error)? { state.withLock { $0.error } }

        /// What each thread has in memory at its end, and what was written before; both are forgotten here.
        func takeAll() -> (inverted: [InvertedDocuments], pieces: [SegmentReader]) {
            state.withLock { state in
                defer { (state.inverted, state.pieces) = ([], []) }
                return (state.inverted, state.pieces)
            }
        }

        func add(_ inverted: InvertedDocuments) { state.withLock { $0.inverted.append(inverted) } }
        func add(_ piece: SegmentReader) { state.withLock { $0.pieces.append(piece) } }
        func fail(_ error: any Error) { state.withLock { if $0.error == nil { $0.error = error } } }

        func newFile() -> String {
            state.withLock { state in
                defer { state.nextFile += 1 }
                return "segment-\(state.nextFile)"
            }
        }
    }

    /// Starts a thread that inverts; returns whether the system gave one.
    private func start(budgetBytes: Int) -> Bool {
        finished.enter()
        let isStarted = WorkerThread.start { [finished, queue, results, folder, schema, analyzer] in
            var worker = BulkWorker(
                results: results, folder: folder, schema: schema, analyzer: analyzer, budgetBytes: budgetBytes)
            worker.run(queue)
            finished.leave()
        }
        if !isStarted { finished.leave() }
        return isStarted
    }
}

/// What one thread of a build does: inverts batches, and writes a piece to disk whenever its budget is used up.
struct BulkWorker {
    private let results: BulkBuilder.Results
    private let folder: IndexFolder
    private let schema: Schema
    private let analyzer: any Analyzer
    private let budgetBytes: Int
    private var inverter: Inverter

    init(
        results: BulkBuilder.Results, folder: IndexFolder, schema: Schema, analyzer: any AnalyzerFactory,
        budgetBytes: Int
    ) {
        self.results = results
        self.folder = folder
        self.schema = schema
        self.analyzer = analyzer.makeAnalyzer()
        self.budgetBytes = budgetBytes
        inverter = Inverter(schema: schema, analyzer: self.analyzer)
    }

    /// Inverts what comes through a queue until that is closed.
    mutating func run(_ queue: BoundedQueue<BulkBuilder.Batch>) {
        do {
            while let batch = queue.take() { try add(try batch()) }
            finish()
        } catch {
            results.fail(error)
            queue.close()
        }
    }

    mutating func add(_ documents: [IndexDocument]) throws(IndexError) {
        for document in documents { inverter.add(document) }
        guard inverter.byteCount > budgetBytes else { return }
        try spill()
    }

    /// Hands over what is in memory, its terms sorted; the threads write it together.
    mutating func finish() {
        guard inverter.documentCount > 0 else { return }
        results.add(takeInverted())
    }

    /// Writes what was inverted to a file, to make room.
    private mutating func spill() throws(IndexError) {
        let path = folder.file(results.newFile())
        let (record, _) = try InvertedSegment([takeInverted()], schema: schema)
            .write(to: FileOutput(creating: path, isDurable: false))
        results.add(try SegmentReader(FileImage(mapping: path), schema: schema, expected: record))
    }

    private mutating func takeInverted() -> InvertedDocuments {
        let full = inverter
        inverter = Inverter(schema: schema, analyzer: analyzer)
        return full.finished()
    }
}
