import Accounts
public import Catalog
public import DiskSpace
import GRDB
import Ledger
import Orders
import PrivateFiles
import Ratings
import Scheduling

/// What can go wrong with the file; our trouble, never a user's mistake.
public enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file cannot be opened or made.
    case cannotOpen(path: String, reason: String)
    /// The file is no database, or is damaged.
    case corrupt(path: String, reason: String)
    /// A newer version of this program has written the file.
    case tooNew(path: String)
    /// An older version has written the file, and this command only looks at it.
    case tooOld(path: String)
    /// The disk has no room; nothing of the write was done.
    case diskFull(path: String)
    /// Another process holds the file for longer than the busy timeout.
    case busy(path: String)
    /// Reading or writing failed; nothing of the write was done.
    case failed(path: String, reason: String)
    /// A backup's keys are under a passphrase, and none was given.
    case keysAreSealed(path: String)
    case wrongPassphrase(path: String)
    /// A backup was put in the place of a store without being restored.
    case isBackup(path: String)
    /// A file that would be overwritten is there already.
    case exists(path: String)
    /// The disk has too little room; the work was not begun.
    case noRoom(InsufficientSpace)

    public var description: String {
        switch self {
        case .cannotOpen(let path, let reason): "cannot open the store \(path): \(reason)"
        case .corrupt(let path, let reason): "the store \(path) is damaged: \(reason)"
        case .tooNew(let path): "the store \(path) was written by a newer version"
        case .tooOld(let path):
            "the store \(path) was written by an older version: start the server once with this version (sesamed serve)"
        case .diskFull(let path): "no room on the disk of the store \(path); nothing was written"
        case .busy(let path): "another process holds the store \(path)"
        case .failed(let path, let reason): "the store \(path) failed: \(reason)"
        case .keysAreSealed(let path): "the keys in \(path) are sealed: give their passphrase, or take new keys"
        case .wrongPassphrase(let path): "the passphrase does not open the keys in \(path)"
        case .isBackup(let path): "\(path) is a backup without its keys: run sesamed restore to make a store of it"
        case .exists(let path): "\(path) exists already; move it away first"
        case .noRoom(let space): space.description
        }
    }
}

extension StoreError {
    init(_ error: any Error, path: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError: self.init(error, path: path)
        case let error as RowDecodingError: self = .damaged(path: path, reason: "\(error)")
        case let error as InsufficientSpace: self = .noRoom(error)
        case let error as PrivateFileError: self = .cannotOpen(path: path, reason: error.description)
        default: self = .failed(path: path, reason: "\(error)")
        }
    }

    private init(_ error: DatabaseError, path: String) {
        let reason = error.message ?? "\(error)"
        // SQLite says of some files beside the database only that they cannot be made or grown.
        if [.SQLITE_IOERR, .SQLITE_CANTOPEN].contains(error.resultCode), Self.isFull(path) {
            self = .diskFull(path: path)
            return
        }
        switch error.resultCode {
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY: self = .cannotOpen(path: path, reason: reason)
        // All statements are ours, and every table is there once the file is open: a page of the schema is smashed.
        // What is written keeps its limits, so a sum that overflows 64 bits has met something else.
        case .SQLITE_ERROR where reason.hasPrefix("no such table") || reason == "integer overflow", .SQLITE_CORRUPT,
            .SQLITE_NOTADB:
            self = .damaged(path: path, reason: reason)
        case .SQLITE_FULL: self = .diskFull(path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
        default: self = .failed(path: path, reason: reason)
        }
    }

    private static func damaged(path: String, reason: String) -> StoreError {
        StoreDamage.found()
        return .corrupt(path: path, reason: reason)
    }

    private static let leastFreeBytes = 1 << 20

    private static func isFull(_ path: String) -> Bool {
        DiskSpace(at: path).map { $0.freeBytes < leastFreeBytes } ?? false
    }

    /// The error as it leaves this room: the domains' own and a cancellation unchanged, the database's with the path.
    static func translated(_ error: any Error, path: String) -> any Error {
        switch error {
        case is AccountError, is CatalogError, is LedgerError, is OrderError, is RatingError, is CancellationError,
            is Overloaded:
            error
        default: StoreError(error, path: path)
        }
    }
}

extension StoreError: StorageFailure {
    public var trouble: StorageTrouble {
        switch self {
        case .diskFull, .noRoom: .full
        case .busy: .busy
        case .corrupt: .damaged
        case .cannotOpen, .tooNew, .tooOld, .failed, .exists, .keysAreSealed, .wrongPassphrase, .isBackup: .failed
        }
    }
}
