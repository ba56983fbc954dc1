import Foundation
import PrivateFiles

/// Who somebody is at one server.
struct Credential: Hashable, Codable {
    var token: String
    var username: String
    var accountID: Int64

    enum CodingKeys: String, CodingKey {
        case token, username
        case accountID = "account_id"
    }
}

/// What `login` was given, by server, in a file that only its owner can read: tokens, and what makes this machine known to
/// an account. The latter outlives a logout, so that nobody who guesses at the password keeps the next login out.
struct CredentialStore {
    let file: URL

    private struct Content: Codable {
        var servers: [String: Credential] = [:]
        /// By server and name in small letters.
        var devices: [String: [String: String]] = [:]

        init() {}

        /// Files of earlier versions have no devices.
        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            servers = try container.decode([String: Credential].self, forKey: .servers)
            devices = try container.decodeIfPresent([String: [String: String]].self, forKey: .devices) ?? [:]
        }
    }

    /// `SESAME_CONFIG_DIR`, else `sesame` in `XDG_CONFIG_HOME`, else `~/.config/sesame`.
    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let folder =
            if let own = environment["SESAME_CONFIG_DIR"], !own.isEmpty {
                URL(filePath: own, directoryHint: .isDirectory)
            } else if let base = environment["XDG_CONFIG_HOME"], base.hasPrefix("/") {
                URL(filePath: base, directoryHint: .isDirectory).appending(path: "sesame")
            } else {
                FileManager.default.homeDirectoryForCurrentUser.appending(path: ".config/sesame")
            }
        file = folder.appending(path: "credentials.json")
    }

    func credential(server: String) throws -> Credential? { try read().servers[server] }

    /// What an earlier login was given for this machine.
    func device(server: String, username: String) throws -> String? {
        try read().devices[server]?[username.lowercased()]
    }

    func save(_ credential: Credential, server: String, device: String?) throws {
        var content = try read()
        content.servers[server] = credential
        if let device { content.devices[server, default: [:]][credential.username.lowercased()] = device }
        try write(content)
    }

    func forget(server: String) throws {
        var content = try read()
        guard content.servers.removeValue(forKey: server) != nil else { return }
        try write(content)
    }

    private func read() throws -> Content {
        guard FileManager.default.fileExists(atPath: path) else { return Content() }
        narrow()
        do {
            return try JSONDecoder().decode(Content.self, from: try Data(contentsOf: file))
        } catch is DecodingError {
            throw CommandFailure.failed("\(path) is damaged; remove it and log in again")
        }
    }

    private func write(_ content: Content) throws {
        try PrivateFiles.makeFolder(folder)
        narrow()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try PrivateFiles.replace(path, with: Array(try encoder.encode(content)))
    }

    /// Tokens that others could read until now are no secret; whoever owns them has to know.
    private func narrow() {
        let sweep = PrivacySweep(folder: folder, files: [file.lastPathComponent])
        for sentence in sweep.sentences { Terminal.say(sentence) }
    }

    private var folder: String { file.deletingLastPathComponent().path(percentEncoded: false) }

    private var path: String { file.path(percentEncoded: false) }
}
