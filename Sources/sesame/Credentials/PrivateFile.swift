import Foundation
import Glibc

/// Files that only their owner can read.
enum PrivateFile {
    /// Writes a file of mode 0600 beside, and puts it in the place of the old one.
    static func replace(_ path: String, with data: Data) throws {
        let beside = "\(path).\(getpid()).new"
        let descriptor = unsafe open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure("cannot write \(beside)") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: data)
            try handle.synchronize()
            guard unsafe rename(beside, path) == 0 else { throw failure("cannot write \(path)") }
        } catch {
            unsafe unlink(beside)
            throw error
        }
    }

    /// The content of a small file that nobody but its owner may read or write.
    static func read(_ path: String) throws -> String {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("cannot read \(path)") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw failure("cannot read \(path)") }
        guard status.st_mode & 0o077 == 0 else {
            throw CommandFailure.usage("\(path) can be read by others; run: chmod 600 \(path)")
        }
        return String(decoding: try handle.read(upToCount: 4096) ?? Data(), as: UTF8.self)
    }

    /// What the last system call could not do, and why.
    static func failure(_ what: String) -> CommandFailure {
        .failed("\(what): \(unsafe String(cString: strerror(errno)))")
    }
}
