import ArgumentParser
import Catalog
import Foundation
import ListingCSV
import MarketplaceClient
import MarketplaceWire

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write your listings as CSV, newest first, to standard output or a file.",
        discussion: """
            The columns are those of an import. An apostrophe goes before a cell that a spreadsheet would take for a \
            formula; an import takes it away again.
            """)

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file instead.", valueName: "file"))
    var output: String?

    @Option(help: "active, closed or all.")
    var status = ListCommand.Status.active

    @OptionGroup var connection: Connection

    private static let columns = ListingRow.Column.allCases.filter { $0 != .key }

    func run() async throws {
        let client = try connection.loggedInClient()
        let tree = try CategoryTree(try await client.categories())
        let account = try await connection.accountID(client)
        var text = CSVWriter.line(Self.columns.map(\.rawValue))
        for try await page in ListingPages(client: client, sellerID: account, status: status.rawValue) {
            for listing in page {
                let row = ListingRow(try ListingContent(listing), in: tree)
                text += CSVWriter.line(Self.columns.map { row[$0] })
            }
        }
        if let output {
            try Data(text.utf8).write(to: URL(filePath: output), options: .atomic)
        } else {
            Terminal.print(file: text)
        }
    }
}
