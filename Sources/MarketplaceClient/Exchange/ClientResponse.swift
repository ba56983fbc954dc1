/// What came back over HTTP.
package struct ClientResponse: Hashable, Sendable {
    package var status: Int
    /// By lower-case name; of a name sent twice, the last.
    package var headers: [String: String]
    package var body: [UInt8]

    package init(status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// `Retry-After` where it is a number of seconds, as this market's server sends it.
    package var retryAfterSeconds: Int? {
        headers["retry-after"].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    }
}
