import NIOHTTP1

/// What a request asks for, in the forms of RFC 9112, 3.2.
struct RequestTarget: Hashable, Sendable {
    /// With its query; `*` for the server as a whole.
    var path: String
    /// Of an absolute form; it takes the place of the Host field.
    var authority: String?

    init(_ target: String, method: HTTPMethod) throws(MessageFault) {
        guard !target.utf8.contains(UInt8(ascii: "#")) else { throw .malformed("The target has a fragment.") }
        if target.utf8.first == UInt8(ascii: "/") {
            path = target
        } else if target == "*", method == .OPTIONS {
            path = target
        } else {
            (path, authority) = try Self.absolute(target, method: method)
        }
    }

    private static func absolute(
        _ target: String, method: HTTPMethod
    ) throws(MessageFault) -> (path: String, authority: String) {
        let lowercase = target.prefix(8).lowercased()
        guard let scheme = ["http://", "https://"].first(where: lowercase.hasPrefix) else {
            throw .malformed("The target has to be a path, or an address with http or https.")
        }
        let rest = target.dropFirst(scheme.count)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = String(rest[..<end])
        guard HostName.isValid(authority) else { throw .malformed("The target's host is not valid.") }
        let path = rest[end...]
        if path.isEmpty { return (method == .OPTIONS ? "*" : "/", authority) }
        return (path.first == "?" ? "/" + path : String(path), authority)
    }
}
