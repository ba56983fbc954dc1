import DiskSpace
import Foundation
import GRDB
import Glibc
import PrivateFiles

/// A file that comes into being whole and for its owner alone: written under another name, synced, renamed, and its folder
/// synced.
enum NewFile {
    /// What others that were killed have left half done beside the path is removed first.
    /// - Parameter fill: Writes the file at the path that it is given.
    /// - Throws: `StoreError.exists` where there is something at the path already; then that is untouched.
    ///   `StoreError.noRoom` where the disk has too little room for so many bytes.
    static func write(at path: String, byteCount: Int, _ fill: (_ temporary: String) throws -> Void) throws {
        guard !FileManager.default.fileExists(atPath: path) else { throw StoreError.exists(path: path) }
        removeLeftovers(of: path)
        do { try DiskSpace.require(byteCount, at: path) } catch { throw StoreError.noRoom(error) }
        let temporary = "\(path).\(UUID().uuidString)\(ending)"
        defer { remove(temporary) }
        do {
            try PrivateFiles.create(temporary)
            // Until all is done: closing a file takes SQLite's own locks of it.
            guard let lock = hold(temporary) else { throw failure(temporary) }
            defer { close(lock) }
            try fill(temporary)
            try sync(temporary)
            try place(temporary, at: path)
            try sync(URL(filePath: path).deletingLastPathComponent().path)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    private static let ending = ".part"
    /// What SQLite keeps beside a file: it stays where the disk is full.
    private static let suffixes = ["", "-journal", "-wal", "-shm"]

    private static func remove(_ temporary: String) {
        for suffix in suffixes { try? FileManager.default.removeItem(atPath: temporary + suffix) }
    }

    /// Locked until it is closed, or its process ends; nil where another holds it.
    private static func hold(_ path: String) -> Int32? {
        let file = unsafe open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return nil }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            return nil
        }
        return file
    }

    /// A whole store each: nobody else would ever remove it.
    private static func removeLeftovers(of path: String) {
        let url = URL(filePath: path)
        let folder = url.deletingLastPathComponent()
        let begin = url.lastPathComponent + "."
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where name.hasPrefix(begin) && name.hasSuffix(ending) {
            guard UUID(uuidString: String(name.dropFirst(begin.count).dropLast(ending.count))) != nil else { continue }
            let leftover = folder.appending(path: name).path
            guard let lock = hold(leftover) else { continue }
            remove(leftover)
            close(lock)
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
