/// What can go wrong with an index. Bad bytes and a full disk are errors; a broken promise of a caller traps.
public enum IndexError: Error, Hashable, Sendable {
    /// The bytes of a file are not what was written.
    case corrupt(path: String, offset: Int, reason: String)
    /// A newer program wrote the file.
    case tooNew(path: String, version: UInt32, newestKnown: UInt32)
    /// An older program wrote the file, in a format that is no longer read.
    case tooOld(path: String, version: UInt32, oldestKnown: UInt32)
    /// The folder holds no index.
    case missing(path: String)
    /// Another process writes to this index.
    case locked(path: String)
    /// The index was made under another schema or by another analyser.
    case mismatch(path: String, what: String, found: String, expected: String)
    /// The operating system refused: `code` is its errno.
    case system(path: String, operation: String, code: Int32)
    /// A document or a query that the schema does not allow.
    case invalid(field: String, reason: String)
    /// The task that searches was cancelled: nobody waits for the answer.
    case cancelled
}
