import Accounts
import Catalog
import HTTPTypes
import MarketplaceWire
import Orders

/// One listing: create, read, change, close, relist, delete.
///
/// Who may do what: everybody sees active listings; a closed one is seen by its seller's token only, a deleted one by
/// nobody. A change takes its seller's token with the scope `sell`. What somebody may not see or change answers 404.
struct ListingOperations: Sendable {
    var listings: ListingService
    var orders: any TradeStore
    var limits: APILimits
    var bodies: ListingBodies

    var operations: [Operation] { [create, read, edit, delete, close, relist] }

    private static let idParameter = Parameter.path("id", .integer(1...Int64.max), "The listing's number.")

    private static let ifMatch = Parameter.header(
        "If-Match",
        .text(
            4...21,
            TextShape(
                pattern: EntityTag.pattern, words: "the ETag of the listing as it was read, \"v3\"",
                accepts: { EntityTag($0) != nil })),
        "The ETag of the listing as it was read.", isRequired: true)

    private static func success(_ status: HTTPResponse.Status, _ description: String) -> Operation.Success {
        Operation.Success(
            status: status, description: description, schema: Schema.reference("Listing"),
            headers: [
                ResponseHeader(
                    name: "ETag", description: "Its version.", schema: Schema.text(pattern: EntityTag.pattern))
            ], links: links)
    }

    /// An answer with a listing holds all that the next change of it needs.
    private static let links: [Operation.Link] = {
        let id = ["path.id": "$response.body#/id"]
        let version = ["header.If-Match": "$response.header.ETag"]
        return [Operation.Link(operationID: "getListing", parameters: id)]
            + ["updateListing", "closeListing", "relistListing", "deleteListing"].map { name in
                Operation.Link(operationID: name, parameters: id.merging(version) { first, _ in first })
            }
    }()

    private static func answer(_ listing: Listing, status: HTTPResponse.Status = .ok) throws -> Answer {
        var headers: HTTPFields = [.eTag: EntityTag(version: listing.version).description, .cacheControl: "no-cache"]
        if status == .created { headers[.location] = "/v1/listings/\(listing.id)" }
        return try .json(ListingResource(listing), status: status, headers: headers)
    }
}

// MARK: - Create and read

extension ListingOperations {
    private var create: Operation {
        var success = Self.success(.created, "The new listing.")
        success.headers.append(
            ResponseHeader(name: "Location", description: "Where it is.", schema: Schema.text()))
        return Operation(
            id: "createListing", method: .post, path: "/v1/listings", tag: "listings", summary: "Offers something.",
            access: .token(.sell), body: .init(schema: "ListingRequest", maxByteCount: limits.maxBodyByteCount),
            successes: [success], problems: [.overQuota, .unacceptable, .unavailable]
        ) { input in
            let content = try bodies.content(try input.decode(ListingRequest.self))
            let listing = try await listings.create(content, sellerID: try input.owner().accountID)
            return try Self.answer(listing, status: .created)
        }
    }

    private var read: Operation {
        Operation(
            id: "getListing", method: .get, path: "/v1/listings/{id}", tag: "listings", summary: "Shows a listing.",
            access: .optionalToken,
            parameters: [
                Self.idParameter,
                .header("If-None-Match", .text(0...1024), "ETags that the client has.", isRequired: false),
            ],
            successes: [
                Self.success(.ok, "The listing."),
                .init(status: .notModified, description: "The client has it already."),
            ],
            problems: [.notFound]
        ) { input in
            let listing = try await listings.show(try input.id(), to: input.identity?.accountID)
            guard listing.sellerID != input.identity?.accountID else {
                // What is held changes without the version: it is always told anew, and kept by no shared cache.
                let held = try await orders.heldStock(ofListings: [listing.id])[listing.id]
                return try .json(
                    ListingResource(listing, held: held),
                    headers: [
                        .eTag: EntityTag(version: listing.version).description, .cacheControl: "private, no-cache",
                    ])
            }
            let tag = EntityTag(version: listing.version)
            if let field = input.text("If-None-Match"), tag.isAmong(field) {
                return .empty(.notModified, headers: [.eTag: tag.description, .cacheControl: "no-cache"])
            }
            return try Self.answer(listing)
        }
    }
}

// MARK: - Change

extension ListingOperations {
    private var edit: Operation {
        changing(
            id: "updateListing", .patch, "", summary: "Changes what a listing says; absent members stay as they are.",
            body: .init(schema: "ListingPatch", maxByteCount: limits.maxBodyByteCount),
            success: Self.success(.ok, "The listing as it is now."),
            prepare: { input in
                let patch = try input.decode(ListingPatch.self)
                try bodies.check(patch)
                return patch
            }
        ) { patch, listing in
            let content = bodies.content(listing.content, patched: patch)
            return try Self.answer(
                try await listings.edit(
                    listing.id, sellerID: listing.sellerID, expectedVersion: listing.version, content: content))
        }
    }

    private var delete: Operation {
        changing(
            id: "deleteListing", .delete, "", summary: "Takes a listing off the market for good.",
            success: .init(status: .noContent, description: "It is deleted.")
        ) { listing in
            _ = try await listings.delete(
                listing.id, sellerID: listing.sellerID, expectedVersion: listing.version)
            return .empty(.noContent)
        }
    }

    private var close: Operation {
        changing(
            id: "closeListing", .post, "/close", summary: "Takes a listing off the market; it can be relisted.",
            success: Self.success(.ok, "The listing as it is now.")
        ) { listing in
            try Self.answer(
                try await listings.close(listing.id, sellerID: listing.sellerID, expectedVersion: listing.version))
        }
    }

    private var relist: Operation {
        changing(
            id: "relistListing", .post, "/relist", summary: "Puts a closed listing back on the market.",
            success: Self.success(.ok, "The listing as it is now.")
        ) { listing in
            try Self.answer(
                try await listings.relist(listing.id, sellerID: listing.sellerID, expectedVersion: listing.version))
        }
    }

    /// An operation on a listing of the token's account, at the version that `If-Match` names. Refuses in the order
    /// 404, 428, 412; the version is checked again in the transaction that writes.
    private func changing(
        id: String, _ method: HTTPRequest.Method, _ verb: String, summary: String,
        success: Operation.Success, _ change: @escaping @Sendable (Listing) async throws -> Answer
    ) -> Operation {
        changing(id: id, method, verb, summary: summary, body: nil, success: success, prepare: { _ in }) { _, listing in
            try await change(listing)
        }
    }

    /// As above, with a body that is checked before anything is looked up.
    private func changing<Change: Sendable>(
        id: String, _ method: HTTPRequest.Method, _ verb: String, summary: String, body: Operation.Body?,
        success: Operation.Success, prepare: @escaping @Sendable (OperationInput) throws -> Change,
        _ change: @escaping @Sendable (Change, Listing) async throws -> Answer
    ) -> Operation {
        Operation(
            id: id, method: method, path: "/v1/listings/{id}\(verb)", tag: "listings", summary: summary,
            access: .token(.sell), parameters: [Self.idParameter, Self.ifMatch], body: body, successes: [success],
            problems: [
                .notFound, .illegalTransition, .overQuota, .staleVersion, .preconditionRequired, .unacceptable,
                .unavailable,
            ]
        ) { input in
            let prepared = try prepare(input)
            let sellerID = try input.owner().accountID
            let listing = try await listings.show(try input.id(), to: sellerID)
            guard listing.sellerID == sellerID else { throw CatalogError.notFound }
            guard let field = input.text("If-Match"), let tag = EntityTag(field) else {
                throw APIProblem(.preconditionRequired, "Send the listing's ETag as If-Match.")
            }
            guard tag.version == listing.version else { throw CatalogError.stale(currentVersion: listing.version) }
            return try await change(prepared, listing)
        }
    }
}
