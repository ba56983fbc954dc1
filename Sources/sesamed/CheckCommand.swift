import ArgumentParser
import Foundation
import ListingSearch

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Asks golden queries and says what fell since their outcome was saved.",
        discussion: """
            A line of the file is '连衣裙 => 10098 in 3, 13421, not 55': a query, and listings that are among the first hits, \
            10 where no number is given, or not among the first 100. The outcome is saved beside the file, as FILE.outcome. \
            Exits with 1 where an expectation does not hold that held then, or that is new. Searches the index as it was \
            last committed.
            """)

    @OptionGroup var market: MarketOptions
    @Flag(help: "Saves what is found now, and takes it for right.")
    var save = false
    @Argument(help: "The golden queries.")
    var file: String

    func run() async throws {
        let golden = try GoldenQueries(reading: file)
        let saved = file + ".outcome"
        let before = FileManager.default.fileExists(atPath: saved) ? try GoldenOutcome(reading: saved) : GoldenOutcome()
        let now = try await GoldenOutcome(asking: golden, try await market.folder().openSearch().search)
        let findings = GoldenFinding.all(golden, now: now, before: before)
        for finding in findings {
            let places = "\(Self.text(finding.placeBefore)) -> \(Self.text(finding.place))"
            print(cells: [finding.state.rawValue, finding.query, "\(finding.expectation)", places])
        }
        let fallen = findings.count { $0.state == .fell }
        Messages.say("\(findings.count) expectations of \(golden.queries.count) queries, \(fallen) fell")
        if save { return try now.write(saved) }
        if fallen > 0 { throw ExitCode(1) }
    }

    private static func text(_ place: Int?) -> String { place.map { "place \($0)" } ?? "none" }
}
