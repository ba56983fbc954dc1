import Accounts
import HTTPTypes
import MarketplaceWire

/// The API's description in OpenAPI 3.1, made from the table of operations that also makes the routes.
struct OpenAPIDocument: Sendable {
    var operations: [Operation]
    var schemas: [(name: String, schema: JSONValue)]

    var json: JSONValue {
        [
            "openapi": "3.1.0",
            "info": info,
            "servers": [["url": "/"]],
            "tags": .array(Self.tags.map { ["name": .string($0.name), "description": .string($0.description)] }),
            "paths": paths,
            "components": [
                "schemas": .object(schemas.map { .init(name: $0.name, value: $0.schema) }),
                "securitySchemes": [
                    "token": [
                        "type": "http", "scheme": "bearer",
                        "description": "A token from `POST /v1/tokens`. Scopes: `read`, `buy`, `sell`.",
                    ]
                ],
            ],
        ]
    }

    private var info: JSONValue {
        [
            "title": "Sesame",
            "version": "1",
            "summary": "A free marketplace where anyone can sell to anyone.",
            "description": .string(Self.conventions),
        ]
    }

    private static let tags: [(name: String, description: String)] = [
        ("accounts", "Accounts and their tokens."),
        ("listings", "What sellers offer."),
        ("search", "Finding listings."),
        ("sellers", "Sellers as everybody sees them."),
        ("operators", "For whoever watches the server."),
    ]

    private static let conventions = """
        Money is in minor units of an ISO 4217 currency. Times are RFC 3339 in UTC. Every error is problem+json \
        (RFC 9457) with the number of its request. 400 means that this description refuses the request, 422 that a rule \
        of the market does. Unknown parameters and members are refused. A path answers 405 with `Allow` to methods that \
        it does not know; HEAD goes wherever GET does. Lists go on with the opaque `next_cursor` of the page before. \
        A client that closes its sending side before the answer counts as gone, and a read or a search may be given up.
        """
}

// MARK: - Paths

extension OpenAPIDocument {
    private var paths: JSONValue {
        var paths: [JSONValue.Member] = []
        for operation in operations {
            let member = JSONValue.Member(name: operation.method.rawValue.lowercased(), value: json(of: operation))
            if let index = paths.firstIndex(where: { $0.name == operation.path }) {
                paths[index].value[member.name] = member.value
            } else {
                paths.append(.init(name: operation.path, value: .object([member])))
            }
        }
        return .object(paths)
    }

    private func json(of operation: Operation) -> JSONValue {
        var json: JSONValue = [
            "operationId": .string(operation.id), "tags": [.string(operation.tag)],
            "summary": .string(operation.summary),
        ]
        switch operation.access {
        case .anyone: json["security"] = []
        case .optionalToken: json["security"] = [[:], ["token": []]]
        case .token(let scope):
            json["security"] = [["token": []]]
            if let scope { json["description"] = .string("Needs a token with the scope `\(scope.rawValue)`.") }
        }
        if !operation.parameters.isEmpty { json["parameters"] = .array(operation.parameters.map(\.json)) }
        if let body = operation.body {
            json["requestBody"] = [
                "required": true,
                "description": .string("At most \(body.maxByteCount) bytes."),
                "content": ["application/json": ["schema": Schema.reference(body.schema)]],
            ]
        }
        json["responses"] = responses(of: operation)
        return json
    }
}

// MARK: - Responses

extension OpenAPIDocument {
    private func responses(of operation: Operation) -> JSONValue {
        let successes = operation.successes.map { success in
            JSONValue.Member(name: String(success.status.code), value: json(of: success))
        }
        let problems = Dictionary(grouping: operation.allProblems, by: \.status.code).sorted { $0.key < $1.key }
        return .object(successes + problems.map { .init(name: String($0.key), value: json(of: $0.value)) })
    }

    private func json(of success: Operation.Success) -> JSONValue {
        var json: JSONValue = ["description": .string(success.description)]
        json["headers"] = headers(success.headers)
        if !success.links.isEmpty { json["links"] = links(success.links) }
        if let schema = success.schema {
            json["content"] = .object([.init(name: success.mediaType, value: ["schema": schema])])
        }
        return json
    }

    private func links(_ links: [Operation.Link]) -> JSONValue {
        .object(
            links.map { link in
                let parameters = link.parameters.sorted { $0.key < $1.key }
                return .init(
                    name: link.operationID,
                    value: [
                        "operationId": .string(link.operationID),
                        "parameters": .object(parameters.map { .init(name: $0.key, value: .string($0.value)) }),
                    ])
            })
    }

    private func json(of kinds: [ProblemKind]) -> JSONValue {
        var headers: [ResponseHeader] = []
        if kinds.contains(where: { $0.status == .tooManyRequests || $0.status == .serviceUnavailable }) {
            headers.append(
                ResponseHeader(
                    name: "Retry-After", description: "Seconds.", schema: Schema.integer(1...Int64(Int32.max))))
        }
        if kinds.contains(where: { $0.status == .unauthorized }) {
            headers.append(
                ResponseHeader(name: "WWW-Authenticate", description: "RFC 6750.", schema: Schema.text()))
        }
        return [
            "description": .string(kinds.map { "`\($0.type)`: \($0.title)" }.joined(separator: " ")),
            "headers": self.headers(headers),
            "content": .object([.init(name: Problem.mediaType, value: ["schema": Schema.reference("Problem")])]),
        ]
    }

    /// Every answer carries its request's number.
    private func headers(_ headers: [ResponseHeader]) -> JSONValue {
        let number = ResponseHeader(
            name: "X-Request-Id", description: "Finds the request in the server's log; what the client sent, if sane.",
            schema: Schema.text(1...RequestNumber.maxLength, pattern: "^[A-Za-z0-9._-]+$"))
        return .object(
            ([number] + headers).map { header in
                .init(
                    name: header.name,
                    value: [
                        "description": .string(header.description), "required": .bool(header.isRequired),
                        "schema": header.schema,
                    ])
            })
    }
}
