import Glibc

/// How much room the file system of a path has, and how much of it work that can wait leaves free.
///
/// Rebuilds, merges, backups and bulk loads ask here before they begin, so that they never take the last of the disk from
/// the writes of a running market.
public struct DiskSpace: Hashable, Sendable {
    public var freeBytes: Int
    public var totalBytes: Int

    public init(freeBytes: Int, totalBytes: Int) {
        self.freeBytes = freeBytes
        self.totalBytes = totalBytes
    }

    /// Of the file system that the path is on, or will be on. Nil where the system does not say.
    public init?(at path: String) {
        var status = statvfs()
        var place = path
        while unsafe statvfs(place, &status) != 0 {
            // A file that is still to be made is on the file system of its folder.
            guard errno == ENOENT || errno == ENOTDIR, place != "/", place != "." else { return nil }
            place = Self.folder(of: place)
        }
        freeBytes = Int(clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).0)
        totalBytes = Int(clamping: UInt64(status.f_blocks).multipliedReportingOverflow(by: UInt64(status.f_frsize)).0)
    }

    /// What stays free: a twentieth of the file system, 256 MiB at least and 2 GiB at most, but never more than a tenth of
    /// a small one.
    public var reserveBytes: Int { min(max(totalBytes / 20, 256 << 20), 2 << 30, totalBytes / 10) }

    public func hasRoom(for neededBytes: Int) -> Bool { freeBytes - reserveBytes >= neededBytes }

    /// - Throws: `InsufficientSpace` where so many bytes would reach into the reserve.
    public static func require(_ neededBytes: Int, at path: String) throws(InsufficientSpace) {
        // Where the system does not say, the work itself meets the end of the disk.
        guard let space = DiskSpace(at: path), !space.hasRoom(for: neededBytes) else { return }
        throw InsufficientSpace(
            path: path, neededBytes: neededBytes, reserveBytes: space.reserveBytes, freeBytes: space.freeBytes)
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

/// A disk has too little room for a piece of work, which was not begun.
public struct InsufficientSpace: Error, Hashable, Sendable, CustomStringConvertible {
    public var path: String
    public var neededBytes: Int
    public var reserveBytes: Int
    public var freeBytes: Int

    public init(path: String, neededBytes: Int, reserveBytes: Int, freeBytes: Int) {
        self.path = path
        self.neededBytes = neededBytes
        self.reserveBytes = reserveBytes
        self.freeBytes = freeBytes
    }

    public var description: String {
        "not enough room on the disk of \(path): about \(Self.mebibytes(neededBytes)) MiB are needed and "
            + "\(Self.mebibytes(reserveBytes)) MiB stay in reserve, \(freeBytes >> 20) MiB are free"
    }

    /// Rounded up, so that what is needed never reads as nothing.
    private static func mebibytes(_ bytes: Int) -> Int { (bytes + (1 << 20) - 1) >> 20 }
}
