/// What usernames, shop names and passwords may be.
public enum AccountRules {
    public static let usernameCharacters = 3...32
    public static let displayNameCharacters = 1...50
    public static let displayNameBytes = 200
    public static let passwordCharacters = 8...200
    public static let passwordBytes = 800

    /// Every problem at once; empty where all is well. The display name must come tidied.
    static func problems(username: String, displayName: String, password: String) -> [AccountProblem] {
        [
            usernameProblem(username).map { AccountProblem(field: "username", message: $0) },
            displayNameProblem(displayName).map { AccountProblem(field: "display_name", message: $0) },
            passwordProblem(password, username: username).map { AccountProblem(field: "password", message: $0) },
        ].compactMap(\.self)
    }

    static func usernameProblem(_ username: String) -> String? {
        let limit = usernameCharacters
        guard limit.contains(username.utf8.count), username.utf8.allSatisfy(isUsernameByte) else {
            return "must be \(limit.lowerBound) to \(limit.upperBound) Latin letters, digits, _ or -"
        }
        return nil
    }

    static func displayNameProblem(_ name: String) -> String? {
        let limit = displayNameCharacters
        guard name.utf8.count <= displayNameBytes else {
            return "must be at most \(displayNameBytes) bytes of UTF-8, is \(name.utf8.count)"
        }
        guard limit.contains(name.count) else {
            return "must be \(limit.lowerBound) to \(limit.upperBound) characters, is \(name.count)"
        }
        guard !name.unicodeScalars.contains(where: isRefused) else { return "must not hold control characters" }
        return nil
    }

    /// Length is what makes a password strong (NIST SP 800-63B, 5.1.1): no rule about kinds of characters.
    static func passwordProblem(_ password: String, username: String) -> String? {
        let limit = passwordCharacters
        guard password.utf8.count <= passwordBytes, limit.contains(password.count) else {
            return "must be \(limit.lowerBound) to \(limit.upperBound) characters"
        }
        guard password.lowercased() != username.lowercased() else { return "must not be the username" }
        return nil
    }

    static func tidied(_ name: String) -> String {
        var name = name[...]
        while let first = name.first, first.isWhitespace { name.removeFirst() }
        while let last = name.last, last.isWhitespace { name.removeLast() }
        return String(name)
    }

    private static func isUsernameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }

    /// Control characters, line ends, and marks that turn the direction of a text.
    private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
