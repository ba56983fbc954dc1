import Foundation
import Testing

/// A Swift file of the project, split into lines.
struct SourceFile: CustomStringConvertible {
    /// From the project's root: `Sources/Catalog/Money.swift`.
    let path: String
    let lines: [Substring]

    var description: String { path }

    /// The folder below `Sources` or `Index`: the module's name.
    var room: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : nil
    }

    /// Lines with their numbers from 1, without what stands behind `//`.
    var code: [(number: Int, text: Substring)] {
        lines.enumerated().compactMap { offset, line in
            let text = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
            return text.allSatisfy(\.isWhitespace) ? nil : (offset + 1, text)
        }
    }

    /// `path:line`, which terminals and editors make a link.
    func place(_ number: Int) -> String { "\(path):\(number)" }
}

/// The project's tree as it lies on the disk.
enum Project {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The Swift files below the folders, by path.
    static func swiftFiles(in folders: String...) throws -> [SourceFile] {
        let files = try folders.flatMap { folder in
            try FileManager.default.subpathsOfDirectory(
                atPath: root.appending(path: folder).path(percentEncoded: false)
            )
            .filter { $0.hasSuffix(".swift") && !$0.contains(".build/") }
            .sorted()
            .map { try SourceFile(path: "\(folder)/\($0)", lines: lines("\(folder)/\($0)")) }
        }
        try #require(!files.isEmpty, "there is no Swift file in \(folders)")
        return files
    }

    private static func lines(_ path: String) throws -> [Substring] {
        try text(path).split(separator: "\n", omittingEmptySubsequences: false)
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Folders directly below one, by name.
    static func folders(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path(percentEncoded: false))
            .filter { !$0.hasPrefix(".") && !$0.contains(".") }.sorted()
    }
}
