import ArgumentParser
import Foundation
import MarketplaceClient
import MarketplaceWire
import Ratings

/// Recomputes a seller's numbers from the public log, trusting nothing that the server says of them.
struct RatingVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check a seller's rating log and reckon level, percents and standing from it.",
        discussion: """
            Downloads the log, checks that every line is chained to the one before, reckons everything anew and compares \
            it with what the server shows. --save keeps the log; --file checks a kept one, against what the server shows \
            now if it has grown by nothing. Exits with 1 where anything differs.
            """)

    @Argument(help: "The seller's account number.")
    var seller: Int64
    @Option(help: "Writes the log here, a line each of hash and event.")
    var save: String?
    @Option(help: "Checks this log, kept earlier, in place of the server's.")
    var file: String?

    @OptionGroup var connection: Connection

    func run() async throws {
        let client = try connection.client()
        // The summary first: the log can only have grown since.
        let shown = try await client.seller(seller).rating
        let lines = try await lines(client)
        if let save {
            try Data(RatingLogCheck.file(lines).utf8).write(to: URL(fileURLWithPath: save), options: .atomic)
        }
        let events: [RatingEvent]
        do { events = try RatingLogCheck.events(lines) } catch {
            throw CommandFailure.failed("line \(error.line) of the log was changed: \(error.reason)")
        }
        guard let shown else {
            guard lines.isEmpty else { throw CommandFailure.failed("the log has lines and the seller no rating") }
            return Terminal.print("ok: there is nothing to check yet")
        }
        try compare(shown, lines, events)
        Terminal.print("ok: \(shown.logLength) lines, \(RatingTable.sentence(shown))")
    }

    private func lines(_ client: MarketplaceClient) async throws -> [RatingLogLine] {
        guard let file else {
            return try await client.ratingLog(ofSeller: seller).map {
                RatingLogLine(sequence: $0.sequence, text: $0.text, hash: $0.hash)
            }
        }
        do {
            return try RatingLogCheck.lines(ofFile: Array(try Data(contentsOf: URL(fileURLWithPath: file))))
        } catch let fault as RatingLogCheck.Fault {
            throw CommandFailure.failed("\(file), line \(fault.line): \(fault.reason)")
        }
    }

    private func compare(_ shown: SellerRatingResource, _ lines: [RatingLogLine], _ events: [RatingEvent]) throws {
        guard lines.count >= shown.logLength, shown.logLength > 0, lines[Int(shown.logLength) - 1].hash == shown.logHash
        else {
            throw CommandFailure.failed(
                "line \(shown.logLength) is not the one that the server shows as the newest: \(shown.logHash)")
        }
        let summary = RatingSummary(
            Array(events.prefix(Int(shown.logLength))), asOfMilliseconds: shown.asOf.milliseconds)
        let differences = Self.differences(shown, summary)
        guard differences.isEmpty else { throw CommandFailure.failed(differences.joined(separator: "; ")) }
    }

    static func differences(_ shown: SellerRatingResource, _ summary: RatingSummary) -> [String] {
        func hundredths(_ value: Double?) -> Int? { value.map { Int(($0 * 100).rounded()) } }
        let pairs: [(name: String, shown: Int?, reckoned: Int?)] = [
            ("points", shown.points, summary.points), ("level", shown.level, summary.level),
            ("good", shown.good, summary.goodCount), ("neutral", shown.neutral, summary.neutralCount),
            ("bad", shown.bad, summary.badCount), ("trades", shown.trades, summary.tradeCount),
            ("percent positive", hundredths(shown.percentPositive), summary.percentPositive),
            ("effective positive", hundredths(shown.effectivePositive), summary.effectivePositive),
            ("as described", hundredths(shown.asDescribed), summary.asDescribed),
            ("service", hundredths(shown.service), summary.service),
            ("logistics", hundredths(shown.logistics), summary.logistics),
            ("standing", Int((shown.standing * 10_000).rounded()), summary.standing),
        ]
        return pairs.filter { $0.shown != $0.reckoned }.map { pair in
            let text = { (value: Int?) in value.map(String.init) ?? "nothing" }
            return "\(pair.name): the server shows \(text(pair.shown)), the log gives \(text(pair.reckoned))"
        }
    }
}
