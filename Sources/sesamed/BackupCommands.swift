import ArgumentParser
import Foundation
import MarketplaceStore
import PrivateFiles

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copies the store into one file, also while the market is served.",
        discussion: """
            The index is not copied: it can always be made again from the store. The market's keys are left out, since \
            whoever reads them signs in the market's name; --passphrase-file seals them in. The file still holds what \
            accounts, orders and addresses there are: keep it as safe as the market.
            """)

    @OptionGroup var market: MarketOptions
    @OptionGroup var source: PassphraseSource
    @Argument(help: "The file to write; it must not exist.")
    var file: String

    func run() throws {
        let store = try market.folder().openStore(creating: false)
        let passphrase = try source.newPassphrase()
        try store.backup(to: file, passphrase: passphrase)
        if passphrase == nil {
            Messages.say(
                "the market's keys are not in it; a market restored from it makes new ones. --passphrase-file keeps them"
            )
        }
        print(file)
    }
}

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Puts a backup in a folder that holds no market yet.",
        discussion: "Rebuild the index afterwards.")

    @OptionGroup var market: MarketOptions
    @OptionGroup var source: PassphraseSource
    @Flag(help: "Gives up keys that are sealed in the backup, and makes new ones.")
    var newKeys = false
    @Argument(help: "The file that backup wrote.")
    var file: String

    func validate() throws {
        guard !newKeys || source.passphraseFile == nil else {
            throw ValidationError("--new-keys and --passphrase-file exclude each other")
        }
    }

    func run() throws {
        let folder = try market.folder()
        try PrivateFiles.makeFolder(folder.path)
        guard !FileManager.default.fileExists(atPath: folder.indexPath) else {
            throw CommandError(
                message: "\(folder.indexPath) is there already: an old index does not fit a restored store")
        }
        do {
            let keys = try MarketplaceStore.restore(
                from: file, to: folder.storePath, passphrase: try source.passphrase(), givesUpKeys: newKeys)
            folder.narrow()
            // No server is running here, so a store of an older version is brought up at once.
            try folder.openStore(creating: false, migrates: true).close()
            for line in Self.meaning(keys) { Messages.say(line) }
        } catch StoreError.keysAreSealed(let path) {
            throw CommandError(
                message: "the keys in \(path) are sealed: --passphrase-file opens them; --new-keys goes on without them"
            )
        }
        print(folder.storePath)
    }

    /// What an operator has to know and to do.
    private static func meaning(_ keys: RestoredKeys) -> [String] {
        switch keys {
        case .opened: []
        case .inTheClear:
            [
                "the backup holds the market's keys in the clear: whoever can read it can sign in the market's name; make "
                    + "another one and destroy it"
            ]
        case .new:
            [
                "the backup holds no keys: the market signs with a new key from now on",
                "credit profiles and logs that were signed before fail against the new key, and logs that people have kept "
                    + "do not match: publish that the key has changed, and the new one (GET /v1/market-key)",
                "buyers have new pseudonyms in the rating logs: one who has rated before counts as another one",
                "if there is a backup with sealed keys, restore that one instead",
            ]
        }
    }
}
