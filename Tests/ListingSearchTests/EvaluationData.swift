import Foundation

/// Real titles beside the project, where they are: they are not part of it.
enum EvaluationData {
    /// `SESAME_EVALUATION_DATA`, else the folder `shared/data` beside the project's.
    static var folder: String {
        if let set = ProcessInfo.processInfo.environment["SESAME_EVALUATION_DATA"] { return set }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return root.deletingLastPathComponent().appending(path: "shared/data").path(percentEncoded: false)
    }

    static var hasTitles: Bool {
        let isThere = FileManager.default.fileExists(atPath: folder + "/titles/zh_titles.tsv.gz")
        if !isThere { print("SKIPPED: no real titles at \(folder): set SESAME_EVALUATION_DATA to measure with them") }
        return isThere
    }

    /// The Chinese titles, in the file's order.
    static func titles() throws -> [String] {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/gzip")
        process.arguments = ["-dc", folder + "/titles/zh_titles.tsv.gz"]
        process.standardOutput = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").compactMap { $0.split(separator: "\t").last.map(String.init) }
    }
}

/// The same numbers for the same seed on every machine (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

/// A folder that is gone with its test.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("sesame-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
