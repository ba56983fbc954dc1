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
        try rows("zh_titles.tsv.gz").compactMap { $0.last.map(String.init) }
    }

    /// English titles of electronics, in the file's order.
    static func englishTitles() throws -> [String] {
        try rows("icecat.tsv.gz").compactMap { $0.dropFirst().first.map(String.init) }
    }

    private static func rows(_ file: String) throws -> [[Substring]] {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/gzip")
        process.arguments = ["-dc", folder + "/titles/" + file]
        process.standardOutput = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").map { $0.split(separator: "\t") }
    }
}
