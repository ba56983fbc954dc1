import Glibc

/// Takes from group and others what rights they have to the files of a folder.
///
/// No symbolic link is followed but the folder's own path, and no file is opened: closing a file that SQLite has open too
/// would give up SQLite's locks (sqlite.org/howtocorrupt.html, 2.2).
public struct PrivacySweep: Sendable {
    /// Something that others had rights to.
    public struct Finding: Hashable, Sendable {
        public enum Outcome: Hashable, Sendable {
            case narrowed
            /// Another name of the file, outside perhaps, would be narrowed with it.
            case hasOtherNames
            /// A folder that everybody writes to, such as `/tmp`.
            case isShared
            case failed(code: Int32)
        }

        /// From the folder on; `.` is the folder.
        public var path: String
        /// Its rights before.
        public var mode: UInt32
        public var outcome: Outcome
    }

    public private(set) var findings: [Finding] = []
    private let folder: String
    private let insides: Set<String>
    private let files: Set<String>?

    /// Folders inside folders that are looked into.
    private static let deepest = 8

    /// Narrows the folder, the plain files in it, and its inner folders of the given names with all that is in them.
    ///
    /// Other inner folders are left as they are: whoever cannot enter the folder reaches none of them.
    /// - Parameters:
    ///   - insides: Names of inner folders.
    ///   - files: Names of the files in the folder that are meant; nil means all.
    public init(folder: String, insides: Set<String> = [], files: Set<String>? = nil) {
        self.folder = folder
        self.insides = insides
        self.files = files
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno != ENOENT { findings = [Finding(path: ".", mode: 0, outcome: .failed(code: errno))] }
            return
        }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            close(descriptor)
            return
        }
        let isShared = status.st_mode & S_ISVTX != 0
        if status.st_mode & PrivateFiles.others != 0 {
            note(".", status, isShared ? .isShared : Self.outcome(fchmod(descriptor, Self.narrowed(status))))
        }
        if isShared {
            close(descriptor)
        } else {
            look(into: descriptor, at: "", depth: 0)
        }
    }

    /// Takes over the descriptor.
    private mutating func look(into descriptor: Int32, at path: String, depth: Int) {
        guard let handle = unsafe fdopendir(descriptor) else {
            close(descriptor)
            return
        }
        defer { unsafe closedir(handle) }
        while let entry = unsafe readdir(handle) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { narrow(name, in: descriptor, at: path, depth: depth) }
        }
    }

    private mutating func narrow(_ name: String, in descriptor: Int32, at path: String, depth: Int) {
        var status = stat()
        // What has gone meanwhile needs nothing.
        guard unsafe fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return }
        let isWide = status.st_mode & PrivateFiles.others != 0
        switch status.st_mode & S_IFMT {
        case S_IFREG where depth == 0 && files?.contains(name) == false: break
        case S_IFREG where isWide && status.st_nlink > 1: note(path + name, status, .hasOtherNames)
        case S_IFREG where isWide:
            note(
                path + name, status,
                Self.outcome(unsafe fchmodat(descriptor, name, Self.narrowed(status), AT_SYMLINK_NOFOLLOW)))
        case S_IFDIR where depth > 0 || insides.contains(name):
            let inner = unsafe openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard inner >= 0 else { return }
            if isWide { note(path + name, status, Self.outcome(fchmod(inner, Self.narrowed(status)))) }
            guard depth < Self.deepest else {
                close(inner)
                return
            }
            look(into: inner, at: path + name + "/", depth: depth + 1)
        default: break
        }
    }

    private static func narrowed(_ status: stat) -> mode_t { status.st_mode & 0o7777 & ~PrivateFiles.others }

    private static func outcome(_ result: Int32) -> Finding.Outcome {
        result == 0 || errno == ENOENT ? .narrowed : .failed(code: errno)
    }

    private mutating func note(_ path: String, _ status: stat, _ outcome: Finding.Outcome) {
        findings.append(Finding(path: path, mode: status.st_mode & 0o7777, outcome: outcome))
    }
}

// MARK: - For people

extension PrivacySweep {
    /// What was found, a sentence for each file or folder of the folder; what is inside an inner folder is counted.
    public var sentences: [String] {
        let groups = Dictionary(grouping: findings) { finding in
            Group(name: finding.path.split(separator: "/").first.map(String.init) ?? ".", outcome: finding.outcome)
        }
        return groups.map { group, findings in
            let path = group.name == "." ? folder : folder + "/" + group.name
            let modes = Set(findings.map { octal($0.mode) }).sorted().joined(separator: ", ")
            let what = findings.count == 1 ? "\(path) was" : "\(findings.count) files of \(path) were"
            let one = "\(what) open to others (mode \(modes))"
            switch group.outcome {
            case .narrowed: return "\(one); now only the owner can read \(findings.count == 1 ? "it" : "them")"
            case .hasOtherNames: return "\(one) and stays so, since it has another name too: run chmod go= by hand"
            case .isShared: return "\(path) is a folder that everybody writes to: a market needs a folder of its own"
            case .failed(let code):
                return "\(one) and cannot be narrowed: \(unsafe String(cString: strerror(code)))"
            }
        }.sorted()
    }

    private struct Group: Hashable {
        var name: String
        var outcome: Finding.Outcome
    }
}
