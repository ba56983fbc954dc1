import Glibc

/// Makes a number of a client's address, so that it can be counted how many different people ask for the same, while the
/// address goes no further than this.
///
/// The number is a hash with a salt that lives in memory alone, as long as the process does: nobody can reckon it from an
/// address, nor an address from it.
struct AskerNumber: Sendable {
    private let salt = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))

    /// - Parameter address: As the socket or the proxy named it, perhaps with a port.
    /// - Returns: Nil where the text is no address.
    func of(_ address: String) -> UInt64? {
        guard let network = Self.network(of: address) else { return nil }
        var hasher = Hasher()
        hasher.combine(salt.0)
        hasher.combine(salt.1)
        hasher.combine(network)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    /// The bytes that are one client's: a whole IPv4 address, the first half of an IPv6 address, of which a client has all
    /// the rest (RFC 6177).
    static func network(of address: String) -> [UInt8]? {
        let host = host(of: address)
        var four = in_addr()
        if unsafe inet_pton(AF_INET, host, &four) == 1 {
            return unsafe withUnsafeBytes(of: &four) { unsafe Array($0) }
        }
        var six = in6_addr()
        let unscoped = String(host.prefix { $0 != "%" })
        guard unsafe inet_pton(AF_INET6, unscoped, &six) == 1 else { return nil }
        let bytes = unsafe withUnsafeBytes(of: &six) { unsafe Array($0) }
        // An IPv4 address inside (::ffff:192.0.2.1, RFC 4291).
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        return bytes.starts(with: mapped) ? Array(bytes[12...]) : Array(bytes[..<8])
    }

    /// Without a port: `[2001:db8::1]:80`, `192.0.2.1:80`.
    private static func host(of address: String) -> String {
        if address.hasPrefix("[") { return String(address.dropFirst().prefix { $0 != "]" }) }
        return address.count { $0 == ":" } == 1 ? String(address.prefix { $0 != ":" }) : address
    }
}
