import Accounts
import HTTPTypes
import Hummingbird
import NIOCore

/// Checks a request against its operation's description, in the order token, parameters, body, and lets its handler
/// answer once there is room for its kind of work.
struct OperationResponder: HTTPResponder {
    var operation: Operation
    var authenticator: Authenticator
    var admission: Admission
    var bodyBudget: BodyBudget

    func respond(to request: Request, context: APIContext) async throws -> Response {
        var input = OperationInput(
            headers: request.headers, peerAddress: context.peerAddress, values: [:], body: nil, identity: nil)
        input.identity = try await identity(of: request, context)
        input.values = try values(of: request, parameters: context.parameters)
        if let body = operation.body {
            try check(body, of: request)
            input.bodyRoom = try await room(for: body, of: request, input, context)
            // Only now, so that a client that waits for it sends no body to be refused.
            if request.headers[.expect] != nil { context.connection.askForBody() }
            input.body = try await collect(body, of: request)
        }
        if let answer = try operation.immediate?(input) { return answer.response }
        return try await answer(input, context)
    }

    /// Nil where nobody in particular has to ask.
    private func identity(of request: Request, _ context: APIContext) async throws -> Identity? {
        let neededScope: Scope?
        switch operation.access {
        case .anyone: return nil
        case .optionalToken where request.headers[.authorization] == nil: return nil
        case .optionalToken: neededScope = nil
        case .token(let scope): neededScope = scope
        }
        return try await authenticator.identity(of: request, scope: neededScope, on: context.connection)
    }

    /// Lets the handler answer once there is room. A client that goes meanwhile gives up its place in the line, where
    /// nothing is begun, and ends work that is only read or hashed for it; what is written is written to its end.
    private func answer(_ input: OperationInput, _ context: APIContext) async throws -> Response {
        let (handler, kind) = (operation.handler, operation.workKind)
        return try await admission.run(kind, whileWaiting: { context.connection.onClose($0) }) {
            guard [.search, .read, .logIn].contains(kind) else { return try await handler(input).response }
            let work = Task(executorPreference: operation.executor) { try await handler(input).response }
            context.connection.onClose { work.cancel() }
            return try await withTaskCancellationHandler {
                try await work.value
            } onCancel: {
                work.cancel()
            }
        }
    }

    // MARK: - Parameters

    private func values(of request: Request, parameters: Parameters) throws -> [String: ParameterValue] {
        var texts = try queryTexts(request.uri.query ?? "")
        for parameter in operation.parameters {
            switch parameter.location {
            case .query: break
            case .path: texts[parameter.name] = [try pathText(parameter.name, of: parameters)]
            case .header:
                texts[parameter.name] = HTTPField.Name(parameter.name).flatMap { request.headers[$0] }.map { [$0] }
            }
        }
        var values: [String: ParameterValue] = [:]
        for parameter in operation.parameters {
            guard let given = texts[parameter.name] else {
                // A missing header has an answer of its own (428), which its handler gives.
                if parameter.isRequired, parameter.location == .query {
                    throw APIProblem.badField(parameter.name, "is missing")
                }
                continue
            }
            values[parameter.name] = try parameter.value(given)
        }
        return values
    }

    private func queryTexts(_ query: String) throws -> [String: [String]] {
        guard let items = PercentEncoding.items(query: query) else {
            throw APIProblem(.badRequest, "The query is not percent-encoded UTF-8.")
        }
        var texts: [String: [String]] = [:]
        for (name, value) in items {
            guard operation.parameters.contains(where: { $0.location == .query && $0.name == name }) else {
                let known = operation.parameters.filter { $0.location == .query }.map(\.name)
                throw APIProblem.badField(
                    name.echoed,
                    known.isEmpty
                        ? "is not known here" : "is not known here; known are \(known.joined(separator: ", "))")
            }
            texts[name, default: []].append(value)
        }
        return texts
    }

    private func pathText(_ name: String, of parameters: Parameters) throws -> String {
        guard let text = parameters.get(name).flatMap({ PercentEncoding.decode($0, plusIsSpace: false) }) else {
            throw APIProblem.badField(name, "is not percent-encoded UTF-8")
        }
        return text
    }

    // MARK: - Body

    private func check(_ body: Operation.Body, of request: Request) throws {
        guard request.headers[.contentEncoding] == nil, Self.isJSON(request.headers[.contentType] ?? "") else {
            throw APIProblem(.unsupportedMediaType, "Send the body as application/json, in UTF-8 and not compressed.")
        }
        if let length = Self.length(of: request), length > body.maxByteCount { throw Self.tooLarge(body) }
    }

    /// Memory for the body; as much as it may be at most where it does not say how large it is.
    private func room(
        for body: Operation.Body, of request: Request, _ input: OperationInput, _ context: APIContext
    ) async throws -> BodyBudget.Room {
        let owner: BodyBudget.Owner =
            input.identity.map { .account($0.accountID) }
            ?? .address(context.peerAddress.rateKey, network: context.peerAddress.networkKey)
        return try await bodyBudget.room(
            byteCount: Self.length(of: request) ?? body.maxByteCount, for: owner, on: context.connection)
    }

    private static func length(of request: Request) -> Int? { request.headers[.contentLength].flatMap { Int($0) } }

    private func collect(_ body: Operation.Body, of request: Request) async throws -> ByteBuffer {
        do {
            return try await request.body.collect(upTo: body.maxByteCount)
        } catch is NIOTooManyBytesError {
            throw Self.tooLarge(body)
        }
    }

    private static func tooLarge(_ body: Operation.Body) -> APIProblem {
        APIProblem(.bodyTooLarge, "The body may have at most \(body.maxByteCount) bytes.")
    }

    private static func isJSON(_ mediaType: String) -> Bool {
        let parts = mediaType.lowercased().split(separator: ";").map { $0.filter { !$0.isWhitespace } }
        guard parts.first == "application/json" else { return false }
        return parts.dropFirst().allSatisfy {
            !$0.hasPrefix("charset=") || $0 == "charset=utf-8" || $0 == "charset=\"utf-8\""
        }
    }
}
