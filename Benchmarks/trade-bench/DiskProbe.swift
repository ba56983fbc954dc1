import Foundation
import Glibc

/// How often a disk can sync one appended page, one after the other: what bounds a store that acknowledges nothing
/// before its sync.
enum DiskProbe {
    private struct Failed: Error, CustomStringConvertible {
        var description: String
    }

    static func syncsPerSecond(in folder: String) throws -> Double {
        let path = folder + "/sync-probe"
        guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
        else { throw Failed(description: "\(folder): no file can be made there") }
        defer { try? FileManager.default.removeItem(atPath: path) }
        let page = Data(repeating: 1, count: 4096)
        var count = 0
        let start = ContinuousClock.now
        while start.duration(to: .now) < .seconds(2) {
            try file.write(contentsOf: page)
            guard fdatasync(file.fileDescriptor) == 0 else { throw Failed(description: "\(path): sync failed") }
            count += 1
        }
        return Double(count) / (start.duration(to: .now) / .seconds(1))
    }
}
