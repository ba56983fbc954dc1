import Accounts
import Catalog
import ListingSearch

/// The shapes of the wire, as JSON Schema: requests are closed, answers may gain members.
struct ComponentSchemas {
    var bodies: ListingBodies
    var limits: APILimits

    var all: [(name: String, schema: JSONValue)] {
        accounts + listings + search + OrderSchemas.all + RatingBodies.schemas + CreditOperations.schemas
            + [
                ("ProviderEvent", ProviderEventOperation.schema),
                ("Problem", problem), ("ProblemField", problemField),
                ("Health", Schema.object(["status": Schema.text()])),
            ]
    }

    private var problem: JSONValue {
        Schema.object(
            [
                "type": Schema.text(nil, pattern: "^/problems/", "Names the kind of problem, for programs."),
                "title": Schema.text(), "status": Schema.integer(400...599), "detail": Schema.text(),
                "instance": Schema.text(nil, "The path asked for."), "request_id": Schema.text(),
                "errors": Schema.array(of: Schema.reference("ProblemField")),
            ], optional: ["errors"], "RFC 9457.")
    }

    private var problemField: JSONValue {
        Schema.object(["field": Schema.text(nil, "`attributes[2].name`"), "message": Schema.text()])
    }
}

// MARK: - Accounts

extension ComponentSchemas {
    private static let scopes = Schema.array(
        of: Schema.choice(Scope.allCases.map(\.rawValue)), counts: 1...Scope.allCases.count, unique: true)

    private static let usage = Schema.object(["used": Schema.count(), "limit": Schema.count()])

    private var accounts: [(name: String, schema: JSONValue)] {
        [
            (
                "AccountRequest",
                Schema.object(
                    [
                        "username": AccountBodies.username.schema("Unique without regard to case."),
                        "password": AccountBodies.newPassword.schema(),
                        "display_name": AccountBodies.displayName.schema("The shop's name; the username if absent."),
                    ], optional: ["display_name"], isClosed: true)
            ),
            (
                "TokenRequest",
                Schema.object(
                    [
                        "username": AccountBodies.username.schema(), "password": AccountBodies.password.schema(),
                        "scopes": Self.scopes,
                        "device": AccountBodies.device.schema(
                            "What an earlier log-in gave this device: it is let in while others guess at the password."),
                        "remember_device": [
                            "type": "boolean", "description": "Whether the answer is to hold such a text.",
                        ],
                    ], optional: ["scopes", "device", "remember_device"], isClosed: true)
            ),
            (
                "Account",
                Schema.object([
                    "id": Schema.id(), "username": Schema.text(), "display_name": Schema.text(),
                    "created_at": Schema.time(),
                ])
            ),
            (
                "Token",
                Schema.object(
                    [
                        "token": Schema.text(), "token_type": Schema.choice(["Bearer"]), "scopes": Self.scopes,
                        "expires_at": Schema.time(), "account": Schema.reference("Account"),
                        "device": Schema.text(nil, "For the next log-in of this device."),
                    ], optional: ["device"])
            ),
            (
                "Me",
                Schema.object([
                    "account": Schema.reference("Account"), "scopes": Self.scopes, "expires_at": Schema.time(),
                    "quota": Schema.object(
                        [
                            "listings": Self.usage, "bytes": Self.usage, "listings_added_today": Self.usage,
                            "bytes_added_today": Self.usage,
                        ],
                        """
                        Of listings on sale, and of the bytes of their titles, descriptions and attributes; and of what \
                        was added since midnight (UTC), whatever has become of it.
                        """),
                ])
            ),
            (
                "Seller",
                Schema.object(
                    [
                        "id": Schema.id(), "username": Schema.text(), "display_name": Schema.text(),
                        "member_since": Schema.time(), "rating": Schema.reference("SellerRating"),
                    ], optional: ["rating"])
            ),
        ]
    }
}

// MARK: - Listings

extension ComponentSchemas {
    private var listings: [(name: String, schema: JSONValue)] {
        [
            (
                "ListingRequest",
                Schema.object(bodies.memberSchemas, optional: ListingBodies.defaultedMembers, isClosed: true)
            ),
            ("ListingPatch", patch), ("Listing", listing), ("ListingSummary", summary), ("Attribute", attribute),
            ("ListingPage", Schema.object(["listings": list("Listing"), "next_cursor": Self.cursor])),
            ("Categories", Schema.object(["categories": list("Category")])),
            (
                "Category",
                Schema.object([
                    "id": Schema.id(), "parent_id": Schema.nullable(Schema.id()), "slug": Schema.text(),
                    "name_zh": Schema.text(), "name_en": Schema.text(),
                ])
            ),
        ] + batch
    }

    private var batch: [(name: String, schema: JSONValue)] {
        let items = JSONValue.object([
            .init(name: "type", value: "object"),
            .init(name: "description", value: "A `ListingRequest`; one that is not gets status 422 in the answer."),
        ])
        let result = Schema.object(
            [
                "index": Schema.count("The item's place in the request."), "status": Schema.choice([201, 409, 422]),
                "id": Schema.id(), "version": Schema.id(), "errors": list("ProblemField"),
            ], optional: ["id", "version", "errors"])
        return [
            (
                "ListingBatchRequest",
                Schema.object(["listings": Schema.array(of: items, counts: 1...limits.maxBatchItems)], isClosed: true)
            ),
            (
                "ListingBatchResponse",
                Schema.object([
                    "results": list("ListingBatchResult"), "created": Schema.count(), "refused": Schema.count(),
                ])
            ),
            ("ListingBatchResult", result),
        ]
    }

    private var patch: JSONValue {
        var schema = Schema.object(
            bodies.memberSchemas, optional: Set(bodies.memberSchemas.memberNames), isClosed: true)
        schema["minProperties"] = 1
        return schema
    }

    private var attribute: JSONValue {
        Schema.object(
            ["name": ListingBodies.attributeName.schema(), "value": ListingBodies.attributeValue.schema()],
            isClosed: true)
    }

    /// A listing in an answer: what its seller wrote has passed the checks, so only the types are promised.
    private var listing: JSONValue {
        var members = summaryMembers
        members["description"] = Schema.text()
        members["held_quantity"] = Schema.count(
            "How many more unpaid orders hold; told to its seller who reads it or lists their listings.")
        members["held_until"] = Schema.time("By then all of those are paid or for sale again; where some are held.")
        return Schema.object(members, optional: ["held_quantity", "held_until"])
    }

    /// As a page of hits shows it.
    private var summary: JSONValue {
        Schema.object(
            summaryMembers,
            "A listing without its description, with its first attributes: `GET /v1/listings/{id}` has the whole.")
    }

    private var summaryMembers: JSONValue {
        [
            "id": Schema.id(), "seller_id": Schema.id(), "title": Schema.text(), "category_id": Schema.id(),
            "condition": Schema.choice(Condition.allCases.map(\.rawValue)), "price_minor": Schema.count(),
            "currency": Schema.choice(Currency.allCodes), "quantity": Schema.count(), "region": Schema.text(),
            "ships_to": Schema.array(of: Schema.text()), "shipping_fee_minor": Schema.count(),
            "attributes": list("Attribute"),
            "status": Schema.choice([ListingStatus.active.rawValue, ListingStatus.closed.rawValue]),
            "version": Schema.id(), "created_at": Schema.time(), "updated_at": Schema.time(),
        ]
    }
}

// MARK: - Search

extension ComponentSchemas {
    private var search: [(name: String, schema: JSONValue)] {
        [
            ("SearchResult", result), ("SearchHit", hit),
            (
                "FacetBucket",
                Schema.object(
                    [
                        "key": Schema.text(
                            nil,
                            "What to send to filter by it: a category's number, a condition, a region, a currency, an attribute (`brand:apple`), or a price range `low-high` in minor units, both ends in it."
                        ),
                        "name": Schema.reference("BilingualText"),
                        "path": Schema.array(
                            of: Schema.reference("CategoryName"), "Of a category: from the top of the tree to it."),
                        "count": Schema.count(),
                    ], optional: ["name", "path"])
            ),
            (
                "AttributeFacet",
                Schema.object([
                    "key": Schema.text(nil, "The name in all its writings."),
                    "name": Schema.reference("BilingualText"), "buckets": list("FacetBucket"),
                ])
            ),
            ("BilingualText", Schema.object(["en": Schema.text(), "zh": Schema.text()])),
            (
                "CategoryName",
                Schema.object(["id": Schema.id(), "slug": Schema.text(), "name": Schema.reference("BilingualText")])
            ),
            (
                "Suggestions",
                Schema.object(["suggestions": Schema.array(of: Schema.reference("Suggestion"))])
            ),
            ("Suggestion", Schema.object(["text": Schema.text(), "count": Schema.count()])),
        ]
    }

    private var result: JSONValue {
        let relations = [Total.Relation.exact.rawValue, Total.Relation.atLeast.rawValue]
        return Schema.object([
            "hits": list("SearchHit"),
            "total": Schema.object(["value": Schema.count(), "relation": Schema.choice(relations)]),
            "facets": Schema.map(of: list("FacetBucket"), "Those asked for, but for `attributes`."),
            "attribute_facets": list("AttributeFacet"),
            "price_currency": Schema.nullable(
                Schema.text(nil, "What prices were compared in; null where none were.")),
            "relaxed": ["type": "boolean", "description": "Whether words were let go because all found too little."],
            "let_go": [
                "type": "array", "items": ["type": "string"],
                "description": "Words of the query that the best hit without all of them does not hold.",
            ],
            "left_out": [
                "type": "array", "items": ["type": "string"],
                "description": "The words of a long text that were not looked for, since others say more.",
            ],
            "correction": Schema.nullable(Schema.text()), "did_you_mean": Schema.nullable(Schema.text()),
            "next_cursor": Self.cursor,
            "took_us": Schema.count("Microseconds inside the search."),
        ])
    }

    private var hit: JSONValue {
        Schema.object(
            [
                "listing": Schema.reference("ListingSummary"), "category": Schema.reference("CategoryName"),
                "extract": Schema.text(nil, "A short piece of the description, around what matched there."),
                "seller_name": Schema.text(),
                "seller_rating": Schema.object(
                    [
                        "level": Schema.integer(0...20), "level_name": Schema.text(),
                        "percent_positive": ["type": "number"], "standing": ["type": "number"],
                        "trades": Schema.count(),
                    ], optional: ["percent_positive"], "`GET /v1/sellers/{id}` has all of it."),
                "score": ["type": "number"],
                "highlights": Schema.map(
                    of: Schema.text(),
                    "`title`, `extract` and `seller_name`, as far as they match: escaped for HTML, matches in `<em>`."
                ),
                "explanation": Schema.array(
                    of: Schema.object([
                        "kind": Schema.choice(RankExplanation.Part.Kind.allCases.map(\.rawValue)),
                        "term": Schema.text(
                            nil,
                            "The word as it was typed (`shop`: only the shop's name holds it), or the ranking term's name."
                        ),
                        "score": ["type": "number"],
                    ]), "The parts of the score."),
                "reason": Schema.reference("BilingualText"),
            ], optional: ["category", "seller_name", "seller_rating", "explanation", "reason"])
    }

    static var cursor: JSONValue {
        Schema.nullable(Schema.text(1...APILimits.maxCursorLength, "For the next page; null on the last."))
    }

    private func list(_ name: String) -> JSONValue { Schema.array(of: Schema.reference(name)) }
}
