import ArgumentParser
import Catalog
import Foundation
import ListingCSV
import MarketplaceClient

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Put the rows of a CSV file up for sale.",
        discussion: """
            Columns: \(ListingSheet.columnHelp). A column 'key' names rows in your own way. UTF-8 and GB18030 are read. What \
            was listed is noted beside the file, in FILE.sesame-import: run the same command again after an \
            interruption, or after mending rows that were refused, and nothing is listed twice.
            """)

    @Argument(help: "The CSV file; '-' is standard input, which cannot be taken up again.")
    var file: String

    @Flag(help: "Check every row and list nothing.")
    var dryRun = false

    @Option(help: ArgumentHelp("Write to a CSV file why rows were refused.", valueName: "file"))
    var rejects: String?

    @Flag(help: "Forget what an earlier run listed, and list everything again.")
    var restart = false

    @OptionGroup var connection: Connection
    @OptionGroup var output: Output

    func run() async throws {
        let text = try CSVText.decode(try read())
        let client = try dryRun ? connection.client() : connection.loggedInClient()
        let sheet = try ImportSheet(try CSVTable(text), categories: try await client.categories())
        var summary = Importer.Summary(rejected: Set(sheet.rejects.map(\.row)).count)
        var refused = sheet.rejects
        if !dryRun {
            let (sent, later) = try await send(sheet.rows, client)
            summary = .init(
                created: sent.created, skipped: sent.skipped, rejected: summary.rejected + sent.rejected)
            refused += later
        }
        try report(refused.sorted { $0.row < $1.row })
        try show(summary, rows: sheet.rows.count)
        if !refused.isEmpty { throw ExitCode(ExitStatus.failure.rawValue) }
    }

    private func read() throws -> Data {
        if file == "-" { return try FileHandle.standardInput.readToEnd() ?? Data() }
        return try Data(contentsOf: URL(filePath: file))
    }

    private func send(
        _ rows: [ImportRow], _ client: MarketplaceClient
    ) async throws -> (Importer.Summary, [ImportReject]) {
        let account = try await connection.accountID(client)
        let log =
            try file == "-"
            ? ImportLog()
            : ImportLog(path: file + ".sesame-import", server: client.server, account: account, restarts: restart)
        var importer = Importer(client: client, account: account, log: log)
        var bar = ProgressBar(total: rows.count)
        defer { bar.clear() }
        return try await importer.run(rows) { bar.update(done: $0) }
    }
}

// MARK: - Reporting

extension ImportCommand {
    private static let shownRejects = 20

    private func report(_ refused: [ImportReject]) throws {
        if let rejects {
            let lines = [ImportReject.headings] + refused.map(\.cells)
            try Data(lines.map(CSVWriter.line).joined().utf8).write(to: URL(filePath: rejects))
        }
        for reject in refused.prefix(rejects == nil ? refused.count : Self.shownRejects) { Terminal.say(reject.line) }
        if let rejects, refused.count > Self.shownRejects { Terminal.say("all \(refused.count) are in \(rejects)") }
    }

    private func show(_ summary: Importer.Summary, rows: Int) throws {
        if output.json { return try output.showJSON(summary) }
        if dryRun {
            Terminal.print("\(rows) can be listed, \(summary.rejected) refused; nothing was listed")
        } else {
            Terminal.print(
                "\(summary.created) listed, \(summary.skipped) listed before, \(summary.rejected) refused")
        }
    }
}
