import Foundation
import Glibc

/// What an import has done so far, in a file beside the one that is imported, so that the next run goes on there.
///
/// Each line is an object of JSON, synced before the import goes on: which account this is, which rows are about to be
/// sent, and which of them became which listing. A last line that a crash cut off counts as not written. Rows that were
/// sent and never answered are in doubt; the import asks the market about them before it sends them again.
struct ImportLog {
    /// Listings by the key of their row.
    private(set) var done: [String: Int64] = [:]
    /// Keys of the rows of a batch whose answer never came.
    private(set) var inDoubt: [String] = []
    /// The account's newest listing before that batch was sent; 0 where there was none.
    private(set) var newestBeforeDoubt: Int64 = 0
    private let handle: FileHandle?

    private struct Entry: Codable {
        var server: String?
        var account: Int64?
        var sent: [String]?
        var newest: Int64?
        var done: [String: Int64]?
    }

    /// An import that cannot be taken up again: of standard input.
    init() { handle = nil }

    /// - Throws: `CommandFailure.failed` where another import runs, or the file tells of another account or server.
    init(path: String, server: String, account: Int64, restarts: Bool) throws {
        let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW
        let descriptor = unsafe open(path, flags, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure.failed("cannot write \(path): \(unsafe String(cString: strerror(errno)))")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        self.handle = handle
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw CommandFailure.failed("another import of this file is running (\(path) is locked)")
        }
        if restarts { try handle.truncate(atOffset: 0) }
        let whole = try replay(try handle.readToEnd() ?? Data(), path: path, server: server, account: account)
        try handle.truncate(atOffset: UInt64(whole))
        try handle.seek(toOffset: UInt64(whole))
        if whole == 0 { try append(Entry(server: server, account: account)) }
    }

    /// Takes up the lines of the file, and returns how many bytes of it are whole lines.
    private mutating func replay(_ data: Data, path: String, server: String, account: Int64) throws -> Int {
        guard let end = data.lastIndex(of: UInt8(ascii: "\n")) else { return 0 }
        for (number, line) in data[...end].split(separator: UInt8(ascii: "\n")).enumerated() {
            guard let entry = try? JSONDecoder().decode(Entry.self, from: line) else {
                throw CommandFailure.failed(
                    "\(path), line \(number + 1) is damaged; see what was listed, then remove it")
            }
            if let other = entry.account, other != account || entry.server != server {
                let whose = "account \(other) at \(entry.server ?? "?")"
                throw CommandFailure.failed("\(path) is of an import by \(whose); --restart forgets it")
            }
            if let sent = entry.sent { (inDoubt, newestBeforeDoubt) = (sent, entry.newest ?? 0) }
            if let done = entry.done { settle(done) }
        }
        return end + 1
    }

    private mutating func settle(_ listings: [String: Int64]) {
        done.merge(listings) { $1 }
        inDoubt = []
    }

    private func append(_ entry: Entry) throws {
        guard let handle else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try handle.write(contentsOf: try encoder.encode(entry) + [UInt8(ascii: "\n")])
        try handle.synchronize()
    }
}

// MARK: - Steps

extension ImportLog {
    /// These rows are about to be sent, while the account's newest listing is `newest`.
    mutating func begin(_ keys: [String], newest: Int64) throws {
        try append(Entry(sent: keys, newest: newest))
        (inDoubt, newestBeforeDoubt) = (keys, newest)
    }

    /// The answer came: these rows are listings now, and the others of the batch are not.
    mutating func settleBatch(_ listings: [String: Int64]) throws {
        try append(Entry(done: listings))
        settle(listings)
    }
}
