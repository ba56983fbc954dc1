import Glibc

/// The few calls of the operating system that an index makes, each with its path in the error.
package enum FileSystem {
    static func error(_ path: String, _ operation: String) -> IndexError {
        .system(path: path, operation: operation, code: errno)
    }

    package static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// For its owner alone, since an index holds all that its documents say.
    package static func makeFolder(_ path: String) throws(IndexError) {
        if unsafe mkdir(path, 0o700) != 0, errno != EEXIST { throw error(path, "mkdir") }
    }

    /// Opens a file for writing that only its owner can read, whatever the umask and whoever could read it before.
    static func openPrivate(_ path: String, _ flags: Int32) throws(IndexError) -> Int32 {
        let descriptor = unsafe open(path, flags | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw error(path, "open") }
        guard fchmod(descriptor, 0o600) == 0 else {
            let failure = error(path, "chmod")
            close(descriptor)
            throw failure
        }
        return descriptor
    }

    package static func remove(_ path: String) throws(IndexError) {
        if unsafe unlink(path) != 0, errno != ENOENT { throw error(path, "unlink") }
    }

    /// The names in a folder but for `.` and `..`, in no order.
    package static func names(in folder: String) throws(IndexError) -> [String] {
        guard let handle = unsafe opendir(folder) else { throw error(folder, "opendir") }
        defer { unsafe closedir(handle) }
        var names: [String] = []
        while let entry = unsafe readdir(handle) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// The whole file as bytes; for small files.
    package static func read(_ path: String, limit: Int) throws(IndexError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { throw .missing(path: path) }
            throw error(path, "open")
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw error(path, "fstat") }
        guard status.st_size <= limit else {
            throw .corrupt(path: path, offset: limit, reason: "the file is longer than \(limit) bytes")
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var done = 0
        while done < bytes.count {
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress! + done, buffer.count - done)
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { throw error(path, "read") }
            done += got
        }
        return bytes
    }

    /// Writes all bytes or throws; a short write goes on where it stopped.
    static func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, path: String) throws(IndexError) {
        var done = 0
        while done < bytes.count {
            let wrote = unsafe write(descriptor, bytes.baseAddress! + done, bytes.count - done)
            if wrote < 0 {
                if errno == EINTR { continue }
                throw error(path, "write")
            }
            done += wrote
        }
    }

    /// Makes names that were created, renamed or removed in a folder outlive a power loss.
    package static func syncFolder(_ folder: String) throws(IndexError) {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw error(folder, "open") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw error(folder, "fsync") }
    }

    /// Puts a file in place whole or not at all: written beside, synced, renamed, and the folder synced.
    package static func replace(_ path: String, with bytes: [UInt8]) throws(IndexError) {
        let beside = path + ".tmp"
        let descriptor = try openPrivate(beside, O_WRONLY | O_TRUNC)
        do throws(IndexError) {
            defer { close(descriptor) }
            try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(IndexError) in
                unsafe try writeAll(descriptor, UnsafeRawBufferPointer(buffer), path: beside)
            }
            guard fsync(descriptor) == 0 else { throw error(beside, "fsync") }
        } catch {
            unsafe unlink(beside)
            throw error
        }
        guard unsafe rename(beside, path) == 0 else { throw error(path, "rename") }
        try syncFolder(folder(of: path))
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
