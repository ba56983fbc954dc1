public import Foundation

/// A folder of a test's own, gone when the test is.
public final class TemporaryFolder: Sendable {
    public let url: URL

    public init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "sesame-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Where it is, without a slash at its end.
    public var path: String { url.path(percentEncoded: false) }

    public func path(_ name: String) -> String { url.appending(path: name).path(percentEncoded: false) }

    public func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    @discardableResult
    public func write(_ name: String, _ text: String, permissions: Int = 0o600) throws -> String {
        try create(name, Data(text.utf8), permissions: permissions)
        return path(name)
    }

    public func writing(_ name: String) throws -> FileHandle {
        try create(name, Data())
        return try FileHandle(forWritingTo: url.appending(path: name))
    }

    public func reading(_ name: String, _ data: Data) throws -> FileHandle {
        try create(name, data)
        return try FileHandle(forReadingFrom: url.appending(path: name))
    }

    private func create(_ name: String, _ data: Data, permissions: Int = 0o600) throws {
        guard
            FileManager.default.createFile(
                atPath: path(name), contents: data, attributes: [.posixPermissions: permissions])
        else { throw CocoaError(.fileWriteUnknown) }
    }
}
