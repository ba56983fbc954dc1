import Foundation
import SearchIndex

/// The index folder of a market: numbered generations beside each other, and one pointer to the live one.
///
/// ```
/// index/CURRENT            the live generation's number in digits and a line end
/// index/generation-N/      an index
/// index/building-N/        a rebuild on its way: part-K/ for each finished part, PROGRESS
/// index/quarantine-N/      a generation that must not be answered from, kept for the operator, with why in REASON
/// index/rebuild.lock       held while a rebuild runs
/// ```
public struct GenerationFolder: Hashable, Sendable {
    public let path: String

    /// `path` is made if it is not there.
    public init(_ path: String) throws {
        self.path = path
        try FileSystem.makeFolder(path)
    }

    public func generation(_ number: Int) -> String { path + "/generation-\(number)" }

    func building(_ number: Int) -> String { path + "/building-\(number)" }

    var pointer: String { path + "/CURRENT" }

    /// The live generation; nil before the first.
    public func current() throws -> Int? {
        guard FileSystem.exists(pointer) else { return nil }
        let bytes = try FileSystem.read(pointer, limit: 32)
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let number = Int(text), number > 0 else {
            throw IndexError.corrupt(path: pointer, offset: 0, reason: "it is not the number of a generation")
        }
        return number
    }

    /// All generations that stand whole, by rising number.
    public func generations() throws -> [Int] {
        try numbers("generation-")
    }

    func unfinished() throws -> [Int] { try numbers("building-") }

    /// Generations that were set aside, by rising number.
    public func quarantined() throws -> [Int] { try numbers("quarantine-") }

    public func quarantine(_ number: Int) -> String { path + "/quarantine-\(number)" }

    private func numbers(_ prefix: String) throws -> [Int] {
        try FileSystem.names(in: path).compactMap { name in
            name.hasPrefix(prefix) ? Int(name.dropFirst(prefix.count)) : nil
        }.sorted()
    }

    /// Points at nothing; the next start makes an index.
    func removePointer() throws { try FileSystem.remove(pointer) }

    /// Points at another generation, in one step that outlives a crash.
    public func swap(to number: Int) throws {
        try FileSystem.replace(pointer, with: Array("\(number)\n".utf8))
    }

    /// Removes generations but for the live one, the one that was live before it, which a server may still be on, and the
    /// newest besides, `kept` of them together.
    func prune(keeping kept: Int, before: Int?) throws {
        let live = try current()
        let others = try generations().filter { $0 != live && $0 != before }
        let spare = before == nil ? kept : kept - 1
        for number in others.dropLast(max(0, spare)) { try FileSystem.removeFolder(generation(number)) }
    }

    func nextNumber() throws -> Int {
        (try generations() + unfinished() + quarantined()).max().map { $0 + 1 } ?? 1
    }

    /// Held while nobody may write to any generation.
    /// - Throws: `IndexError.locked` where somebody does: a server runs.
    public func lockGenerations() throws -> [AnyObject] {
        try generations().map { try WriteLock(path: generation($0) + "/write.lock") }
    }

    func lockRebuild() throws -> WriteLock { try WriteLock(path: path + "/rebuild.lock") }

    /// Points back at the newest generation before the live one, after seeing that it opens with this program's rules.
    ///
    /// - Returns: the generation that is live now.
    public func rollBack() throws -> Int {
        let lock = try lockRebuild()
        defer { _ = consume lock }
        guard let live = try current(), let previous = try generations().last(where: { $0 < live }) else {
            throw ListingSearchError.unavailable("there is no generation before the live one in \(path)")
        }
        // What cannot be opened is refused here, before the pointer moves.
        _ = try Index(
            opening: generation(previous), schema: ListingSchema.schema, analyzer: ListingIndex.analyzer,
            forReading: true)
        try swap(to: previous)
        return previous
    }
}
