import DiskSpace
import Glibc

extension FileSystem {
    /// - Throws: `IndexError.noRoom` where so many bytes would reach into the reserve of the path's disk.
    package static func requireRoom(_ byteCount: Int, at path: String) throws(IndexError) {
        do throws(InsufficientSpace) { try DiskSpace.require(byteCount, at: path) } catch { throw .noRoom(error) }
    }

    /// The bytes of all files in a folder and its folders; 0 where it is not there.
    package static func byteCount(of folder: String) -> Int {
        // A file may go meanwhile: a server works beside.
        guard let names = try? names(in: folder) else { return 0 }
        return names.reduce(0) { sum, name in
            let path = folder + "/" + name
            var status = stat()
            guard unsafe lstat(path, &status) == 0 else { return sum }
            return sum + (status.st_mode & S_IFMT == S_IFDIR ? byteCount(of: path) : Int(status.st_size))
        }
    }
}
