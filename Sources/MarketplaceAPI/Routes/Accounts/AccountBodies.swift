import Accounts
import Catalog
import MarketplaceWire

/// The bodies of accounts and tokens: what the API's description says of their members, and the check of the same.
enum AccountBodies {
    /// The largest body that is right has under 6 KB, with every character escaped. Whoever sends one has no token yet, so
    /// that all who log in share little memory.
    static let maxByteCount = 16 * 1024

    static let username = TextMember(
        lengths: AccountRules.usernameCharacters,
        rule: TextShape(
            pattern: "^[A-Za-z0-9_-]*$", words: "Latin letters, digits, _ and -",
            accepts: { text in
                text.utf8.allSatisfy { byte in
                    switch byte {
                    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"): true
                    default: false
                    }
                }
            }))
    static let displayName = TextMember(lengths: AccountRules.displayNameCharacters, rule: .line)
    static let newPassword = TextMember(lengths: AccountRules.passwordCharacters)
    static let password = TextMember(lengths: 1...AccountRules.passwordCharacters.upperBound)

    /// A text that is no device's is not refused: it is of a device that is not known.
    static let device = TextMember(lengths: 1...128)

    /// - Throws: `APIProblem` that names every member that is wrong.
    static func check(_ request: AccountRequest) throws {
        var problems = MemberProblems()
        problems.check("username", request.username, username)
        problems.check("password", request.password, newPassword)
        problems.check("display_name", request.displayName, displayName)
        try problems.refuse()
    }

    /// - Throws: As above.
    static func check(_ request: TokenRequest) throws {
        var problems = MemberProblems()
        problems.check("username", request.username, username)
        problems.check("password", request.password, password)
        problems.check("device", request.device, device)
        if let scopes = request.scopes {
            let known = Scope.allCases.map(\.rawValue)
            if scopes.isEmpty || !scopes.allSatisfy(known.contains) || Set(scopes).count < scopes.count {
                problems.add("scopes", "has to be some of \(known.joined(separator: ", ")), each once")
            }
        }
        try problems.refuse()
    }
}

// MARK: - Resources

extension AccountResource {
    init(_ account: Account) {
        self.init(
            id: account.id, username: account.username, displayName: account.displayName,
            createdAt: Timestamp(milliseconds: account.createdAtMilliseconds))
    }
}

extension TokenResource {
    init(_ token: IssuedToken) {
        self.init(
            token: token.text, scopes: token.scopes.map(\.rawValue).sorted(),
            expiresAt: Timestamp(milliseconds: token.expiresAtMilliseconds), account: AccountResource(token.account),
            device: token.device)
    }
}

extension QuotaResource {
    init(onSale: ListingUse, added: ListingUse, _ quota: ListingQuota) {
        self.init(
            listings: Usage(used: onSale.listingCount, limit: quota.onSale.listingCount),
            bytes: Usage(used: onSale.byteCount, limit: quota.onSale.byteCount),
            listingsAddedToday: Usage(used: added.listingCount, limit: quota.addedPerDay.listingCount),
            bytesAddedToday: Usage(used: added.byteCount, limit: quota.addedPerDay.byteCount))
    }
}

extension SellerResource {
    init(_ account: Account, rating: SellerRatingResource?) {
        self.init(
            id: account.id, username: account.username, displayName: account.displayName,
            memberSince: Timestamp(milliseconds: account.createdAtMilliseconds), rating: rating)
    }
}
