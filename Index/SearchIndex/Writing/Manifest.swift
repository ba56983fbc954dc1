import Foundation

/// What a commit says: the segments of the index, in order, and how far its source was followed.
///
/// ```
/// file commit-N:  "sesame-index 2 " CRC-32C of the rest in 8 hexadecimal digits "\n" | JSON
/// ```
/// The index is what the commit with the highest number says. A commit is written beside, synced and renamed, so there
/// is never half a one.
struct Manifest: Codable, Equatable, Sendable {
    struct Segment: Codable, Equatable, Sendable {
        var file: String
        var record: SegmentRecord
        var deletions: DeletionsRecord?
    }

    var commit: Int
    var schema: Schema
    var analyzer: String
    /// The number up to which the index has followed its source.
    var checkpoint: Int64
    /// Which history of which source that number belongs to; nil where whoever writes the index does not say.
    var source: String?
    var nextFile: Int
    var segments: [Segment]

    private static let tag = "sesame-index"
    private static let version: UInt32 = 2
    private static let maximumBytes = 1 << 24

    static func name(_ commit: Int) -> String { "commit-\(commit)" }

    func write(to folder: String) throws(IndexError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        let path = folder + "/" + Self.name(commit)
        guard let json = try? encoder.encode(self) else {
            throw .invalid(field: "schema", reason: "it cannot be written as JSON")
        }
        let body = Array(json)
        let digits = String(Checksum.crc32c(body), radix: 16)
        let head = "\(Self.tag) \(Self.version) \(String(repeating: "0", count: 8 - digits.count))\(digits)\n"
        try FileSystem.replace(path, with: Array(head.utf8) + body)
    }

    /// The newest commit of a folder.
    static func latest(in folder: String) throws(IndexError) -> Manifest {
        guard FileSystem.exists(folder), let number = try commits(in: folder).max() else {
            throw .missing(path: folder)
        }
        return try read(folder + "/" + name(number), commit: number)
    }

    static func commits(in folder: String) throws(IndexError) -> [Int] {
        try FileSystem.names(in: folder).compactMap { name in
            guard name.hasPrefix("commit-") else { return nil }
            return Int(name.dropFirst("commit-".count))
        }
    }

    private static func read(_ path: String, commit: Int) throws(IndexError) -> Manifest {
        let bytes = try FileSystem.read(path, limit: maximumBytes)
        guard let lineEnd = bytes.firstIndex(of: UInt8(ascii: "\n")),
            let head = String(validating: bytes[..<lineEnd], as: UTF8.self)
        else { throw .corrupt(path: path, offset: 0, reason: "the first line is missing") }
        let words = head.split(separator: " ")
        guard words.count == 3, words[0] == tag, let version = UInt32(words[1]),
            let checksum = UInt32(words[2], radix: 16)
        else { throw .corrupt(path: path, offset: 0, reason: "the first line is not a commit's") }
        guard version <= Self.version else { throw .tooNew(path: path, version: version, newestKnown: Self.version) }
        guard version >= Self.version else { throw .tooOld(path: path, version: version, oldestKnown: Self.version) }
        let body = Array(bytes[(lineEnd + 1)...])
        guard Checksum.crc32c(body) == checksum else {
            throw .corrupt(path: path, offset: lineEnd + 1, reason: "the checksum is wrong")
        }
        do {
            let manifest = try JSONDecoder().decode(Manifest.self, from: Data(body))
            guard manifest.commit == commit else {
                throw IndexError.corrupt(path: path, offset: 0, reason: "it is commit \(manifest.commit)")
            }
            return manifest
        } catch let error as IndexError {
            throw error
        } catch {
            throw .corrupt(path: path, offset: lineEnd + 1, reason: "it does not read as a commit")
        }
    }
}
