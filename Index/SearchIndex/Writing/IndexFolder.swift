import Glibc

/// The folder of an index: names of its files, the writer's lock, and what is left of interrupted work.
struct IndexFolder: Sendable {
    let path: String

    func file(_ name: String) -> String { path + "/" + name }

    /// Reads the newest commit and makes something of it. A writer beside may put a newer one in place and remove the files
    /// of the one that was read: then the newer one is read.
    func openNewest<Opened>(
        _ body: (Manifest) throws(IndexError) -> Opened
    ) throws(IndexError) -> (Manifest, Opened) {
        var failed: Int?
        while true {
            let manifest = try Manifest.latest(in: path)
            do throws(IndexError) {
                return (manifest, try body(manifest))
            } catch {
                guard case .missing = error, failed != manifest.commit else { throw error }
                failed = manifest.commit
            }
        }
    }

    func open(_ entry: Manifest.Segment, schema: Schema) throws(IndexError) -> SegmentReader {
        let image = try FileImage(mapping: file(entry.file))
        // Before any byte is read: a page past the end of a file that was cut would end the process.
        guard image.count == entry.record.byteCount else {
            throw .corrupt(
                path: image.path, offset: image.count,
                reason: "the file has \(image.count) bytes, not the \(entry.record.byteCount) of its commit")
        }
        return try SegmentReader(image, schema: schema, expected: entry.record)
    }

    func deletions(_ entry: Manifest.Segment) throws(IndexError) -> Deletions? {
        guard let record = entry.deletions else { return nil }
        return try Deletions.read(path: file(record.file), record: record, segment: entry.record)
    }

    /// Removes the index's own files that neither `manifest` nor `spared` names: older commits, merged segments, halves.
    func removeUnused(_ manifest: Manifest, spared: Set<String>) throws(IndexError) {
        var used = spared
        used.insert(Manifest.name(manifest.commit))
        for segment in manifest.segments {
            used.insert(segment.file)
            if let deletions = segment.deletions { used.insert(deletions.file) }
        }
        for name in try FileSystem.names(in: path) where Self.isOwn(name) && !used.contains(name) {
            try FileSystem.remove(file(name))
        }
    }

    private static func isOwn(_ name: String) -> Bool {
        name.hasPrefix("commit-") || name.hasPrefix("segment-") || name.hasPrefix("deletions-")
    }
}

/// Held while a process writes to an index; the system frees it with the process.
@safe package final class WriteLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock that a file stands for, or throws `IndexError.locked`.
    package init(path: String) throws(IndexError) {
        descriptor = try FileSystem.openPrivate(path, O_RDWR)
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            // The descriptor is closed by deinit, which runs for a lock that was not had as well.
            let code = errno
            if code == EWOULDBLOCK { throw .locked(path: path) }
            throw .system(path: path, operation: "flock", code: code)
        }
    }

    deinit { close(descriptor) }
}
