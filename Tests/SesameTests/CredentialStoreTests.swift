import Foundation
import TestSupport
import Testing

@testable import sesame

@Suite("What a login leaves behind")
struct CredentialStoreTests {
    private static let credential = Credential(token: "t", username: "Lin", accountID: 7)

    private func store(_ folder: TemporaryFolder) -> CredentialStore {
        CredentialStore(environment: ["SESAME_CONFIG_DIR": folder.path])
    }

    @Test("what makes the machine known is kept by server and name, whatever its case, and outlives a logout")
    func devices() throws {
        let folder = try TemporaryFolder()
        let store = store(folder)
        try store.save(Self.credential, server: "http://a", device: "d")
        #expect(try store.device(server: "http://a", username: "lin") == "d")
        #expect(try store.device(server: "http://b", username: "lin") == nil)
        #expect(try store.device(server: "http://a", username: "wang") == nil)
        try store.forget(server: "http://a")
        #expect(try store.credential(server: "http://a") == nil)
        #expect(try store.device(server: "http://a", username: "LIN") == "d")
    }

    @Test("a server that gives no device takes none away")
    func noDevice() throws {
        let folder = try TemporaryFolder()
        let store = store(folder)
        try store.save(Self.credential, server: "http://a", device: "d")
        try store.save(Self.credential, server: "http://a", device: nil)
        #expect(try store.device(server: "http://a", username: "lin") == "d")
    }

    @Test("a file of an earlier version is read")
    func earlierFile() throws {
        let folder = try TemporaryFolder()
        let text = #"{"servers": {"http://a": {"token": "t", "username": "Lin", "account_id": 7}}}"#
        try Data(text.utf8).write(to: URL(filePath: folder.path("credentials.json")))
        let store = store(folder)
        #expect(try store.credential(server: "http://a") == Self.credential)
        #expect(try store.device(server: "http://a", username: "lin") == nil)
        try store.save(Self.credential, server: "http://a", device: "d")
        #expect(try store.device(server: "http://a", username: "lin") == "d")
    }
}
