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
        switch operation.access {
        case .anyone: break
        case .optionalToken where request.headers[.authorization] == nil: break
        case .optionalToken: input.identity = try await authenticator.identity(of: request, scope: nil)
        case .token(let scope): input.identity = try await authenticator.identity(of: request, scope: scope)
        }
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

    /// Lets the handler answer once there is room. Where nothing is written, it ends as soon as the client has gone, in the
    /// line and at work.
    private func answer(_ input: OperationInput, _ context: APIContext) async throws -> Response {
        let (handler, kind) = (operation.handler, operation.workKind)
        guard kind == .search || kind == .read else {
            return try await admission.run(kind) { try await handler(input).response }
        }
        return try await admission.run(kind, whileWaiting: { context.connection.onClose($0) }) {
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
            case .path: texts[parameter.name] = try pathText(parameter.name, of: parameters)
            case .header: texts[parameter.name] = HTTPField.Name(parameter.name).flatMap { request.headers[$0] }
            }
        }
        var values: [String: ParameterValue] = [:]
        for parameter in operation.parameters {
            guard let text = texts[parameter.name] else {
                // A missing header has an answer of its own (428), which its handler gives.
                if parameter.isRequired, parameter.location == .query {
                    throw APIProblem.badField(parameter.name, "is missing")
                }
                continue
            }
            values[parameter.name] = try parameter.value(text)
        }
        return values
    }

    private func queryTexts(_ query: String) throws -> [String: String] {
        guard let items = PercentEncoding.items(query: query) else {
            throw APIProblem(.badRequest, "The query is not percent-encoded UTF-8.")
        }
        var texts: [String: String] = [:]
        for (name, value) in items {
            guard let parameter = operation.parameters.first(where: { $0.location == .query && $0.name == name }) else {
                let known = operation.parameters.filter { $0.location == .query }.map(\.name)
                throw APIProblem.badField(
                    name,
                    known.isEmpty
                        ? "is not known here" : "is not known here; known are \(known.joined(separator: ", "))")
            }
            guard let first = texts[name] else {
                texts[name] = value
                continue
            }
            guard parameter.isRepeatable else { throw APIProblem.badField(name, "is given more than once") }
            texts[name] = first + "," + value
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
