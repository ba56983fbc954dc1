import Glibc

/// Files and folders that nobody but their owner can read, whatever the umask of the process.
public enum PrivateFiles {
    static let fileMode: mode_t = 0o600
    static let folderMode: mode_t = 0o700
    /// What group and others may do.
    static let others: mode_t = 0o077

    /// Makes an empty file that only its owner can read, unless there is something at the path.
    ///
    /// A file that others open by name, as SQLite does, is made here first: it keeps this mode.
    /// - Returns: Whether it was made.
    @discardableResult
    public static func create(_ path: String) throws(PrivateFileError) -> Bool {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, fileMode)
        if descriptor < 0, errno == EEXIST { return false }
        guard descriptor >= 0 else { throw .last(path, "open") }
        defer { close(descriptor) }
        guard fchmod(descriptor, fileMode) == 0 else { throw .last(path, "chmod") }
        return true
    }

    /// Takes the rights of group and others to a plain file, as far as that can be done; a link is left as it is.
    public static func narrow(_ path: String) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_mode & others != 0,
            status.st_nlink == 1
        else { return }
        _ = unsafe fchmodat(AT_FDCWD, path, status.st_mode & 0o7777 & ~others, AT_SYMLINK_NOFOLLOW)
    }

    /// Makes a folder that only its owner can enter, unless there is something at the path. The folders above it are made
    /// too, with the modes that the umask gives them.
    public static func makeFolder(_ path: String) throws(PrivateFileError) {
        if let above = parent(of: path) { try makeFolders(above) }
        try makeFolder(path, mode: folderMode)
    }

    private static func makeFolders(_ path: String) throws(PrivateFileError) {
        guard unsafe access(path, F_OK) != 0 else { return }
        if let above = parent(of: path) { try makeFolders(above) }
        try makeFolder(path, mode: 0o777)
    }

    private static func makeFolder(_ path: String, mode: mode_t) throws(PrivateFileError) {
        if unsafe mkdir(path, mode) != 0, errno != EEXIST { throw .last(path, "mkdir") }
    }

    /// Nil at the end of the way up.
    private static func parent(of path: String) -> String? {
        let whole = path.reversed().drop { $0 == "/" }.reversed()
        guard let slash = whole.lastIndex(of: "/") else { return nil }
        let above = String(whole[..<slash])
        return above.isEmpty ? nil : above
    }

    /// The whole of a small file that nobody but its owner may read or write.
    /// - Throws: `PrivateFileError.openToOthers` where group or others have any right to it.
    public static func read(_ path: String, limit: Int) throws(PrivateFileError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last(path, "open") }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .last(path, "fstat") }
        guard status.st_mode & others == 0 else { throw .openToOthers(path: path, mode: status.st_mode & 0o7777) }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var count = 0
        while count < bytes.count {
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress! + count, buffer.count - count)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw .last(path, "read") }
            if got == 0 { break }
            count += got
        }
        guard count <= limit else { throw .tooLong(path: path, limit: limit) }
        return Array(bytes[..<count])
    }

    /// Writes a file beside that only its owner can read, syncs it, and puts it in the place of the old one.
    public static func replace(_ path: String, with bytes: [UInt8]) throws(PrivateFileError) {
        let beside = "\(path).\(getpid()).new"
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let descriptor = unsafe open(beside, flags, fileMode)
        guard descriptor >= 0 else { throw .last(beside, "open") }
        do throws(PrivateFileError) {
            defer { close(descriptor) }
            guard fchmod(descriptor, fileMode) == 0 else { throw .last(beside, "chmod") }
            try writeAll(descriptor, bytes, path: beside)
            guard fsync(descriptor) == 0 else { throw .last(beside, "fsync") }
            guard unsafe rename(beside, path) == 0 else { throw .last(path, "rename") }
        } catch {
            unsafe unlink(beside)
            throw error
        }
    }

    private static func writeAll(_ descriptor: Int32, _ bytes: [UInt8], path: String) throws(PrivateFileError) {
        var done = 0
        while done < bytes.count {
            let wrote = unsafe bytes.withUnsafeBytes { buffer in
                unsafe write(descriptor, buffer.baseAddress! + done, buffer.count - done)
            }
            if wrote < 0, errno == EINTR { continue }
            guard wrote >= 0 else { throw .last(path, "write") }
            done += wrote
        }
    }
}

/// Why a private file is not to be had.
public enum PrivateFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A call of the system failed with this `errno`.
    case system(path: String, operation: String, code: Int32)
    /// Others may read or write it, so it is no secret any more.
    case openToOthers(path: String, mode: UInt32)
    case tooLong(path: String, limit: Int)

    /// Of the call that has just failed.
    static func last(_ path: String, _ operation: String) -> PrivateFileError {
        .system(path: path, operation: operation, code: errno)
    }

    public var description: String {
        switch self {
        case .system(let path, let operation, let code):
            "\(operation) of \(path) failed: \(unsafe String(cString: strerror(code)))"
        case .openToOthers(let path, let mode):
            "\(path) is open to others (mode \(octal(mode))); run: chmod 600 \(path)"
        case .tooLong(let path, let limit): "\(path) is longer than \(limit) bytes"
        }
    }
}

/// Four digits, as `chmod` takes them.
func octal(_ mode: UInt32) -> String {
    let digits = String(mode & 0o7777, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
