import Accounts
import ArgumentParser
import Catalog
import DiskSpace
import Foundation
import ListingCSV
import MarketplaceStore

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Loads a CSV file of listings straight into the store, for one seller.",
        discussion: "The columns: \(ListingSheet.columnHelp). A running server finds them within a second.")

    @OptionGroup var market: MarketOptions
    @Option(help: "The seller's user name; the account is there already.")
    var seller: String
    @Flag(help: "Checks every row and loads nothing.")
    var dryRun = false
    @Argument(help: "A CSV file in UTF-8 or GB18030, or - for standard input.")
    var file: String

    private static let batchCount = 5_000

    func run() async throws {
        let folder = try market.folder()
        let store = try folder.openStore(creating: false, migrates: true)
        guard let account = try await store.credentials(username: seller)?.account else {
            throw CommandError(message: "there is no account '\(seller)'")
        }
        let categories = try CategoryTree(await store.categories())
        let sheet = try readSheet(folder)
        var batch: [ListingContent] = []
        var loaded = 0
        var refused = 0
        for row in sheet.rows {
            do {
                if let problem = row.problem { throw CatalogError.invalid([problem]) }
                batch.append(try row.listing.content(in: categories).checked(in: categories))
            } catch CatalogError.invalid(let problems) {
                refused += 1
                for problem in problems { Messages.say("row \(row.number), \(problem.field): \(problem.message)") }
            }
            if batch.count == Self.batchCount { loaded += try await load(&batch, store, account.id) }
            Messages.progress("\(loaded) of \(sheet.rows.count)")
        }
        loaded += try await load(&batch, store, account.id)
        Messages.endProgress()
        print(dryRun ? "\(loaded) would be loaded, \(refused) refused" : "\(loaded) loaded, \(refused) refused")
        if refused > 0 { throw ExitCode(1) }
    }

    private func load(
        _ batch: inout [ListingContent], _ store: MarketplaceStore, _ sellerID: Int64
    ) async throws -> Int {
        defer { batch.removeAll(keepingCapacity: true) }
        guard !dryRun, !batch.isEmpty else { return batch.count }
        return try await store.create(batch, sellerID: sellerID, atMilliseconds: systemMilliseconds()).count
    }

    /// Rows with their places in the indexes of the store take a few times the bytes of a spreadsheet's.
    private static let bytesForByte = 4

    private func readSheet(_ folder: MarketFolder) throws -> ListingSheet {
        let data =
            file == "-"
            ? FileHandle.standardInput.readDataToEndOfFile() : try Data(contentsOf: URL(fileURLWithPath: file))
        if !dryRun { try DiskSpace.require(data.count * Self.bytesForByte, at: folder.storePath) }
        return try ListingSheet(CSVTable(CSVText.decode(data)))
    }
}
