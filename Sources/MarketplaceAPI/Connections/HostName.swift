import Glibc

/// The host and port that a request is for (RFC 9110, 7.2; RFC 3986, 3.2.2).
enum HostName {
    /// Whether a text is a name, an IPv4 address or an IPv6 address in brackets, with or without a port. One that is
    /// empty, that names a user, or that is longer than names can be, is not.
    static func isValid(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...maxByteCount).contains(bytes.count) else { return false }
        if bytes[0] == UInt8(ascii: "[") {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "]")) else { return false }
            return isIPv6(bytes[1..<end]) && isPortOrNothing(bytes[(end + 1)...])
        }
        let end = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
        return end > 0 && isName(bytes[..<end]) && isPortOrNothing(bytes[end...])
    }

    /// A name of 253 bytes and a port (RFC 1035, 2.3.4).
    private static let maxByteCount = 259

    private static func isPortOrNothing(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.first != nil else { return true }
        guard bytes.first == UInt8(ascii: ":") else { return false }
        let digits = bytes.dropFirst()
        // The grammar lets a port be empty.
        return digits.isEmpty
            || digits.count <= 5 && digits.allSatisfy { isDigit($0) }
                && digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } <= 65_535
    }

    private static func isIPv6(_ bytes: ArraySlice<UInt8>) -> Bool {
        var address = in6_addr()
        guard !bytes.isEmpty, !bytes.contains(0) else { return false }
        return unsafe inet_pton(AF_INET6, String(decoding: bytes, as: UTF8.self), &address) == 1
    }

    private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
        var escaped = 0
        for byte in bytes {
            if escaped > 0 {
                guard isHexDigit(byte) else { return false }
                escaped -= 1
            } else if byte == UInt8(ascii: "%") {
                escaped = 2
            } else if !isDigit(byte), !isLetter(byte), !punctuation.contains(byte) {
                return false
            }
        }
        return escaped == 0
    }

    /// Of names, as RFC 3986 has them: more than DNS allows, since a name may come from elsewhere.
    private static let punctuation = Set("-._~!$&'()*+,;=".utf8)

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    private static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (0x61...0x66).contains(byte | 0x20) }
}
