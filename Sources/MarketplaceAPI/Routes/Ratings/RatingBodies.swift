import Catalog
import MarketplaceWire
import Ratings

/// The bodies of ratings: what the API's description says of their members, and the check of the same.
enum RatingBodies {
    static let words = TextMember(lengths: RatingLimits.words.characters, rule: .lines)
    static let laterWords = TextMember(lengths: RatingLimits.laterWords.characters, rule: .lines)

    /// - Throws: `APIProblem` that names every member that is wrong.
    static func rating(_ request: RatingRequest) throws -> (Verdict, SubScores?) {
        var problems = MemberProblems()
        problems.check("verdict", request.verdict, oneOf: Verdict.allCases.map(\.rawValue))
        problems.check("words", request.words, words)
        problems.check("scores.as_described", request.scores?.asDescribed, SubScores.range)
        problems.check("scores.service", request.scores?.service, SubScores.range)
        problems.check("scores.logistics", request.scores?.logistics, SubScores.range)
        try problems.refuse()
        let scores = request.scores.map {
            SubScores(asDescribed: $0.asDescribed, service: $0.service, logistics: $0.logistics)
        }
        return (Verdict(rawValue: request.verdict) ?? .neutral, scores)
    }

    /// - Throws: As above.
    static func later(_ request: WordsRequest) throws -> String {
        var problems = MemberProblems()
        problems.check("words", request.words, laterWords)
        try problems.refuse()
        return request.words
    }

    static var schemas: [(name: String, schema: JSONValue)] {
        let score = Schema.integer(Int64(SubScores.range.lowerBound)...Int64(SubScores.range.upperBound))
        let verdict = Schema.choice(Verdict.allCases.map(\.rawValue))
        let hundredth: JSONValue = ["type": "number"]
        return [
            (
                "RatingRequest",
                Schema.object(
                    [
                        "verdict": verdict, "scores": Schema.reference("SubScores"), "words": words.schema(),
                    ], optional: ["scores", "words"], isClosed: true)
            ),
            (
                "SubScores",
                Schema.object(["as_described": score, "service": score, "logistics": score], isClosed: true)
            ),
            ("WordsRequest", Schema.object(["words": laterWords.schema()], isClosed: true)),
            (
                "Rating",
                Schema.object(
                    [
                        "order_id": Schema.id(
                            "Of what is said of a buyer, in public lists, a number of the buyer's log in its place."),
                        "author_role": Schema.choice(RatingRole.allCases.map(\.rawValue)),
                        "verdict": verdict, "scores": Schema.reference("SubScores"), "words": Schema.text(),
                        "salt": Schema.text(
                            32...32, "Stands with a line feed before the texts where they are hashed for the log."),
                        "reply": Schema.text(), "addition": Schema.text(), "given_at": Schema.time(),
                        "revealed_at": Schema.time("Absent while it is sealed."), "hidden_reason": Schema.text(),
                    ], optional: ["scores", "words", "salt", "reply", "addition", "revealed_at", "hidden_reason"])
            ),
            (
                "RatingPage",
                Schema.object([
                    "ratings": Schema.array(of: Schema.reference("Rating")), "next_cursor": ComponentSchemas.cursor,
                ])
            ),
            (
                "SellerRating",
                Schema.object(
                    [
                        "points": Schema.integer(Int64.min...Int64.max), "level": Schema.integer(0...20),
                        "level_name": Schema.text(), "good": Schema.count(), "neutral": Schema.count(),
                        "bad": Schema.count(), "percent_positive": hundredth, "effective_positive": hundredth,
                        "as_described": hundredth, "service": hundredth, "logistics": hundredth,
                        "trades": Schema.count(), "standing": hundredth, "as_of": Schema.time(),
                        "log_length": Schema.count(), "log_hash": Schema.text(64...64),
                    ],
                    optional: [
                        "percent_positive", "effective_positive", "as_described", "service", "logistics",
                    ], "Anyone can reckon it anew from the rating log.")
            ),
            (
                "RatingLog",
                Schema.object([
                    "lines": Schema.array(of: Schema.reference("RatingLogLine")),
                    "head": Schema.reference("RatingLogHead"),
                ])
            ),
            (
                "RatingLogHead",
                Schema.object(
                    [
                        "length": Schema.count("How many lines the log has now."),
                        "head": Schema.text(
                            nil, "JSON with account, length, newest hash and time; it is signed as it is."),
                        "signature": Schema.text(nil, "Ed25519 (RFC 8032), in base64."),
                        "public_key": Schema.text(nil, "In base64."),
                    ], "The whole log in one signature: who keeps it can show that the log was changed.")
            ),
            (
                "RatingLogLine",
                Schema.object([
                    "sequence": Schema.id(), "text": Schema.text(nil, "The event as JSON."),
                    "hash": Schema.text(64...64, "SHA-256 over the hash before, a line feed and the text."),
                ])
            ),
        ]
    }
}
