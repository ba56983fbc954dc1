import DiskSpace
import Foundation
import GRDB
import Glibc
import PrivateFiles

/// A file that comes into being whole and for its owner alone: written under another name, synced, renamed, and its folder
/// synced.
enum NewFile {
    /// - Parameter fill: Writes the file at the path that it is given.
    /// - Throws: `StoreError.exists` where there is something at the path already; then that is untouched.
    ///   `StoreError.noRoom` where the disk has too little room for so many bytes.
    static func write(at path: String, byteCount: Int, _ fill: (_ temporary: String) throws -> Void) throws {
        guard !FileManager.default.fileExists(atPath: path) else { throw StoreError.exists(path: path) }
        do { try DiskSpace.require(byteCount, at: path) } catch { throw StoreError.noRoom(error) }
        let temporary = "\(path).\(UUID().uuidString).part"
        defer {
            // What SQLite keeps beside a file stays where the disk is full.
            for suffix in ["", "-journal", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: temporary + suffix)
            }
        }
        do {
            try PrivateFiles.create(temporary)
            try fill(temporary)
            try sync(temporary)
            try place(temporary, at: path)
            try sync(URL(filePath: path).deletingLastPathComponent().path)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// A link and not a rename, since a rename would overwrite what has come to the path meanwhile.
    private static func place(_ temporary: String, at path: String) throws {
        guard unsafe link(temporary, path) == 0 else {
            throw errno == EEXIST ? StoreError.exists(path: path) : failure(path)
        }
    }

    private static func sync(_ path: String) throws {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure(path) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw failure(path) }
    }

    private static func failure(_ path: String) -> StoreError {
        let code = errno
        if code == ENOSPC { return .diskFull(path: path) }
        return .failed(path: path, reason: unsafe String(cString: strerror(code)))
    }
}
