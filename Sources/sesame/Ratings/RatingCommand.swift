import ArgumentParser
import Foundation
import MarketplaceClient
import MarketplaceWire

struct RatingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rating", abstract: "Say how a trade went, read what others said, and check it all.",
        subcommands: [Give.self, List.self, Reply.self, Add.self, RatingVerifyCommand.self])

    enum VerdictOption: String, CaseIterable, ExpressibleByArgument {
        case good, neutral, bad
    }

    struct Give: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Rate the other side of a completed order, once.",
            discussion: "It is sealed until both sides have rated, or 15 days are over. Nothing is ever deleted.")

        @Argument(help: "The order's number.")
        var order: Int64
        @Argument(help: "good, neutral or bad.")
        var verdict: VerdictOption
        @Option(help: "Buyers: are the goods as described? 1 to 5.")
        var asDescribed: Int?
        @Option(help: "Buyers: the seller's service, 1 to 5.")
        var service: Int?
        @Option(help: "Buyers: how they came, 1 to 5.")
        var logistics: Int?
        @Option(help: "In your own words.")
        var words = ""

        @OptionGroup var connection: Connection
        @OptionGroup var output: Output

        func validate() throws {
            let given = [asDescribed, service, logistics].compactMap { $0 }
            guard given.isEmpty || given.count == 3 else {
                throw ValidationError("--as-described, --service and --logistics go together.")
            }
        }

        func run() async throws {
            let client = try connection.loggedInClient()
            var scores: SubScoresResource?
            if let asDescribed, let service, let logistics {
                scores = SubScoresResource(asDescribed: asDescribed, service: service, logistics: logistics)
            }
            let rating = try await client.rate(
                order: order, RatingRequest(verdict: verdict.rawValue, scores: scores, words: words),
                key: UUID().uuidString)
            try output.show(rating, as: RatingTable.table([rating]))
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show what others have said of a seller.")

        @Argument(help: "The seller's account number.")
        var seller: Int64
        @Option(help: "How many to show, at most.")
        var limit = 20

        @OptionGroup var connection: Connection
        @OptionGroup var output: Output

        func validate() throws {
            guard (1...100).contains(limit) else { throw ValidationError("--limit is \(limit); it must be 1 to 100.") }
        }

        func run() async throws {
            let client = try connection.client()
            let page = try await client.ratings(ofSeller: seller, limit: limit)
            if !output.json, let rating = try await client.seller(seller).rating {
                Terminal.say(RatingTable.sentence(rating))
            }
            try output.show(page.ratings, as: RatingTable.table(page.ratings))
        }
    }

    struct Reply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Answer an opened rating of yourself, once.")

        @Argument(help: "The order's number.")
        var order: Int64
        @Argument(help: "Your words.")
        var words: String

        @OptionGroup var connection: Connection
        @OptionGroup var output: Output

        func run() async throws {
            let rating = try await connection.loggedInClient().replyToRating(
                ofOrder: order, words: words, key: UUID().uuidString)
            try output.show(rating, as: RatingTable.table([rating]))
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add to an opened rating of your own, once.")

        @Argument(help: "The order's number.")
        var order: Int64
        @Argument(help: "Your words.")
        var words: String

        @OptionGroup var connection: Connection
        @OptionGroup var output: Output

        func run() async throws {
            let rating = try await connection.loggedInClient().addToRating(
                ofOrder: order, words: words, key: UUID().uuidString)
            try output.show(rating, as: RatingTable.table([rating]))
        }
    }
}

enum RatingTable {
    static func table(_ ratings: [RatingResource]) -> Table {
        var table = Table([
            .init(title: "order", isRightAligned: true), .init(title: "by"), .init(title: "verdict"),
            .init(title: "scores"), .init(title: "words", isFlexible: true), .init(title: "reply", isFlexible: true),
            .init(title: "opened"),
        ])
        for rating in ratings {
            let scores = rating.scores.map { "\($0.asDescribed) \($0.service) \($0.logistics)" } ?? ""
            let words = rating.words ?? "hidden: \(rating.hiddenReason ?? "")"
            table.add([
                String(rating.orderID), rating.authorRole, rating.verdict, scores,
                rating.addition.map { "\(words) + \($0)" } ?? words, rating.reply ?? "",
                rating.revealedAt?.description ?? "sealed",
            ])
        }
        return table
    }

    static func sentence(_ rating: SellerRatingResource) -> String {
        let level = rating.levelName.isEmpty ? "no level yet" : rating.levelName
        let percent = rating.percentPositive.map { "\($0) % positive, " } ?? ""
        return "\(level), \(rating.points) points, \(percent)\(rating.trades) trades, standing \(rating.standing)"
    }
}
