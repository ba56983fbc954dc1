import Foundation
import SearchIndex

extension GenerationFolder {
    /// Kept for the operator to look at; older ones are removed.
    static let quarantinedGenerations = 2

    /// Sets a generation aside: it is never opened again, and is no generation to roll back to. The pointer to it goes, too.
    ///
    /// A generation that is not there leaves only its pointer to remove.
    func setAside(_ number: Int, reason: String) throws {
        guard FileSystem.exists(path) else { return }
        let (from, to) = (generation(number), quarantine(number))
        if FileSystem.exists(from) {
            try FileSystem.removeFolder(to)
            guard unsafe rename(from, to) == 0 else {
                throw IndexError.system(path: from, operation: "rename", code: errno)
            }
            // For the operator alone: a full disk may refuse it.
            try? FileSystem.replace(to + "/REASON", with: Array((reason + "\n").utf8))
        }
        if (try? current()) == number { try removePointer() }
        try FileSystem.syncFolder(path)
        try dropQuarantined(keeping: Self.quarantinedGenerations)
    }

    /// Removes the oldest generations that were set aside.
    func dropQuarantined(keeping kept: Int) throws {
        for number in try quarantined().dropLast(kept) { try FileSystem.removeFolder(quarantine(number)) }
    }
}
