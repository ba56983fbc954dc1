import Accounts
import Catalog
import HTTPTypes
import Hummingbird
import ListingSearch
import MarketplaceWire
import NIOCore
import Orders
import Ratings
import Scheduling

extension APIProblem {
    /// The one place where errors of the rooms below, of the framework and of our own making turn into HTTP. What is
    /// not known here is our own bug: it says nothing to the client, and everything to the log.
    init(_ error: any Error) {
        switch error {
        case let error as APIProblem: self = error
        case let error as MessageFault: self = error.problem
        case let error as CatalogError: self.init(error)
        case let error as OrderError: self.init(error)
        case let error as RatingError: self.init(error)
        case let error as ListingSearchError: self.init(error)
        case let error as any StorageFailure: self.init(error.trouble)
        case let error as UnknownMember: self = .badFields([ProblemField(error)])
        case let error as DecodingError: self.init(error)
        case let error as AccountError: self.init(error)
        case let error as Overloaded:
            self.init(
                .overloaded, "Try again in \(error.retryAfterSeconds) s.",
                headers: [.retryAfter: String(error.retryAfterSeconds)])
        // Nobody waits for this answer any more.
        case is CancellationError:
            self.init(.overloaded, "The request was given up.", headers: [.retryAfter: "1"])
        case let error as HTTPError where error.status == .notFound: self.init(.notFound, "There is no such resource.")
        case let error as any HTTPResponseError where error.status == .contentTooLarge:
            self.init(.bodyTooLarge, "The body is larger than the server takes.")
        case let error as any HTTPResponseError where error.status.kind == .clientError:
            self.init(.badRequest, "The request cannot be read.")
        default: self.init(.internalError, "The failure has been logged under this request's number.")
        }
    }

    private init(_ error: AccountError) {
        switch error {
        case .usernameTaken: self.init(.usernameTaken, "Somebody has this name already; take another.")
        case .invalid(let problems):
            self = .unacceptable(problems.map { FieldProblem(field: $0.field, message: $0.message) })
        case .wrongCredentials:
            self.init(.wrongCredentials, "The name or the password is wrong.", headers: Self.challenge())
        case .tooManyAttempts(let seconds): self = .tooManyRequests(retryAfterSeconds: seconds)
        case .notAuthenticated:
            self = .unauthenticated("The token is not valid, or no longer.", error: "invalid_token")
        }
    }

    private init(_ error: CatalogError) {
        switch error {
        case .notFound: self = .notFound("listing")
        case .stale(let version):
            self.init(
                .staleVersion, "The listing is at version \(version) now; read it again.",
                headers: [.eTag: EntityTag(version: version).description])
        case .illegalTransition(let from, let to):
            self.init(.illegalTransition, "A listing that is \(from.rawValue) cannot become \(to.rawValue).")
        case .invalid(let problems): self = .unacceptable(problems)
        case .overQuota(let excess):
            self.init(.overQuota, excess.sentence, fields: [ProblemField(excess)])
        case .quotaUnknown:
            self.init(.unavailable, "Your sales are still being read; try again soon.", headers: [.retryAfter: "1"])
        }
    }

    private init(_ error: OrderError) {
        switch error {
        case .notFound: self = .notFound("order")
        case .listingNotFound: self = .notFound("listing")
        case .illegalTransition(let state, let event):
            self.init(.illegalTransition, "An order that is \(state.rawValue) does not take \(event.rawValue).")
        case .notAllowed(let event, let actor):
            self.init(.notAllowed, "The \(actor.rawValue) of an order cannot \(event.rawValue) it.")
        case .tooEarly(let event, let from):
            self.init(.tooEarly, "\(event.rawValue) is possible from \(Timestamp(milliseconds: from)) on.")
        case .soldOut(let count): self.init(.soldOut, "\(count) are left.")
        case .priceChanged(let seen, let current):
            self.init(.priceChanged, "The total that you saw is \(Self.text(seen)); it is \(Self.text(current)) now.")
        case .ownListing:
            self = .unacceptable([FieldProblem(field: "listing_id", message: "is your own listing")])
        case .invalid(let problems): self = .unacceptable(problems)
        case .idempotencyKeyReused:
            self.init(.idempotencyKeyReused, "Idempotency-Key: take a new one for a new request.")
        case .tooManyUnpaid(let limit):
            self.init(
                .tooManyUnpaid, "At most \(limit) orders of yours may wait to be paid at once; pay or cancel some.")
        case .tooManyHeld(let limit, let held):
            self.init(
                .tooManyHeld,
                "Unpaid orders of yours may hold at most \(limit) of this listing, and hold \(held); order fewer, or pay first."
            )
        case .leftUnpaid(let count, let isOneListing, let until):
            self.init(
                .leftUnpaid,
                "You left \(count) orders\(isOneListing ? " of this listing" : "") unpaid within 24 hours; you can order \(isOneListing ? "it " : "")again from \(Timestamp(milliseconds: until)) on."
            )
        case .paymentDeclined: self.init(.paymentDeclined, "Pay again under a new key, perhaps in another way.")
        case .paymentGivenUp:
            self.init(.paymentDeclined, "The payment took too long and was given up; pay again under a new key.")
        case .noPaymentProvider:
            // Only an operator can change it, and every 503 says when to come again.
            self.init(.unavailable, "No payment provider is set up here.", headers: [.retryAfter: "3600"])
        }
    }

    private static func text(_ money: Money) -> String { "\(money.decimalText) \(money.currency.code)" }

    private init(_ error: RatingError) {
        switch error {
        case .orderNotFound: self = .notFound("order")
        case .notFound: self = .notFound("rating, or it is sealed")
        case .notCompleted: self.init(.illegalTransition, "Only a completed order can be rated.")
        case .windowOver(let since):
            self.init(.illegalTransition, "The time for it was over on \(Timestamp(milliseconds: since)).")
        case .givenAlready(let what): self.init(.illegalTransition, "The \(what) was given already.")
        case .invalid(let field, let message): self = .unacceptable([FieldProblem(field: field, message: message)])
        }
    }

    private init(_ error: ListingSearchError) {
        switch error {
        case .invalidCursor:
            self = .unacceptable([FieldProblem(field: "cursor", message: "was not given out by this search")])
        case .tooManyTerms(let limit):
            self = .unacceptable([FieldProblem(field: "q", message: "has more than \(limit) words")])
        case .unavailable(let reason): self.init(.unavailable, reason, headers: [.retryAfter: "2"])
        }
    }

    /// What a store cannot do is our trouble: damage is never a 404, and its words are for the log alone.
    private init(_ trouble: StorageTrouble) {
        switch trouble {
        case .full:
            self.init(
                .insufficientStorage, "The market's disk is full; nothing was written.", headers: [.retryAfter: "30"])
        case .busy: self.init(.unavailable, "The market's store is busy; try again soon.", headers: [.retryAfter: "1"])
        case .damaged, .failed:
            self.init(.internalError, "The failure has been logged under this request's number.")
        }
    }

    private init(_ error: DecodingError) {
        let field = ProblemField(error)
        guard !field.field.isEmpty else {
            self.init(.badRequest, "The body \(field.message).")
            return
        }
        self = .badField(field.field, field.message)
    }
}

extension ProblemField {
    /// Named as `GET /v1/me` names the same limit.
    init(_ excess: QuotaExcess) {
        self.init(field: "quota.\(excess.measure.rawValue)", message: excess.sentence)
    }

    init(_ error: UnknownMember) {
        let known = error.known.sorted().joined(separator: ", ")
        self.init(field: error.path.echoed, message: "is not known here; known are \(known)")
    }

    /// The member that could not be decoded, with its way from the root; empty for the body as a whole.
    init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            self.init(field: Self.path(context.codingPath + [key]), message: "is missing")
        case .typeMismatch(let type, let context):
            self.init(field: Self.path(context.codingPath), message: "has to be \(Self.name(of: type))")
        case .valueNotFound(let type, let context):
            self.init(field: Self.path(context.codingPath), message: "has to be \(Self.name(of: type)), not null")
        case .dataCorrupted(let context):
            let path = Self.path(context.codingPath)
            self.init(field: path, message: path.isEmpty ? "is not JSON" : "cannot be read as what it should be")
        @unknown default: self.init(field: "", message: "cannot be read")
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        UnknownMember.path(keys)
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Int.Type, is Int64.Type: "a whole number of at most 64 bits"
        case is Bool.Type: "true or false"
        case is [any Any].Type: "a list"
        default: "\(type)".hasPrefix("Array") ? "a list" : "an object"
        }
    }
}
