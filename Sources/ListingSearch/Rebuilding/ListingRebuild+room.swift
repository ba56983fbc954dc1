import Catalog
import Foundation
import Locking
import SearchIndex

extension ListingRebuild {
    /// Bytes of the index for a listing, where no index is there to measure: four times those of the demo market, whose
    /// descriptions are short.
    private static let bytesPerListing = 640

    /// About what a rebuild takes on the disk at its height: the new index in parts, and once more as a whole.
    ///
    /// It goes by the live index, by the one that was set aside last, and by what a rebuild had met before its disk was full.
    /// - Parameter listings: how many are on sale.
    public static func neededBytes(in folder: GenerationFolder, listings: Int) throws -> Int {
        let measured = measuredBytes(folder)
        let met = folder.bytesPerListing().map { $0 * listings } ?? 0
        let index = max(measured + measured / 4, met)
        return neededBytes(forIndexOf: index > 0 ? index : listings * bytesPerListing)
    }

    private static func neededBytes(forIndexOf bytes: Int) -> Int { 2 * bytes + (1 << 20) }

    /// A damaged pointer says nothing of the size, and one that was set aside may be cut short.
    private static func measuredBytes(_ folder: GenerationFolder) -> Int {
        let live = (try? folder.current()).map { FileSystem.byteCount(of: folder.generation($0)) } ?? 0
        guard live == 0, let last = try? folder.quarantined().last else { return live }
        return FileSystem.byteCount(of: folder.quarantine(last))
    }

    /// - Throws: `IndexError.noRoom`.
    func requireRoom(_ listings: Int, taken: Int) throws {
        let needed = try Self.neededBytes(in: folder, listings: listings)
        try FileSystem.requireRoom(max(0, needed - taken), at: folder.path)
    }

    /// Looks, once a part is there, whether the rest will find room: better to end now than to fill the disk to its reserve.
    ///
    /// - Parameter total: how many listings there are.
    /// - Throws: `IndexError.noRoom`.
    func requireRoom(for total: Int, after progress: RebuildProgress, in work: String) throws {
        guard progress.listings > 0 else { return }
        let taken = FileSystem.byteCount(of: work)
        let all = Double(taken) / Double(progress.listings) * Double(max(total, progress.listings))
        try FileSystem.requireRoom(Self.neededBytes(forIndexOf: Int(all)) - taken, at: folder.path)
    }

    /// Writes down, where the disk had no room, what a listing takes as far as that was seen: the next attempt is not begun
    /// before there is so much room.
    ///
    /// - Parameter listed: how many listings had been read when the room was at its end.
    func keepMeasure(listed: Int, taken: Int) {
        guard let total = try? log.onSaleCount(), total > 0 else { return }
        let measured = Self.measuredBytes(folder)
        var most = (measured + measured / 4) / total
        if listed > 0 {
            // Some of it was in memory yet. What was thought before was too little, or the attempt would not have begun.
            let thought = (try? Self.neededBytes(in: folder, listings: total)).map { $0 / 2 / total } ?? 0
            most = max(most, (taken + taken / 4) / listed, thought + thought / 4)
        }
        if most > folder.bytesPerListing() ?? 0 { folder.keepBytesPerListing(most) }
    }
}

extension GenerationFolder {
    private var measure: String { path + "/BYTES-PER-LISTING" }

    /// No listing's texts are so large that its index would be.
    private static let sensibleBytes = 1...(4 << 20)

    /// What a rebuild had met that found no room; nil where none has.
    func bytesPerListing() -> Int? {
        guard let bytes = try? FileSystem.read(measure, limit: 32) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return Int(text).flatMap { Self.sensibleBytes.contains($0) ? $0 : nil }
    }

    /// Only an estimate: a full disk may refuse it.
    func keepBytesPerListing(_ bytes: Int) {
        let bytes = min(max(bytes, Self.sensibleBytes.lowerBound), Self.sensibleBytes.upperBound)
        try? FileSystem.replace(measure, with: Array("\(bytes)\n".utf8))
    }

    /// There is an index to measure.
    func forgetBytesPerListing() { try? FileSystem.remove(measure) }
}
