/// The segments of an open index as its writer sees them. A value: changed beside, then published whole.
struct LiveSegments: Sendable {
    struct Entry: Sendable {
        var reader: SegmentReader
        var deletions: Deletions?
        /// Nil while the segment is in memory only.
        var file: String?
        /// Where `deletions` are on disk, if they are.
        var savedDeletions: DeletionsRecord?

        var liveCount: Int { reader.documentCount - (deletions?.deletedCount ?? 0) }
        var input: SegmentMerger.Input { SegmentMerger.Input(segment: reader, deletions: deletions) }
    }

    var entries: [Entry] = []

    /// Opens everything that a commit names.
    init(_ manifest: Manifest, in folder: IndexFolder) throws(IndexError) {
        for entry in manifest.segments {
            entries.append(
                Entry(
                    reader: try folder.open(entry, schema: manifest.schema), deletions: try folder.deletions(entry),
                    file: entry.file, savedDeletions: entry.deletions))
        }
    }

    /// Marks the keys' documents deleted wherever they stand.
    mutating func delete(keys: some Collection<Int64>) throws(IndexError) {
        for index in entries.indices {
            var documents: [UInt32] = []
            for key in keys {
                if let document = try entries[index].reader.document(key: key),
                    entries[index].deletions?.contains(Int(document)) != true
                {
                    documents.append(document)
                }
            }
            guard !documents.isEmpty else { continue }
            entries[index].deletions = Deletions.adding(
                documents, to: entries[index].deletions, documentCount: entries[index].reader.documentCount)
            entries[index].savedDeletions = nil
        }
    }

    /// Drops segments in which nothing lives.
    mutating func dropEmpty() { entries.removeAll { $0.liveCount == 0 } }

    func snapshot(schema: Schema, checkpoint: Int64) -> Snapshot {
        Snapshot(schema: schema, segments: entries.map { ($0.reader, $0.deletions) }, checkpoint: checkpoint)
    }
}
