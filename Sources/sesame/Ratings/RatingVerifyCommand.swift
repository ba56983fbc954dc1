import ArgumentParser
import CreditProfile
import Foundation
import MarketplaceClient
import MarketplaceWire
import Ratings

/// Recomputes a seller's numbers from the public log, trusting nothing that the server says of them.
struct RatingVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check a seller's rating log and reckon level, percents and standing from it.",
        discussion: """
            Downloads the log, checks that every line is chained to the one before and that the market has signed how it \
            ends, reckons everything anew and compares it with what the server shows. --save keeps log and signature. \
            --file compares with a log kept earlier: its lines have to be the first ones of the log as it is now, which may \
            have grown. --words compares the words that are shown with their hashes in the log, too. --key is the market's key, had from elsewhere; without it the server's own word for its key is \
            taken. Exits with 1 where anything differs.
            """)

    @Argument(help: "The seller's account number.")
    var seller: Int64
    @Option(help: "Writes the log here, a line each of hash and event, and the signed head.")
    var save: String?
    @Option(help: "A log kept earlier, which the present one has to begin with.")
    var file: String?
    @Flag(help: "Checks the words that are shown, too: a request for every hundred ratings.")
    var words = false
    @Option(help: "The key that the log has to be signed with, in base64.")
    var key: String?

    @OptionGroup var connection: Connection

    func run() async throws {
        let client = try connection.client()
        let market = if let key { key } else { try await client.marketKey() }
        // What is shown first: the log can only have grown since.
        let words = words ? try await shownWords(client) : []
        let shown = try await client.seller(seller).rating
        let (resources, signed) = try await client.ratingLog(ofSeller: seller)
        let lines = resources.map { RatingLogLine(sequence: $0.sequence, text: $0.text, hash: $0.hash) }
        let head = SignedLogHead(head: signed.head, signature: signed.signature, publicKey: signed.publicKey)
        if let save { try write(RatingLogFile(lines: lines, head: try head.text()), to: save) }
        let events = try events(lines)
        try check(head, lines, by: market, of: "the log")
        let differences = ShownWords.differences(words, events)
        guard differences.isEmpty else { throw CommandFailure.failed(differences.joined(separator: "; ")) }
        if let file { try compare(kept(file, by: market), with: lines, file) }
        guard let shown else {
            guard lines.isEmpty else { throw CommandFailure.failed("the log has lines and the seller no rating") }
            return Terminal.print("ok: there is nothing to check yet")
        }
        try compare(shown, lines, events)
        Terminal.print("ok: \(shown.logLength) lines, \(RatingTable.sentence(shown))")
        if key == nil { Terminal.say("signed with \(market); whose key it is was not checked: --key") }
    }

    private func shownWords(_ client: MarketplaceClient) async throws -> [ShownWords] {
        var shown: [ShownWords] = []
        var cursor: String?
        repeat {
            let page = try await client.ratings(ofSeller: seller, limit: 100, cursor: cursor)
            shown += page.ratings.compactMap(ShownWords.init)
            cursor = page.nextCursor
        } while cursor != nil
        return shown
    }

    private func write(_ file: RatingLogFile, to path: String) throws {
        try Data(file.text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    private func events(_ lines: [RatingLogLine]) throws -> [RatingEvent] {
        do { return try RatingLogCheck.events(lines) } catch {
            throw CommandFailure.failed("line \(error.line) of the log was changed: \(error.reason)")
        }
    }

    /// Whether the market has signed that the lines are all there are.
    private func check(_ signed: SignedLogHead, _ lines: [RatingLogLine], by key: String, of what: String) throws {
        let head: RatingLogHead
        do { head = try signed.verified(by: key) } catch {
            throw CommandFailure.failed(CreditCommand.Verify.sentence(error, "the head of \(what)"))
        }
        guard head.accountID == seller else {
            throw CommandFailure.failed("the head of \(what) is account \(head.accountID)'s")
        }
        guard head.length == Int64(lines.count), head.hash == lines.last?.hash ?? RatingLogLine.firstHash else {
            throw CommandFailure.failed(
                "\(what) ends at line \(lines.count) and the market has signed line \(head.length): \(head.hash)")
        }
    }

    // MARK: - A kept log

    private func kept(_ path: String, by key: String) throws -> [RatingLogLine] {
        let file: RatingLogFile
        do {
            file = try RatingLogFile(bytes: Array(try Data(contentsOf: URL(fileURLWithPath: path))))
            _ = try RatingLogCheck.events(file.lines)
        } catch let fault as RatingLogCheck.Fault {
            throw CommandFailure.failed("\(path), line \(fault.line): \(fault.reason)")
        }
        guard let text = file.head else {
            Terminal.say("\(path) has no signed head: nobody but you knows that the server gave it out")
            return file.lines
        }
        guard let head = try? JSONDecoder().decode(SignedLogHead.self, from: Data(text.utf8)) else {
            throw CommandFailure.failed("\(path), line \(file.lines.count + 1): it is no signed head")
        }
        try check(head, file.lines, by: key, of: path)
        return file.lines
    }

    private func compare(_ kept: [RatingLogLine], with lines: [RatingLogLine], _ path: String) throws {
        guard let line = RatingLogCheck.firstDifference(of: kept, from: lines) else { return }
        throw CommandFailure.failed(
            line > lines.count
                ? "the log was cut: it ends at line \(lines.count), and \(path) has \(kept.count)"
                : "the log was rewritten: line \(line) is not the one in \(path)")
    }

    // MARK: - What the server shows

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

extension ShownWords {
    /// Nil where the author is neither of those that this version knows.
    fileprivate init?(_ rating: RatingResource) {
        guard let author = RatingRole(rawValue: rating.authorRole) else { return nil }
        let texts: [(RatingEvent.Kind, String?)] = [
            (.rating, rating.words), (.reply, rating.reply), (.addition, rating.addition),
        ]
        let words = Dictionary(uniqueKeysWithValues: texts.compactMap { kind, text in text.map { (kind, $0) } })
        self.init(logNumber: rating.orderID, subjectRole: author.other, salt: rating.salt, words: words)
    }
}

extension SignedLogHead {
    /// As it lies in a file.
    fileprivate func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
