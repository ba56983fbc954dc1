public import TextAnalysis

extension Index {
    /// So many small segments in memory are made one, to keep searches from visiting each.
    private static let memorySegments = 8

    /// Takes changes in, all or none; the last change of a key counts. They are searched when this returns, and durable
    /// with the next commit.
    ///
    /// - Throws: `IndexError.invalid` for a document that the schema does not allow.
    public func apply(_ changes: [Change]) throws(IndexError) {
        guard !changes.isEmpty else { return }
        let batch = try Batch(changes, schema: schema, analyzer: analyzerFactory.makeAnalyzer())
        try write { (state) throws(IndexError) in
            var segments = state.segments
            try batch.enter(&segments, schema: schema)
            state.segments = segments
        }
    }

    /// Changes, their documents inverted.
    private struct Batch {
        let keys: [Int64]
        let fresh: SegmentReader?

        init(_ changes: [Change], schema: Schema, analyzer: any Analyzer) throws(IndexError) {
            for case .put(let document) in changes { try document.validate(against: schema) }
            var last: [Int64: Int] = [:]
            for (place, change) in changes.enumerated() { last[change.key] = place }
            let inverter = Inverter(schema: schema, analyzer: analyzer)
            for (place, change) in changes.enumerated() where last[change.key] == place {
                if case .put(let document) = change { inverter.add(document) }
            }
            keys = Array(last.keys)
            fresh = inverter.documentCount == 0 ? nil : try Index.memorySegment(inverter, schema)
        }

        func enter(_ segments: inout LiveSegments, schema: Schema) throws(IndexError) {
            try segments.delete(keys: keys)
            if let fresh { segments.entries.append(LiveSegments.Entry(reader: fresh)) }
            segments.dropEmpty()
            try Index.collapseMemory(&segments, schema)
        }
    }

    /// The index as it would be after changes that another analyser cuts. Nothing is written, and an index that was opened
    /// for reading may be asked.
    public struct Preview {
        private let schema: Schema
        private let analyzer: any AnalyzerFactory
        private let checkpoint: Int64
        private var segments: LiveSegments

        public init(_ index: Index, analyzer: any AnalyzerFactory) {
            schema = index.schema
            self.analyzer = analyzer
            (segments, checkpoint) = index.liveSegments()
        }

        /// Takes changes in, as `Index.apply` does.
        public mutating func apply(_ changes: [Change]) throws(IndexError) {
            guard !changes.isEmpty else { return }
            try Batch(changes, schema: schema, analyzer: analyzer.makeAnalyzer()).enter(&segments, schema: schema)
        }

        public func snapshot() -> Snapshot { segments.snapshot(schema: schema, checkpoint: checkpoint) }
    }

    private static func memorySegment(_ inverter: Inverter, _ schema: Schema) throws(IndexError) -> SegmentReader {
        let (record, bytes) = try InvertedSegment([inverter.finished()], schema: schema)
            .write(to: FileOutput(inMemory: "(memory)"))
        return try SegmentReader(FileImage(copying: bytes, name: "(memory)"), schema: schema, expected: record)
    }

    private static func collapseMemory(_ segments: inout LiveSegments, _ schema: Schema) throws(IndexError) {
        let memory = segments.entries.filter { $0.file == nil }
        guard memory.count >= memorySegments else { return }
        // The larger half of them stays: rewriting everything for each batch would cost the square of the batches.
        let chosen = memory.sorted { $0.liveCount < $1.liveCount }.prefix(memorySegments - 1)
        let merger = try SegmentMerger(chosen.map(\.input), schema: schema)
        let (record, bytes) = try merger.write(to: FileOutput(inMemory: "(memory)"))
        let merged = try SegmentReader(FileImage(copying: bytes, name: "(memory)"), schema: schema, expected: record)
        segments.entries.removeAll { entry in chosen.contains { $0.reader === entry.reader } }
        segments.entries.append(LiveSegments.Entry(reader: merged))
    }
}
