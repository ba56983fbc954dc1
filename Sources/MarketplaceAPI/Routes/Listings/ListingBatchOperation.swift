import Accounts
import Catalog
import HTTPTypes
import MarketplaceWire

/// Many new listings at once: good ones are written in one transaction, bad ones are named and stop nothing.
struct ListingBatchOperation: Sendable {
    var listings: ListingService
    var limits: APILimits
    var bodies: ListingBodies

    /// RFC 4918, 11.1.
    private static let multiStatus = HTTPResponse.Status(code: 207, reasonPhrase: "Multi-Status")

    var operation: Operation {
        Operation(
            id: "createListings", method: .post, path: "/v1/listings/batch", tag: "listings",
            summary: "Offers many things at once, with a status each.", access: .token(.sell),
            body: .init(schema: "ListingBatchRequest", maxByteCount: limits.maxBatchBodyByteCount),
            successes: [
                .init(
                    status: Self.multiStatus, description: "What became of each, in their order.",
                    schema: Schema.reference("ListingBatchResponse"))
            ],
            problems: [.unavailable]
        ) { input in
            let body = try await input.decodeLarge(ListingBatchBody.self)
            let most = min(limits.maxBatchItems, ListingBatchBody.mostItems)
            guard !body.isTooLong, (1...most).contains(body.items.count) else {
                throw APIProblem.badField("listings", "has to have 1 to \(most) items")
            }
            let results = try await create(body.items, sellerID: try input.owner().accountID)
            return try .json(ListingBatchResponse(results: results), status: Self.multiStatus)
        }
    }

    /// So many problems of all items are named at most, and of each item as many as of the others: one at least.
    private static let mostProblems = 2_000

    private func create(_ items: [ListingBatchBody.Item], sellerID: Int64) async throws -> [ListingBatchResult] {
        let most = max(1, min(MemberProblems.mostNamed, Self.mostProblems / items.count))
        var results = [ListingBatchResult?](repeating: nil, count: items.count)
        var good: [(index: Int, content: ListingContent)] = []
        for (index, item) in items.enumerated() {
            switch item {
            case .bad(let field): results[index] = ListingBatchResult(index: index, errors: [field])
            case .good(let request):
                do {
                    good.append((index, try bodies.content(request)))
                } catch let problem as APIProblem {
                    results[index] = ListingBatchResult(index: index, errors: problem.listedFields(most: most))
                }
            }
        }
        let written = try await listings.createMany(good.map(\.content), sellerID: sellerID)
        for (item, result) in zip(good, written) {
            results[item.index] = try Self.result(result, index: item.index, most: most)
        }
        return results.compactMap { $0 }
    }

    private static func result(
        _ result: Result<Listing, CatalogError>, index: Int, most: Int
    ) throws -> ListingBatchResult {
        switch result {
        case .success(let listing): ListingBatchResult(index: index, id: listing.id, version: listing.version)
        case .failure(.invalid(let problems)):
            ListingBatchResult(index: index, errors: APIProblem.unacceptable(problems).listedFields(most: most))
        case .failure(.overQuota(let excess)):
            ListingBatchResult(
                index: index, status: Int(ProblemKind.overQuota.status.code), errors: [ProblemField(excess)])
        case .failure(let error): throw error
        }
    }
}
