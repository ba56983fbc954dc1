import Accounts
import Catalog
import HTTPTypes
import MarketplaceWire
import Orders
import Ratings

/// Sellers as everybody sees them, and what they offer.
struct SellerOperations: Sendable {
    var accounts: any AccountStore
    var listings: any ListingStore
    var orders: any TradeStore
    var board: RatingBoard

    var operations: [Operation] { [seller, sellerListings] }

    private static let idParameter = Parameter.path("id", .integer(1...Int64.max), "The seller's account number.")

    private var seller: Operation {
        Operation(
            id: "getSeller", method: .get, path: "/v1/sellers/{id}", tag: "sellers", summary: "Shows a seller.",
            parameters: [Self.idParameter],
            successes: [.init(status: .ok, description: "The seller.", schema: Schema.reference("Seller"))],
            problems: [.notFound]
        ) { input in
            let account = try await account(try input.id())
            return try .json(SellerResource(account, rating: board.entry(account.id).map(SellerRatingResource.init)))
        }
    }

    private var sellerListings: Operation {
        Operation(
            id: "listSellerListings", method: .get, path: "/v1/sellers/{id}/listings", tag: "sellers",
            summary:
                "A seller's listings, newest first; closed ones for the seller's own token only. Long texts end a page early.",
            access: .optionalToken,
            parameters: [
                Self.idParameter,
                .query("status", .choice(["active", "closed", "all"]), "Which ones.", default: "active"),
                .query("limit", .integer(APILimits.pageLimits), "How many at most.", default: 20),
                .query("cursor", .text(18...18, PageCursor.rule), "`next_cursor` of the page before."),
            ],
            successes: [.init(status: .ok, description: "A page.", schema: Schema.reference("ListingPage"))],
            problems: [.notFound]
        ) { input in
            let id = try await account(try input.id()).id
            let isOwner = input.identity?.accountID == id
            let statuses = Self.statuses(input.text("status"), isOwner: isOwner)
            guard !statuses.isEmpty else { return try .json(ListingPageResponse(listings: [], nextCursor: nil)) }
            let limit = Int(input.integer("limit") ?? 20)
            let page = try await listings.listings(
                sellerID: id, statuses: statuses,
                beforeID: input.text("cursor").flatMap(PageCursor.init)?.lastID, limit: limit)
            let cursor = page.hasMore ? page.listings.last.map { PageCursor(lastID: $0.id).description } : nil
            let held = isOwner ? try await orders.heldStock(ofListings: page.listings.map(\.id)) : [:]
            return try .json(
                ListingPageResponse(
                    listings: page.listings.map {
                        isOwner ? ListingResource($0, held: held[$0.id]) : ListingResource($0)
                    },
                    nextCursor: cursor))
        }
    }

    private static func statuses(_ word: String?, isOwner: Bool) -> Set<ListingStatus> {
        let visible: Set<ListingStatus> = isOwner ? [.active, .closed] : [.active]
        switch word {
        case "all": return visible
        case "closed": return visible.intersection([.closed])
        default: return visible.intersection([.active])
        }
    }

    private func account(_ id: Account.ID) async throws -> Account {
        guard let account = try await accounts.account(id) else { throw APIProblem.notFound("seller") }
        return account
    }
}
