import HTTPTypes

/// The name under which a request is found in the log: the client's own, where it is sane, or a random one.
enum RequestNumber {
    static let fieldName: HTTPField.Name = {
        // The literal is a valid field name; the fallback keeps the type free of traps.
        HTTPField.Name("X-Request-Id") ?? .via
    }()

    static let maxLength = 64

    static func of(_ headers: HTTPFields) -> String {
        if let given = headers[fieldName], isSane(given) { return given }
        let number = String(UInt64.random(in: 0...UInt64.max), radix: 16)
        return String(repeating: "0", count: 16 - number.count) + number
    }

    /// 1 to 64 Latin letters, digits, `.`, `_` and `-`: nothing that could forge a line of the log.
    private static func isSane(_ text: String) -> Bool {
        (1...maxLength).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
