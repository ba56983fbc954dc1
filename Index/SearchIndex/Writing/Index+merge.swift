import Locking

extension Index {
    /// Merges segments on disk if the policy wants it; searches and writes go on meanwhile. The result is used at once
    /// and named by the next commit.
    ///
    /// - Returns: whether anything was merged: call again until nothing is.
    /// - Throws: `IndexError.noRoom` where the disk has too little room for the merged segment beside its inputs.
    @discardableResult
    public func mergeOnce() throws(IndexError) -> Bool {
        try merge { segments in policy.choose(segments) }
    }

    /// Merges all segments on disk into one.
    public func mergeAll() throws(IndexError) {
        _ = try merge { segments in
            segments.count > 1 || segments.contains { $0.live < $0.documents } ? Array(segments.indices) : []
        }
    }

    private func merge(_ choose: (_ segments: [(documents: Int, live: Int)]) -> [Int]) throws(IndexError) -> Bool {
        try merging.withLock { (_) throws(IndexError) in
            guard let job = try begin(choose) else { return false }
            do throws(IndexError) {
                try FileSystem.requireRoom(job.inputs.reduce(0) { $0 + $1.reader.record.byteCount }, at: path)
                let merger = try SegmentMerger(job.inputs.map(\.input), schema: schema)
                let entry = try write(merger, file: job.file)
                try finish(job, entry, merger.newNumbers)
                return true
            } catch {
                try plan { (state) throws(IndexError) in _ = state.reserved.remove(job.file) }
                throw error
            }
        }
    }

    private struct MergeJob: Sendable {
        var inputs: [LiveSegments.Entry]
        var file: String
    }

    private func begin(
        _ choose: (_ segments: [(documents: Int, live: Int)]) -> [Int]
    ) throws(IndexError) -> MergeJob? {
        try plan { (state) throws(IndexError) -> MergeJob? in
            let onDisk = state.segments.entries.filter { $0.file != nil }
            let places = choose(onDisk.map { ($0.reader.documentCount, $0.liveCount) })
            guard !places.isEmpty else { return nil }
            let file = state.newFile("segment")
            state.reserved.insert(file)
            return MergeJob(inputs: places.map { onDisk[$0] }, file: file)
        }
    }

    /// Puts the merged segment in the place of its inputs, without what was deleted from them since.
    private func finish(
        _ job: MergeJob, _ merged: LiveSegments.Entry, _ newNumbers: [[UInt32]]
    ) throws(IndexError) {
        try write { (state) throws(IndexError) in
            var late: [UInt32] = []
            for (input, numbers) in zip(job.inputs, newNumbers) {
                // An input that is gone lost its last document meanwhile: all of it is deleted.
                let current = state.segments.entries.first { $0.reader === input.reader }
                for (document, new) in numbers.enumerated() where new != SegmentMerger.deleted {
                    if current?.deletions?.contains(document) ?? (current == nil) { late.append(new) }
                }
            }
            var entry = merged
            entry.deletions = Deletions.adding(late, to: nil, documentCount: merged.reader.documentCount)
            let place = state.segments.entries.firstIndex { entry in job.inputs.contains { $0.reader === entry.reader }
            }
            state.segments.entries.removeAll { entry in job.inputs.contains { $0.reader === entry.reader } }
            state.segments.entries.insert(entry, at: min(place ?? 0, state.segments.entries.count))
            state.segments.dropEmpty()
            state.reserved.remove(job.file)
        }
    }
}
