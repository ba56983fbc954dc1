import Foundation
import Locking
public import TextAnalysis

/// Builds a whole index at once: threads invert batches side by side within a budget of memory, then everything is
/// merged into one segment.
///
/// The folder holds no index until `finish`: an interrupted build leaves files that `init` removes.
public final class BulkBuilder {
    private let folder: IndexFolder
    /// Given up when the build is finished: the index can be opened then.
    private var lock: WriteLock?
    private let schema: Schema
    private let analyzer: any AnalyzerFactory
    private let queue: BoundedQueue<[IndexDocument]>
    private let results: Results
    private var threads: [Thread] = []
    private let finished = DispatchGroup()

    /// - Parameters:
    ///   - threads: how many invert; one more reads and hands out.
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
        queue = BoundedQueue(capacity: threads * 2)
        results = Results()
        try folder.removeUnused(
            Manifest(
                commit: 0, schema: schema, analyzer: analyzer.signature, checkpoint: 0, nextFile: 1, segments: []),
            spared: [])
        for _ in 0..<threads { start(budgetBytes: memoryBytes / threads) }
    }

    deinit {
        queue.close()
        finished.wait()
    }

    /// Hands a batch to the threads; waits while they are busy.
    ///
    /// - Throws: what a thread met with, or `IndexError.invalid` for a document that the schema does not allow.
    public func add(_ documents: [IndexDocument]) throws(IndexError) {
        for document in documents { try document.validate(against: schema) }
        if !queue.put(documents) { throw results.error ?? .invalid(field: "build", reason: "it has ended") }
    }

    /// Ends the build: one segment, one commit.
    public func finish(checkpoint: Int64) throws(IndexError) {
        queue.close()
        finished.wait()
        if let error = results.error { throw error }
        let pieces = results.pieces
        var manifest = Manifest(
            commit: 1, schema: schema, analyzer: analyzer.signature, checkpoint: checkpoint, nextFile: 1, segments: [])
        if let segment = try merge(pieces) {
            manifest.segments = [
                Manifest.Segment(file: "segment-0", record: segment)
            ]
        }
        try manifest.write(to: folder.path)
        try folder.removeUnused(manifest, spared: [])
        lock = nil
    }

    private func merge(_ pieces: [Piece]) throws(IndexError) -> SegmentRecord? {
        guard let first = pieces.first else { return nil }
        let target = folder.file("segment-0")
        if pieces.count == 1, let file = first.file {
            guard unsafe rename(folder.file(file), target) == 0 else { throw FileSystem.error(target, "rename") }
            return first.reader.record
        }
        let merger = try SegmentMerger(
            pieces.map { SegmentMerger.Input(segment: $0.reader, deletions: nil) }, schema: schema)
        let (record, _) = try merger.write(to: FileOutput(creating: target))
        return record
    }

    // MARK: Threads

    /// A part of the documents, inverted.
    struct Piece: Sendable {
        var reader: SegmentReader
        /// Nil where it is in memory.
        var file: String?
    }

    final class Results: Sendable {
        private let state = Locked<(pieces: [Piece], error: IndexError?, nextFile: Int)>(([], nil, 1))

        var pieces: [Piece] { state.withLock { $0.pieces } }
        var error: IndexError? { state.withLock { $0.error } }

        func add(_ piece: Piece) { state.withLock { $0.pieces.append(piece) } }
        func fail(_ error: IndexError) { state.withLock { if $0.error == nil { $0.error = error } } }

        func newFile() -> String {
            state.withLock { state in
                defer { state.nextFile += 1 }
                return "segment-\(state.nextFile)"
            }
        }
    }

    private func start(budgetBytes: Int) {
        let worker = BulkWorker(
            queue: queue, results: results, folder: folder, schema: schema, analyzer: analyzer, budgetBytes: budgetBytes
        )
        finished.enter()
        let thread = Thread { [finished] in
            worker.run()
            finished.leave()
        }
        thread.stackSize = 4 << 20
        thread.start()
        threads.append(thread)
    }
}

/// One thread of a build: inverts batches, and writes a piece to disk whenever its budget is used up.
struct BulkWorker: Sendable {
    let queue: BoundedQueue<[IndexDocument]>
    let results: BulkBuilder.Results
    let folder: IndexFolder
    let schema: Schema
    let analyzer: any AnalyzerFactory
    let budgetBytes: Int

    func run() {
        do throws(IndexError) {
            let analyzer = analyzer.makeAnalyzer()
            var inverter = Inverter(schema: schema, analyzer: analyzer)
            while let batch = queue.take() {
                for document in batch { inverter.add(document) }
                // Sorting the postings by term takes as much again.
                if inverter.byteCount > budgetBytes / 2 {
                    try write(inverter)
                    inverter = Inverter(schema: schema, analyzer: analyzer)
                }
            }
            if inverter.documentCount > 0 { try write(inverter) }
        } catch {
            results.fail(error)
            queue.close()
        }
    }

    private func write(_ inverter: Inverter) throws(IndexError) {
        let name = results.newFile()
        let path = folder.file(name)
        let (record, _) = try InvertedSegment(inverter, schema: schema).write(to: FileOutput(creating: path))
        let reader = try SegmentReader(FileImage(mapping: path), schema: schema, expected: record)
        results.add(BulkBuilder.Piece(reader: reader, file: name))
    }
}
