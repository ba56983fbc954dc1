import Foundation
import Glibc

/// A disk of a test's own that can be filled up: a small tmpfs, unmounted with the value.
public final class SmallDisk: Sendable {
    public let folder: TemporaryFolder

    /// Why this machine gives none: mounting takes root.
    public struct Refused: Error, CustomStringConvertible {
        public var description: String
    }

    public init(mebibytes: Int) throws {
        folder = try TemporaryFolder()
        let options = "size=\(mebibytes)m,mode=0700"
        guard unsafe mount("tmpfs", folder.path, "tmpfs", 0, options) == 0 else {
            throw Refused(description: "a tmpfs cannot be mounted here: \(unsafe String(cString: strerror(errno)))")
        }
    }

    deinit { unsafe umount2(folder.path, Int32(MNT_DETACH)) }

    public var path: String { folder.path }

    /// Nil, and a line on standard error, where the machine gives none: such a test is skipped, not passed in silence.
    public static func ifPossible(mebibytes: Int) -> SmallDisk? {
        do { return try SmallDisk(mebibytes: mebibytes) } catch {
            FileHandle.standardError.write(Data("SKIPPED: \(error)\n".utf8))
            return nil
        }
    }

    private var filler: String { path + "/filler" }

    /// Takes all room but for so many bytes.
    public func fill(leaving rest: Int = 0) throws {
        var status = statvfs()
        guard unsafe statvfs(path, &status) == 0 else { throw Refused(description: "statvfs failed") }
        let size = Int(status.f_bavail) * Int(status.f_frsize) - rest
        guard size > 0 else { return }
        let descriptor = unsafe open(filler, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer { close(descriptor) }
        let old = lseek(descriptor, 0, SEEK_END)
        let failure = posix_fallocate(descriptor, old, off_t(size))
        guard failure == 0 else { throw Refused(description: "the disk cannot be filled: \(failure)") }
    }

    public func empty() throws { try FileManager.default.removeItem(atPath: filler) }
}
