import Glibc

extension FileSystem {
    /// Removes a folder of plain files and folders, whole. A folder that is not there is no error.
    package static func removeFolder(_ path: String) throws(IndexError) {
        guard exists(path) else { return }
        for name in try names(in: path) {
            let inner = path + "/" + name
            var status = stat()
            guard unsafe lstat(inner, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR { try removeFolder(inner) } else { try remove(inner) }
        }
        if unsafe rmdir(path) != 0, errno != ENOENT { throw error(path, "rmdir") }
    }
}
