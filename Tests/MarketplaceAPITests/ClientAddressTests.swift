import TestSupport
import Testing

@testable import MarketplaceAPI

@Suite("Addresses of clients")
struct ClientAddressTests {
    @Test(
        "an address is counted as the IPv4 address or the /64 that it is in",
        arguments: [
            ("1.2.3.4", "1.2.3.4"), (" 1.2.3.4\t", "1.2.3.4"), ("1.2.3.4:5678", "1.2.3.4"), ("1.2.3.4:0", "1.2.3.4"),
            ("255.255.255.255:65535", "255.255.255.255"), ("0.0.0.0", "0.0.0.0"),
            ("2001:db8::1", "2001:db8:0:0::/64"), ("[2001:db8::1]", "2001:db8:0:0::/64"),
            ("[2001:db8::1]:443", "2001:db8:0:0::/64"), ("2001:DB8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"), ("2001:db8:1:3::", "2001:db8:1:3::/64"),
            ("fe80::1%eth0", "fe80:0:0:0::/64"), ("[fe80::1%eth0]:80", "fe80:0:0:0::/64"),
            ("[fe80::1%25eth0]", "fe80:0:0:0::/64"), ("::1", "0:0:0:0::/64"), ("::", "0:0:0:0::/64"),
            ("::ffff:1.2.3.4", "1.2.3.4"), ("::ffff:102:304", "1.2.3.4"), ("0:0:0:0:0:FFFF:1.2.3.4", "1.2.3.4"),
            ("[::ffff:1.2.3.4]:443", "1.2.3.4"), ("::ffff:1.2.3.4%lo", "1.2.3.4"), ("::ffff:0:1.2.3.4", "1.2.3.4"),
            ("64:ff9b::1.2.3.4", "1.2.3.4"), ("64:ff9b::102:304", "1.2.3.4"),
            ("64:ff9b:1::1.2.3.4", "64:ff9b:1:0::/64"), ("2002:102:304::1", "1.2.3.4"),
            ("2002:102:304:ffff:1:2:3:4", "1.2.3.4"), ("::fffe:1.2.3.4", "0:0:0:0::/64"),
        ])
    func keys(text: String, key: String) {
        #expect(ClientAddress(text)?.rateKey == key)
    }

    @Test(
        "what is no address is none",
        arguments: [
            "", " ", "unknown", "_hidden", "localhost", "example.com:80", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4",
            "0x1.2.3.4", "1.2.3.4:", "1.2.3.4:65536", "1.2.3.4:+80", "1.2.3.4:80:80", "1.2.3.4:８０", "１.2.3.4",
            "1.2.3.4%eth0", "[1.2.3.4]", "[1.2.3.4]:80", "[2001:db8::1", "2001:db8::1]", "[2001:db8::1]443",
            "[2001:db8::1]:", "[2001:db8::1]:99999", "[]", "[]:80", "[[::1]]", "2001:db8", "2001::db8::1", "fe80::1%",
            "%eth0", "12345::", ":::", "1.2.3.4, 5.6.7.8", "1.2.3.4\0", "::1\0junk", "\"1.2.3.4\"",
            "1.2.3.4" + String(repeating: " ", count: 200), "[::1%" + String(repeating: "z", count: 200) + "]",
        ])
    func refusals(text: String) {
        #expect(ClientAddress(text) == nil)
    }

    @Test(
        "a network is the /48 that an IPv6 address is in",
        arguments: [
            ("2001:db8:1:2::1", "2001:db8:1::/48"), ("2001:db8::1", "2001:db8:0::/48"), ("1.2.3.4", nil),
            ("::ffff:1.2.3.4", nil),
        ])
    func networks(text: String, key: String?) {
        #expect(ClientAddress(text)?.networkKey == key)
    }

    @Test("one address is the same however it is written, and addresses of one /64 are not the same address")
    func equality() {
        #expect(ClientAddress("::ffff:1.2.3.4") == ClientAddress("1.2.3.4:80"))
        #expect(ClientAddress("2001:db8:0::1") == ClientAddress("[2001:DB8::1]:443"))
        #expect(ClientAddress("2001:db8::1") != ClientAddress("2001:db8::2"))
        #expect(ClientAddress("0.0.0.0") != .unknown)
        #expect(ClientAddress.unknown.rateKey == "unknown")
    }

    @Test("any four bytes and any eight groups are read back, whatever stands around them")
    func roundTrips() {
        let seed = UInt64(2026)
        var numbers = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            let bytes = (0..<4).map { _ in UInt8.random(in: .min ... .max, using: &numbers) }
            let v4 = bytes.map(String.init).joined(separator: ".")
            #expect(ClientAddress(v4)?.rateKey == v4, "seed \(seed)")
            let mapped = "[::ffff:\(v4)]:\(UInt16.random(in: .min ... .max, using: &numbers))"
            #expect(ClientAddress(mapped) == ClientAddress(v4), "seed \(seed): \(mapped)")
            // Global unicast addresses outside of 6to4.
            let groups = [0x2A00] + (0..<7).map { _ in Int.random(in: 0...0xFFFF, using: &numbers) }
            let hex = groups.map { String($0, radix: 16) }
            let v6 = hex.joined(separator: ":")
            let key = hex.prefix(4).joined(separator: ":") + "::/64"
            #expect(ClientAddress(v6)?.rateKey == key, "seed \(seed): \(v6)")
            #expect(ClientAddress("[\(v6)%eth1]:8080") == ClientAddress(v6), "seed \(seed): \(v6)")
        }
    }

    @Test(
        "only the last entry of X-Forwarded-For counts, and what is no address there is not replaced by a claim",
        arguments: [
            ("1.2.3.4", "1.2.3.4"), ("9.9.9.9, 1.2.3.4", "1.2.3.4"), ("junk,1.2.3.4:80", "1.2.3.4"),
            ("9.9.9.9, [2001:db8::1]:443", "2001:db8:0:0::/64"), ("9.9.9.9,", nil), ("9.9.9.9, ", nil),
            ("9.9.9.9, unknown", nil), ("", nil), (",", nil),
        ])
    func forwarded(field: String, key: String?) {
        #expect(ForwardedAddress.lastAddress(of: field)?.rateKey == key)
    }
}
