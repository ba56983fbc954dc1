import Foundation
import Glibc
import PrivateFiles
import TestSupport
import Testing

/// The umask belongs to the whole process, so these run one after the other.
@Suite("Files for their owner alone", .serialized)
struct PrivateFilesTests {
    private static func mode(_ path: String) throws -> UInt32 {
        var status = stat()
        try #require(unsafe lstat(path, &status) == 0, "\(path) is not there")
        return status.st_mode & 0o7777
    }

    private static func with<Result>(umask mask: mode_t, _ body: () throws -> Result) rethrows -> Result {
        let before = umask(mask)
        defer { umask(before) }
        return try body()
    }

    @Test("what is made is its owner's alone under any umask", arguments: [mode_t(0), 0o022, 0o077])
    func made(mask: mode_t) throws {
        let folder = try TemporaryFolder()
        try Self.with(umask: mask) {
            #expect(try PrivateFiles.create(folder.path("new")))
            try PrivateFiles.replace(folder.path("replaced"), with: Array("secret".utf8))
            try PrivateFiles.makeFolder(folder.path("a/b"))
        }
        #expect(try Self.mode(folder.path("new")) == 0o600)
        #expect(try Self.mode(folder.path("replaced")) == 0o600)
        #expect(try Self.mode(folder.path("a/b")) == 0o700)
        #expect(try PrivateFiles.read(folder.path("replaced"), limit: 6) == Array("secret".utf8))
        #expect(try !PrivateFiles.create(folder.path("new")))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a", "new", "replaced"])
    }

    @Test("a secret that others can read is refused with what mends it", arguments: [0o604, 0o640, 0o602, 0o666])
    func openSecret(mode: Int) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("secret", "sixteen bytes or more", permissions: mode)
        let error = #expect(throws: PrivateFileError.self) { try PrivateFiles.read(path, limit: 4096) }
        #expect(error == .openToOthers(path: path, mode: UInt32(mode)))
        #expect(error?.description.contains("chmod 600 \(path)") == true)
        #expect(throws: PrivateFileError.self) { try PrivateFiles.read(folder.path("missing"), limit: 4096) }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(throws: PrivateFileError.tooLong(path: path, limit: 8)) { try PrivateFiles.read(path, limit: 8) }
    }

    @Test("a link at the place of a new file is not followed")
    func links() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("link"), withDestinationPath: folder.path("elsewhere"))
        #expect(try !PrivateFiles.create(folder.path("link")))
        #expect(!FileManager.default.fileExists(atPath: folder.path("elsewhere")))
    }

    @Test("a folder is narrowed with its files and the inner folders that are named, and each is said")
    func sweep() throws {
        let folder = try TemporaryFolder()
        try Self.with(umask: 0) {
            for name in ["market/index/generation-1", "market/other"] {
                try FileManager.default.createDirectory(
                    atPath: folder.path(name), withIntermediateDirectories: true)
            }
        }
        for name in ["market/market.sqlite", "market/index/CURRENT", "market/index/generation-1/segment-0", "outside"] {
            try folder.write(name, "x", permissions: 0o644)
        }
        try folder.write("market/script", "x", permissions: 0o755)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path("market"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("market/link"), withDestinationPath: folder.path("outside"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("market/index/up"), withDestinationPath: folder.path)
        let sweep = PrivacySweep(folder: folder.path("market"), insides: ["index"])
        #expect(sweep.findings.allSatisfy { $0.outcome == .narrowed })
        #expect(
            Set(sweep.findings.map(\.path)) == [
                ".", "market.sqlite", "script", "index", "index/CURRENT", "index/generation-1",
                "index/generation-1/segment-0",
            ])
        #expect(try Self.mode(folder.path("market")) == 0o700)
        #expect(try Self.mode(folder.path("market/market.sqlite")) == 0o600)
        #expect(try Self.mode(folder.path("market/script")) == 0o700)
        #expect(try Self.mode(folder.path("market/index/generation-1")) == 0o700)
        #expect(try Self.mode(folder.path("market/index/generation-1/segment-0")) == 0o600)
        #expect(try Self.mode(folder.path("outside")) == 0o644)
        #expect(try Self.mode(folder.path("market/other")) == 0o777)
        #expect(sweep.sentences.count == 4)
        #expect(
            sweep.sentences.contains(
                "\(folder.path("market/market.sqlite")) was open to others (mode 0644); now only the owner can read it")
        )
        #expect(PrivacySweep(folder: folder.path("market"), insides: ["index"]).findings.isEmpty)
        #expect(PrivacySweep(folder: folder.path("missing")).findings.isEmpty)
    }

    @Test("a file with another name, outside perhaps, and a folder of everybody's are said and left")
    func left() throws {
        let folder = try TemporaryFolder()
        let outside = try folder.write("outside", "x", permissions: 0o644)
        try PrivateFiles.makeFolder(folder.path("market"))
        try FileManager.default.linkItem(atPath: outside, toPath: folder.path("market/inside"))
        let sweep = PrivacySweep(folder: folder.path("market"))
        #expect(sweep.findings.map(\.outcome) == [.hasOtherNames])
        #expect(try Self.mode(outside) == 0o644)
        try FileManager.default.setAttributes([.posixPermissions: 0o1777], ofItemAtPath: folder.path("market"))
        let shared = PrivacySweep(folder: folder.path("market"))
        #expect(shared.findings.map(\.outcome) == [.isShared])
        #expect(try Self.mode(folder.path("market")) == 0o1777)
    }

    @Test("only the named files are narrowed where names are given")
    func named() throws {
        let folder = try TemporaryFolder()
        try folder.write("credentials.json", "x", permissions: 0o644)
        try folder.write("other", "x", permissions: 0o644)
        let sweep = PrivacySweep(folder: folder.path, files: ["credentials.json"])
        #expect(Set(sweep.findings.map(\.path)).subtracting(["."]) == ["credentials.json"])
        #expect(try Self.mode(folder.path("other")) == 0o644)
    }
}
