public import DiskSpace
import Glibc

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
    /// The disk has too little room; the work was not begun.
    case noRoom(InsufficientSpace)
    /// A document or a query that the schema does not allow.
    case invalid(field: String, reason: String)
    /// The task that searches was cancelled: nobody waits for the answer.
    case cancelled
}

extension IndexError {
    /// Whether the disk is full: nothing is wrong with the index, and the same work succeeds once there is room.
    public var isDiskFull: Bool {
        switch self {
        case .noRoom, .system(_, _, ENOSPC), .system(_, _, EDQUOT): true
        default: false
        }
    }

    /// Whether the bytes of an index are not what was written, or some are gone: it must not be answered from.
    public var isDamage: Bool {
        switch self {
        case .corrupt, .missing, .mismatch(_, "segment", _, _), .system(_, _, ENOENT): true
        default: false
        }
    }
}
