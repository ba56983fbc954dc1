public import TextAnalysis

extension Index {
    /// Makes one index of several that share no key: one segment, in their order. The parts stay as they are.
    ///
    /// The folder holds no index until this returns.
    public static func assemble(
        _ parts: [String], at path: String, schema: Schema, analyzer: any AnalyzerFactory, checkpoint: Int64,
        source: String? = nil
    ) throws(IndexError) {
        try FileSystem.makeFolder(path)
        let folder = IndexFolder(path: path)
        let lock = try WriteLock(path: folder.file("write.lock"))
        guard try Manifest.commits(in: path).isEmpty else {
            throw .invalid(field: "path", reason: "there is an index at \(path) already")
        }
        var inputs: [SegmentMerger.Input] = []
        for part in parts {
            let index = try Index(opening: part, schema: schema, analyzer: analyzer, forReading: true)
            inputs += index.snapshot().parts.map { SegmentMerger.Input(segment: $0.segment, deletions: $0.deletions) }
        }
        var manifest = Manifest(
            commit: 1, schema: schema, analyzer: analyzer.signature, checkpoint: checkpoint, nextFile: 1, segments: [])
        manifest.source = source
        try folder.removeUnused(manifest, spared: [])
        let bytes = inputs.reduce(0) { $0 + $1.segment.record.byteCount }
        try FileSystem.requireRoom(bytes, at: path)
        if !inputs.isEmpty {
            let merger = try SegmentMerger(inputs, schema: schema)
            let (record, _) = try merger.write(to: FileOutput(creating: folder.file("segment-0")))
            manifest.segments = [
                Manifest.Segment(file: "segment-0", record: record)
            ]
        }
        try manifest.write(to: path)
        _ = consume lock
    }
}
