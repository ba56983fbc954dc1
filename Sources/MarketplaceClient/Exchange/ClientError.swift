public import MarketplaceWire

/// What can go wrong between a client and the market.
public enum ClientError: Error, Hashable, Sendable {
    /// The server understood and refused; the problem says why, with the fields and the request's id.
    case problem(Problem)
    /// No connection came about, so nothing was done.
    case unreachable(server: String, reason: String)
    /// The answer was lost on the way: what was asked for may have been done.
    case interrupted(server: String, reason: String)
    /// An answer that this API does not give: another server, perhaps, or a proxy between.
    case unexpected(server: String, status: Int, reason: String)
    /// The text is no `http` or `https` address of a server.
    case invalidServer(String)
}

extension ClientError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .problem(let problem):
            problem.detail.isEmpty ? problem.title : problem.detail
        case .unreachable(let server, let reason):
            "cannot reach \(server): \(reason)"
        case .interrupted(let server, let reason):
            "lost the answer of \(server): \(reason)"
        case .unexpected(let server, let status, let reason):
            "\(server) does not answer like a Sesame server: status \(status), \(reason)"
        case .invalidServer(let text):
            "'\(text)' is no server's address; an example is http://127.0.0.1:8080"
        }
    }

    /// Whether the server asks for a token, or for another than the one that was sent.
    public var isUnauthorized: Bool {
        if case .problem(let problem) = self { problem.status == 401 } else { false }
    }
}
