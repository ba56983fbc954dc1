import ArgumentParser
import Foundation
import MarketplaceStore

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copies the store into one file, also while the market is served.",
        discussion: "The index is not copied: it can always be made again from the store.")

    @OptionGroup var market: MarketOptions
    @Argument(help: "The file to write; it must not exist.")
    var file: String

    func run() throws {
        let store = try market.folder().openStore(creating: false)
        try store.backup(to: file)
        print(file)
    }
}

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Puts a backup in a folder that holds no market yet.",
        discussion: "Rebuild the index afterwards.")

    @OptionGroup var market: MarketOptions
    @Argument(help: "The file that backup wrote.")
    var file: String

    func run() throws {
        let folder = try market.folder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        guard !FileManager.default.fileExists(atPath: folder.indexPath) else {
            throw CommandError(
                message: "\(folder.indexPath) is there already: an old index does not fit a restored store")
        }
        try MarketplaceStore.restore(from: file, to: folder.storePath)
        print(folder.storePath)
    }
}
