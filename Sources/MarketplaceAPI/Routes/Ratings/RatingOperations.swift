import Accounts
import CreditProfile
import HTTPTypes
import MarketplaceWire
import NIOCore
import Orders
import Ratings

/// Ratings of completed orders, and the public logs that every number about a seller can be reckoned from.
struct RatingOperations: Sendable {
    var ratings: RatingService
    var accounts: any AccountStore
    var credit: any CreditStore
    var clock: MarketClock
    var limits: APILimits

    var operations: [Operation] { [give, ofOrder, reply, add, ofSeller, log] }

    private static let orderParameter = Parameter.path("id", .integer(1...Int64.max), "The order's number.")
    private static let sellerParameter = Parameter.path("id", .integer(1...Int64.max), "The seller's account number.")
    private static let maxLogPage: Int64 = 1_000

    // MARK: - Of an order

    private var give: Operation {
        Operation(
            id: "rateOrder", method: .post, path: "/v1/orders/{id}/ratings", tag: "ratings",
            summary: "Rates the other side of a completed order, once; sealed until both have, or 15 days are over.",
            access: .token(.buy), parameters: [Self.orderParameter, OrderOperations.keyParameter(isRequired: true)],
            body: .init(schema: "RatingRequest", maxByteCount: limits.maxBodyByteCount),
            successes: [
                .init(status: .created, description: "The rating.", schema: Schema.reference("Rating"))
            ], problems: [.notFound, .illegalTransition, .unacceptable, .idempotencyKeyReused]
        ) { input in
            let request = try input.decode(RatingRequest.self)
            let (verdict, scores) = try RatingBodies.rating(request)
            let bytes = try await ratings.give(
                verdict, scores: scores, words: request.words, orderID: try input.id(),
                authorID: try input.owner().accountID,
                once: try OrderOperations.neededKey(
                    input, ["rateOrder", verdict.rawValue, request.words] + (scores?.all ?? []).map(String.init)),
                answer: Self.kept)
            var answer = Answer.json(ByteBuffer(bytes: bytes))
            answer.status = .created
            return answer
        }
    }

    private var ofOrder: Operation {
        Operation(
            id: "listOrderRatings", method: .get, path: "/v1/orders/{id}/ratings", tag: "ratings",
            summary: "The ratings of an order: one's own, and the other side's once it is opened.",
            access: .token(.read), parameters: [Self.orderParameter],
            successes: [.init(status: .ok, description: "Two at most.", schema: Schema.reference("RatingPage"))],
            problems: [.notFound]
        ) { input in
            let found = try await ratings.ratings(ofOrder: try input.id(), for: try input.owner().accountID)
            return try .json(RatingPageResponse(ratings: found.map { RatingResource($0) }, nextCursor: nil))
        }
    }

    private var reply: Operation {
        later("replyToRating", "reply", "Answers an opened rating, once.") { words, order, key, answer in
            try await ratings.reply(words, orderID: order, by: key.accountID, once: key, answer: answer)
        }
    }

    private var add: Operation {
        later("addToRating", "addition", "Adds to one's own opened rating, once.") { words, order, key, answer in
            try await ratings.add(words, orderID: order, by: key.accountID, once: key, answer: answer)
        }
    }

    private func later(
        _ id: String, _ verb: String, _ summary: String,
        _ work:
            @escaping @Sendable (String, Int64, IdempotencyKey, @escaping @Sendable (Rating) throws -> [UInt8])
            async throws -> [UInt8]
    ) -> Operation {
        Operation(
            id: id, method: .post, path: "/v1/orders/{id}/ratings/\(verb)", tag: "ratings", summary: summary,
            access: .token(.buy), parameters: [Self.orderParameter, OrderOperations.keyParameter(isRequired: true)],
            body: .init(schema: "WordsRequest", maxByteCount: limits.maxBodyByteCount),
            successes: [.init(status: .ok, description: "The rating.", schema: Schema.reference("Rating"))],
            problems: [.notFound, .illegalTransition, .unacceptable, .idempotencyKeyReused]
        ) { input in
            let words = try RatingBodies.later(try input.decode(WordsRequest.self))
            let key = try OrderOperations.neededKey(input, [id, words])
            return .json(ByteBuffer(bytes: try await work(words, try input.id(), key, Self.kept)))
        }
    }

    /// The answer that is kept for a key.
    private static let kept: @Sendable (Rating) throws -> [UInt8] = { rating in
        Array(try JSONBody.encode(RatingResource(rating)).readableBytesView)
    }

    // MARK: - Of a seller

    private var ofSeller: Operation {
        Operation(
            id: "listSellerRatings", method: .get, path: "/v1/sellers/{id}/ratings", tag: "ratings",
            summary: "What others have said of an account, the newest day of opening first.",
            parameters: [
                Self.sellerParameter, .query("limit", .integer(APILimits.pageLimits), "How many at most.", default: 20),
                .query("cursor", .text(24...24, RatingCursor.rule), "`next_cursor` of the page before."),
            ],
            successes: [.init(status: .ok, description: "A page.", schema: Schema.reference("RatingPage"))],
            problems: [.notFound]
        ) { input in
            let id = try await seller(input)
            let limit = Int(input.integer("limit") ?? 20)
            let found = try await ratings.store.ratings(
                ofSubject: id, after: input.text("cursor").flatMap(RatingCursor.init)?.place, limit: limit + 1)
            let page = found.prefix(limit)
            let last = found.count > limit ? page.last.flatMap(RatingPlace.init) : nil
            return try .json(
                RatingPageResponse(
                    ratings: page.map { RatingResource(public: $0) },
                    nextCursor: last.map { RatingCursor(place: $0).description }))
        }
    }

    private var log: Operation {
        Operation(
            id: "getRatingLog", method: .get, path: "/v1/sellers/{id}/rating-log", tag: "ratings",
            summary:
                "An account's rating log: a chain of hashes, with a signed head, that anyone can check and reckon.",
            parameters: [
                Self.sellerParameter,
                .query("after", .integer(0...Int64.max), "The last line that the reader has.", default: 0),
                .query("limit", .integer(1...Self.maxLogPage), "How many lines at most.", default: 1000),
            ],
            successes: [
                .init(status: .ok, description: "Lines; none at the end.", schema: Schema.reference("RatingLog"))
            ], problems: [.notFound]
        ) { input in
            let id = try await seller(input)
            let lines = try await ratings.store.ratingLog(
                of: id, after: input.integer("after") ?? 0, limit: Int(input.integer("limit") ?? Self.maxLogPage))
            return try .json(
                RatingLogResponse(
                    lines: lines.map {
                        RatingLogLineResource(sequence: $0.sequence, text: $0.text, hash: $0.hash)
                    }, head: try await head(of: id)))
        }
    }

    /// Read after the lines: it may be ahead of them and never behind.
    private func head(of id: Int64) async throws -> RatingLogHeadResource {
        let newest = try await ratings.store.ratingLogHead(of: id)
        let head = RatingLogHead(
            accountID: id, length: newest?.sequence ?? 0, hash: newest?.hash ?? RatingLogLine.firstHash,
            atMilliseconds: clock.nowMilliseconds())
        let signed = try await credit.marketKey().sign(head)
        return RatingLogHeadResource(
            length: head.length, head: signed.head, signature: signed.signature, publicKey: signed.publicKey)
    }

    private func seller(_ input: OperationInput) async throws -> Int64 {
        guard let account = try await accounts.account(try input.id()) else { throw APIProblem.notFound("seller") }
        return account.id
    }
}
