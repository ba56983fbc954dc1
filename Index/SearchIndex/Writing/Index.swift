import Locking
public import TextAnalysis

/// An open index: any number of readers by snapshots, and one writer.
///
/// What `apply` takes in is searched at once, from memory; `commit` makes it outlive the process. An index that was not
/// committed opens as its last commit left it: its source is followed again from the commit's checkpoint.
public final class Index: Sendable {
    /// One document put in, in place of the one with its key, or one key taken out.
    public enum Change: Hashable, Sendable {
        case put(IndexDocument)
        case remove(key: Int64)

        var key: Int64 {
            switch self {
            case .put(let document): document.key
            case .remove(let key): key
            }
        }
    }

    public let path: String
    public let schema: Schema
    let folder: IndexFolder
    let analyzerFactory: any AnalyzerFactory
    let policy: MergePolicy
    private let lock: WriteLock?
    private let published: Locked<Snapshot>
    private let writer: Locked<WriterState>
    /// One merge at a time, beside the writer.
    let merging = Locked<Void>(())

    struct WriterState: Sendable {
        var segments: LiveSegments
        var commit: Int
        var checkpoint: Int64
        var source: String?
        var nextFile: Int
        /// Files being written by a merge: not to be taken for left-overs.
        var reserved: Set<String> = []

        mutating func newFile(_ kind: String) -> String {
            defer { nextFile += 1 }
            return "\(kind)-\(nextFile)"
        }
    }

    /// Makes an empty index in a folder that holds none, and opens it for writing.
    public static func create(
        at path: String, schema: Schema, analyzer: any AnalyzerFactory, policy: MergePolicy = MergePolicy()
    ) throws(IndexError) -> Index {
        try schema.validate()
        try FileSystem.makeFolder(path)
        guard try Manifest.commits(in: path).isEmpty else {
            throw .invalid(field: "path", reason: "there is an index at \(path) already")
        }
        let manifest = Manifest(
            commit: 1, schema: schema, analyzer: analyzer.signature, checkpoint: 0, nextFile: 1, segments: [])
        try manifest.write(to: path)
        return try Index(opening: path, schema: schema, analyzer: analyzer, policy: policy)
    }

    /// Opens the newest commit. Costs the same for any size of index.
    ///
    /// - Parameter forReading: opens without the writer's lock; `apply`, `commit` and `merge` then trap.
    /// - Throws: `IndexError.mismatch` where the index was made under another schema or by another analyser.
    public init(
        opening path: String, schema: Schema, analyzer: any AnalyzerFactory, policy: MergePolicy = MergePolicy(),
        forReading: Bool = false
    ) throws(IndexError) {
        let folder = IndexFolder(path: path)
        guard !FileSystem.exists(folder.file(MappedFaults.markerName)) else {
            throw .corrupt(
                path: folder.file(MappedFaults.markerName), offset: 0,
                reason: "a file of this index was cut short, or could not be read, while it was mapped")
        }
        let lock = forReading ? nil : try WriteLock(path: folder.file("write.lock"))
        let (manifest, segments) = try folder.openNewest { (manifest) throws(IndexError) in
            try Self.check(manifest, path: path, schema: schema, analyzer: analyzer)
            return try LiveSegments(manifest, in: folder)
        }
        if !forReading { try folder.removeUnused(manifest, spared: []) }
        self.path = path
        self.schema = schema
        self.folder = folder
        self.lock = lock
        self.policy = policy
        analyzerFactory = analyzer
        published = Locked(segments.snapshot(schema: schema, checkpoint: manifest.checkpoint))
        writer = Locked(
            WriterState(
                segments: segments, commit: manifest.commit, checkpoint: manifest.checkpoint,
                source: manifest.source, nextFile: manifest.nextFile))
    }

    private static func check(
        _ manifest: Manifest, path: String, schema: Schema, analyzer: any AnalyzerFactory
    ) throws(IndexError) {
        guard manifest.analyzer == analyzer.signature else {
            throw .mismatch(path: path, what: "analyzer", found: manifest.analyzer, expected: analyzer.signature)
        }
        guard manifest.schema == schema else {
            let (found, expected) = manifest.schema.differences(from: schema)
            throw .mismatch(path: path, what: "schema", found: found, expected: expected)
        }
    }

    /// The index as it is now.
    public func snapshot() -> Snapshot { published.withLock { $0 } }

    /// What the newest commit said of its source; nil where it said nothing.
    public var source: String? { writer.withLock { $0.source } }

    /// The segments as the writer sees them, and how far the source was followed.
    func liveSegments() -> (LiveSegments, checkpoint: Int64) {
        writer.withLock { ($0.segments, $0.checkpoint) }
    }

    /// Runs the body as the one writer, and publishes what it made: another snapshot, and what rests on the one before is over.
    func write<Result>(
        _ body: (inout WriterState) throws(IndexError) -> Result
    ) throws(IndexError) -> Result {
        try plan { (state) throws(IndexError) in
            let result = try body(&state)
            let snapshot = state.segments.snapshot(schema: schema, checkpoint: state.checkpoint)
            published.withLock { $0 = snapshot }
            return result
        }
    }

    /// Runs the body as the one writer; it changes nothing that a search sees.
    func plan<Result>(
        _ body: (inout WriterState) throws(IndexError) -> Result
    ) throws(IndexError) -> Result {
        precondition(lock != nil, "the index was opened for reading")
        return try writer.withLock { (state) throws(IndexError) in try body(&state) }
    }
}
