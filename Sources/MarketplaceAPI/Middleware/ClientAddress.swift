import Accounts
import Glibc

/// The IP address of a client: what all limits for each address are counted by.
///
/// An IPv6 address that stands for an IPv4 one is that IPv4 address, so that a client cannot have both counted apart.
struct ClientAddress: Hashable, Sendable {
    private enum Bits: Hashable, Sendable {
        case v4(UInt32)
        case v6(high: UInt64, low: UInt64)
        case unknown
    }

    private var bits: Bits

    /// Of a client whose address is not known: one that did not come over an IP socket. All of them count as one.
    static let unknown = ClientAddress(bits: .unknown)

    private init(bits: Bits) { self.bits = bits }

    /// Reads `1.2.3.4`, `1.2.3.4:5678`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:443` and `fe80::1%eth0`, with
    /// spaces around it. The port and the zone are left out. Nil where the text is no address.
    init?(_ text: String) {
        guard text.utf8.count <= Self.maxByteCount, !text.utf8.contains(0) else { return nil }
        var host = Self.trimmed(text[...])
        if host.first == "[" {
            guard let end = host.firstIndex(of: "]"), Self.isPortOrNothing(host[host.index(after: end)...]) else {
                return nil
            }
            host = host[host.index(after: host.startIndex)..<end]
            guard let bits = Self.v6(host) else { return nil }
            self.bits = bits
            return
        }
        if let colon = host.firstIndex(of: ":"), host.contains("."), host[..<colon].contains(".") {
            guard Self.isPortOrNothing(host[colon...]) else { return nil }
            host = host[..<colon]
        }
        guard let bits = Self.v4(host) ?? Self.v6(host) else { return nil }
        self.bits = bits
    }

    /// The longest address with a zone and a port, and some spaces.
    private static let maxByteCount = 128

    /// What limits count by: an IPv4 address as a whole, and of an IPv6 address the first 64 bits, since one customer
    /// is given at least that many addresses (RFC 6177).
    var rateKey: String {
        switch bits {
        case .v4(let number): [24, 16, 8, 0].map { String(number >> $0 & 0xFF) }.joined(separator: ".")
        case .v6(let high, _): Self.groups(high) + "::/64"
        case .unknown: "unknown"
        }
    }

    /// As the limits of accounts count it.
    var counted: CountedAddress { CountedAddress(rateKey, network: networkKey) }

    /// The 48 bits that one customer may be given at most (RFC 6177): 65,536 times what `rateKey` counts as one. Nil for
    /// IPv4, where an address is counted already.
    var networkKey: String? {
        guard case .v6(let high, _) = bits else { return nil }
        return Self.groups(high, count: 3) + "::/48"
    }

    private static func groups(_ high: UInt64, count: Int = 4) -> String {
        [48, 32, 16, 0].prefix(count).map { String(high >> $0 & 0xFFFF, radix: 16) }.joined(separator: ":")
    }
}

// MARK: - Reading

extension ClientAddress {
    private static func v4(_ text: Substring) -> Bits? {
        var address = in_addr()
        guard unsafe inet_pton(AF_INET, String(text), &address) == 1 else { return nil }
        return .v4(UInt32(bigEndian: address.s_addr))
    }

    /// An IPv6 address, with or without a zone.
    private static func v6(_ text: Substring) -> Bits? {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        var bytes = (UInt64(0), UInt64(0))
        guard unsafe inet_pton(AF_INET6, String(parts[0]), &bytes) == 1 else { return nil }
        let (high, low) = (UInt64(bigEndian: bytes.0), UInt64(bigEndian: bytes.1))
        return embeddedV4(high: high, low: low).map(Bits.v4) ?? .v6(high: high, low: low)
    }

    /// The IPv4 address that an IPv6 one stands for, if it does.
    private static func embeddedV4(high: UInt64, low: UInt64) -> UInt32? {
        switch (high, low >> 32) {
        // Mapped (RFC 4291, 2.5.5.2), translated (RFC 2765, 2.1) and the well-known prefix of NAT64 (RFC 6052, 2.1).
        case (0, 0xFFFF), (0, 0xFFFF_0000), (0x0064_FF9B_0000_0000, 0): UInt32(truncatingIfNeeded: low)
        // 6to4 (RFC 3056) gives every IPv4 address 65,536 times 64 bits.
        case (0x2002_0000_0000_0000...0x2002_FFFF_FFFF_FFFF, _): UInt32(truncatingIfNeeded: high >> 16)
        default: nil
        }
    }

    /// Whether the text behind an address is nothing, or a colon and a port.
    private static func isPortOrNothing(_ text: Substring) -> Bool {
        guard !text.isEmpty else { return true }
        let digits = text.dropFirst().utf8
        return text.first == ":" && (1...5).contains(digits.count)
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            && UInt16(text.dropFirst()) != nil
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let isSpace = { (character: Character) in character == " " || character == "\t" }
        var text = text.drop(while: isSpace)
        while let last = text.last, isSpace(last) { text.removeLast() }
        return text
    }
}
