import CMappedFaults
import Glibc
import Synchronization

/// The bytes of one immutable file, mapped or in memory, with a CRC-32C for every page of 64 KiB.
///
/// A mapped page is checked when it is first touched, so that opening costs the same for any size and yet no answer
/// rests on a byte that is not what was written. Bytes that were never on a disk need no check.
@safe final class FileImage: @unchecked Sendable {
    // Safe to share: the bytes never change after init, and the marks are atomics.
    static let pageSize = 1 << 16

    let path: String
    let count: Int
    private let base: UnsafeRawPointer
    private let owner: Owner
    /// One bit a page: set once its checksum was found right. Nil for memory.
    private let marks: UnsafeMutablePointer<Atomic<UInt64>>?
    private let markCount: Int
    /// Where the checksums of the pages stand, and how many bytes they cover.
    private var checksums: UnsafeRawPointer?
    private(set) var coveredCount = 0

    @safe private enum Owner {
        /// With its slot in the table that the handler of faults reads.
        case map(slot: Int32)
        case memory(UnsafeMutableRawPointer)
    }

    /// Whether the bytes are the process's own memory, and no file.
    var isInMemory: Bool { if case .memory = owner { true } else { false } }

    /// Maps a file for reading.
    init(mapping path: String) throws(IndexError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { throw .missing(path: path) }
            throw FileSystem.error(path, "open")
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw FileSystem.error(path, "fstat") }
        guard status.st_size > 0 else { throw .corrupt(path: path, offset: 0, reason: "the file is empty") }
        count = Int(status.st_size)
        guard let map = unsafe mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0), unsafe map != MAP_FAILED else {
            throw FileSystem.error(path, "mmap")
        }
        self.path = path
        unsafe base = UnsafeRawPointer(map)
        owner = .map(slot: unsafe sesame_faults_add(map, count, path))
        let words = (count / Self.pageSize + 64) / 64
        let marks = UnsafeMutablePointer<Atomic<UInt64>>.allocate(capacity: words)
        for word in 0..<words { unsafe (marks + word).initialize(to: Atomic(0)) }
        unsafe self.marks = marks
        markCount = words
    }

    /// Holds a copy of the bytes, under a name for errors.
    init(copying bytes: [UInt8], name: String) {
        path = name
        count = bytes.count
        let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes.count), alignment: 64)
        unsafe bytes.withUnsafeBytes {
            unsafe memory.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(memory), byteCount: $0.count)
        }
        unsafe base = UnsafeRawPointer(memory)
        unsafe owner = .memory(memory)
        unsafe marks = nil
        markCount = 0
    }

    deinit {
        switch owner {
        case .map(let slot):
            sesame_faults_remove(slot)
            unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
        case .memory(let memory): unsafe memory.deallocate()
        }
        if let marks = unsafe marks {
            unsafe marks.deinitialize(count: markCount)
            unsafe marks.deallocate()
        }
    }

    var isMapped: Bool { unsafe marks != nil }

    /// Says where the page checksums stand. Called once, while opening, before the image is shared.
    func setChecksums(at offset: Int, covering covered: Int) {
        precondition(offset >= 0 && covered <= offset && offset + 4 * pageCount(covered) <= count)
        unsafe checksums = base + offset
        coveredCount = covered
    }

    func pageCount(_ byteCount: Int) -> Int { (byteCount + Self.pageSize - 1) / Self.pageSize }

    /// The bytes of a range, unchecked: for the parts that carry a checksum of their own.
    func unverified(_ range: Range<Int>) throws(IndexError) -> UnsafeRawBufferPointer {
        guard range.lowerBound >= 0, range.upperBound <= count else {
            throw .corrupt(path: path, offset: count, reason: "the file ends before byte \(range.upperBound)")
        }
        return unsafe UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
    }

    /// The bytes of a range, after checking the pages that it touches for the first time.
    func verified(_ range: Range<Int>) throws(IndexError) -> UnsafeRawBufferPointer {
        let bytes = unsafe try unverified(range)
        guard unsafe marks != nil, !range.isEmpty else { return unsafe bytes }
        guard range.upperBound <= coveredCount else {
            throw .corrupt(path: path, offset: range.upperBound, reason: "a range runs past the checked bytes")
        }
        for page in range.lowerBound / Self.pageSize...(range.upperBound - 1) / Self.pageSize
        where !isMarked(page) {
            try check(page)
        }
        return unsafe bytes
    }

    /// Checks every page again, whether it was checked before or not. Returns the errors, one a bad page.
    func checkAllPages() -> [IndexError] {
        guard isMapped else { return [] }
        var errors: [IndexError] = []
        for page in 0..<pageCount(coveredCount) {
            do throws(IndexError) { try check(page) } catch { errors.append(error) }
        }
        return errors
    }

    private func isMarked(_ page: Int) -> Bool {
        guard let marks = unsafe marks else { return true }
        return unsafe marks[page >> 6].load(ordering: .acquiring) & (1 << UInt64(page & 63)) != 0
    }

    private func check(_ page: Int) throws(IndexError) {
        guard let marks = unsafe marks, let checksums = unsafe checksums else { return }
        let start = page * Self.pageSize
        let length = min(Self.pageSize, coveredCount - start)
        let found = unsafe Checksum.crc32c(UnsafeRawBufferPointer(start: base + start, count: length))
        let wanted = unsafe UInt32(littleEndian: checksums.loadUnaligned(fromByteOffset: 4 * page, as: UInt32.self))
        guard found == wanted else {
            throw .corrupt(path: path, offset: start, reason: "the checksum of the page of \(length) bytes is wrong")
        }
        unsafe marks[page >> 6].bitwiseOr(1 << UInt64(page & 63), ordering: .releasing)
    }
}
