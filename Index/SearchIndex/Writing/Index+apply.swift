import TextAnalysis

extension Index {
    /// So many small segments in memory are made one, to keep searches from visiting each.
    private static let memorySegments = 8

    /// Takes changes in, all or none; the last change of a key counts. They are searched when this returns, and durable
    /// with the next commit.
    ///
    /// - Throws: `IndexError.invalid` for a document that the schema does not allow.
    public func apply(_ changes: [Change]) throws(IndexError) {
        guard !changes.isEmpty else { return }
        for case .put(let document) in changes { try document.validate(against: schema) }
        var last: [Int64: Int] = [:]
        for (place, change) in changes.enumerated() { last[change.key] = place }
        let inverter = Inverter(schema: schema, analyzer: analyzerFactory.makeAnalyzer())
        for (place, change) in changes.enumerated() where last[change.key] == place {
            if case .put(let document) = change { inverter.add(document) }
        }
        let fresh = inverter.documentCount == 0 ? nil : try memorySegment(inverter)
        try write { (state) throws(IndexError) in
            var segments = state.segments
            try segments.delete(keys: last.keys)
            if let fresh { segments.entries.append(LiveSegments.Entry(reader: fresh)) }
            segments.dropEmpty()
            try collapseMemory(&segments)
            state.segments = segments
        }
    }

    private func memorySegment(_ inverter: Inverter) throws(IndexError) -> SegmentReader {
        let (record, bytes) = try InvertedSegment(inverter, schema: schema)
            .write(to: FileOutput(inMemory: "(memory)"))
        return try SegmentReader(FileImage(copying: bytes, name: "(memory)"), schema: schema, expected: record)
    }

    private func collapseMemory(_ segments: inout LiveSegments) throws(IndexError) {
        let memory = segments.entries.filter { $0.file == nil }
        guard memory.count >= Self.memorySegments else { return }
        // The larger half of them stays: rewriting everything for each batch would cost the square of the batches.
        let chosen = memory.sorted { $0.liveCount < $1.liveCount }.prefix(Self.memorySegments - 1)
        let merger = try SegmentMerger(chosen.map(\.input), schema: schema)
        let (record, bytes) = try merger.write(to: FileOutput(inMemory: "(memory)"))
        let merged = try SegmentReader(FileImage(copying: bytes, name: "(memory)"), schema: schema, expected: record)
        segments.entries.removeAll { entry in chosen.contains { $0.reader === entry.reader } }
        segments.entries.append(LiveSegments.Entry(reader: merged))
    }
}
