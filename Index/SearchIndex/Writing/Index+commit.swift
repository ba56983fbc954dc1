import TextAnalysis

extension Index {
    /// Makes everything applied so far durable, with the number up to which the source was followed.
    ///
    /// Segments in memory become one on disk; the commit that names it is put in place by one rename. When this throws,
    /// the commit before still stands, and nothing of this one stays on the disk.
    ///
    /// - Parameter source: which history of which source the checkpoint belongs to, in the caller's words.
    public func commit(checkpoint: Int64, source: String? = nil) throws(IndexError) {
        try write { (state) throws(IndexError) in
            var next = state
            // Numbers are used once, even by a commit that fails: what it wrote may be on disk already.
            state.commit += 1
            defer { state.nextFile = next.nextFile }
            next.commit = state.commit
            next.segments.dropEmpty()
            next.checkpoint = checkpoint
            next.source = source
            do throws(IndexError) {
                try flushMemory(&next)
                try saveDeletions(&next)
                try manifest(next).write(to: path)
            } catch {
                // A commit whose name is in place names those files, even where syncing the folder failed.
                if !FileSystem.exists(folder.file(Manifest.name(next.commit))) {
                    removeFiles(of: next.segments, notIn: state.segments)
                }
                throw error
            }
            let manifest = manifest(next)
            state = next
            try folder.removeUnused(manifest, spared: next.reserved)
        }
    }

    private func flushMemory(_ state: inout WriterState) throws(IndexError) {
        let memory = state.segments.entries.filter { $0.file == nil }
        guard !memory.isEmpty else { return }
        let name = state.newFile("segment")
        let merger = try SegmentMerger(memory.map(\.input), schema: schema)
        let entry = try write(merger, file: name)
        state.segments.entries.removeAll { $0.file == nil }
        state.segments.entries.append(entry)
    }

    /// Writes a merged segment to a file and opens it.
    func write(_ merger: SegmentMerger, file name: String) throws(IndexError) -> LiveSegments.Entry {
        let path = folder.file(name)
        try FileSystem.remove(path)
        do throws(IndexError) {
            let (record, _) = try merger.write(to: FileOutput(creating: path))
            let reader = try SegmentReader(FileImage(mapping: path), schema: schema, expected: record)
            return LiveSegments.Entry(reader: reader, file: name)
        } catch {
            // What is left of it would only take room; the error that matters is the one at hand.
            try? FileSystem.remove(path)
            throw error
        }
    }

    /// Removes what a commit that failed has written: no manifest names it.
    private func removeFiles(of failed: LiveSegments, notIn kept: LiveSegments) {
        let names = { (segments: LiveSegments) in
            Set(segments.entries.flatMap { [$0.file, $0.savedDeletions?.file].compactMap(\.self) })
        }
        // The error that matters is the one at hand.
        for name in names(failed).subtracting(names(kept)) { try? FileSystem.remove(folder.file(name)) }
    }

    private func saveDeletions(_ state: inout WriterState) throws(IndexError) {
        for index in state.segments.entries.indices {
            let entry = state.segments.entries[index]
            guard let deletions = entry.deletions, entry.savedDeletions == nil else { continue }
            let name = state.newFile("deletions")
            let bytes = deletions.encoded(for: entry.reader.record.id)
            try FileSystem.replace(folder.file(name), with: bytes)
            state.segments.entries[index].savedDeletions = DeletionsRecord(
                file: name, deletedCount: deletions.deletedCount, checksum: Checksum.crc32c(bytes))
        }
    }

    func manifest(_ state: WriterState) -> Manifest {
        Manifest(
            commit: state.commit, schema: schema, analyzer: analyzerFactory.signature, checkpoint: state.checkpoint,
            source: state.source, nextFile: state.nextFile,
            segments: state.segments.entries.map { entry in
                guard let file = entry.file else { preconditionFailure("a segment in memory cannot be committed") }
                return Manifest.Segment(
                    file: file, record: entry.reader.record, deletions: entry.savedDeletions)
            })
    }
}
