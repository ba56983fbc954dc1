import Accounts
import Catalog
import HTTPTypes
import MarketplaceWire

/// Accounts, tokens and `me`.
struct AccountOperations: Sendable {
    var accounts: AccountService
    var store: any AccountStore
    var listings: ListingService
    /// Of attempts with a password, by address, or by account from a known device; nil does not count.
    var passwordBuckets: TokenBuckets?

    var operations: [Operation] { [signUp, logIn, logOut, me] }

    // MARK: - Accounts

    private var signUp: Operation {
        Operation(
            id: "createAccount", method: .post, path: "/v1/accounts", tag: "accounts", summary: "Opens an account.",
            body: .init(schema: "AccountRequest", maxByteCount: AccountBodies.maxByteCount),
            successes: [
                .init(status: .created, description: "The new account.", schema: Schema.reference("Account"))
            ],
            problems: [.usernameTaken, .unacceptable], work: .logIn
        ) { input in
            let request = try input.decode(AccountRequest.self)
            try AccountBodies.check(request)
            try throttle(input.peerAddress.rateKey)
            let account = try await accounts.signUp(
                username: request.username, displayName: request.displayName ?? "", password: request.password,
                address: input.peerAddress.counted)
            return try .json(AccountResource(account), status: .created)
        }
    }

    private var me: Operation {
        Operation(
            id: "getMe", method: .get, path: "/v1/me", tag: "accounts", summary: "Whose token this is.",
            access: .token(.read),
            successes: [.init(status: .ok, description: "The account and the token.", schema: Schema.reference("Me"))]
        ) { input in
            let identity = try input.owner()
            guard let account = try await store.account(identity.accountID), let token = Token(identity.token),
                let record = try await store.token(hash: token.hash)
            else { throw AccountError.notAuthenticated }
            let (onSale, added, quota) = try await listings.quota(of: account.id)
            return try .json(
                MeResource(
                    account: AccountResource(account), scopes: identity.scopes.map(\.rawValue).sorted(),
                    expiresAt: Timestamp(milliseconds: record.expiresAtMilliseconds),
                    quota: QuotaResource(onSale: onSale, added: added, quota)))
        }
    }

    // MARK: - Tokens

    private var logIn: Operation {
        Operation(
            id: "createToken", method: .post, path: "/v1/tokens", tag: "accounts",
            summary: "Gives a token for a name and a password.",
            body: .init(schema: "TokenRequest", maxByteCount: AccountBodies.maxByteCount),
            successes: [
                .init(
                    status: .created, description: "The token, shown this once.", schema: Schema.reference("Token"))
            ],
            problems: [.wrongCredentials, .unacceptable], work: .logIn
        ) { input in
            let request = try input.decode(TokenRequest.self)
            try AccountBodies.check(request)
            let device = try await knownDevice(request)
            try throttle(device.map { "account \($0.accountID)" } ?? input.peerAddress.rateKey)
            let scopes = request.scopes.map { Set($0.compactMap(Scope.init(rawValue:))) } ?? Set(Scope.allCases)
            let issued = try await accounts.logIn(
                username: request.username, password: request.password, scopes: scopes,
                from: LoginOrigin(
                    address: input.peerAddress.counted, device: device,
                    isToBeRemembered: request.rememberDevice ?? false))
            return try .json(TokenResource(issued), status: .created)
        }
    }

    private var logOut: Operation {
        Operation(
            id: "deleteCurrentToken", method: .delete, path: "/v1/tokens/current", tag: "accounts",
            summary: "Revokes the token that the request carries.", access: .token(nil),
            successes: [.init(status: .noContent, description: "It is revoked.")]
        ) { input in
            try await accounts.logOut(try input.owner().token)
            return .empty(.noContent)
        }
    }

    /// Every password costs a hash, so addresses may try only so often; names are counted by the accounts themselves.
    private func throttle(_ key: String) throws {
        if let seconds = passwordBuckets?.take(key) {
            throw APIProblem.tooManyRequests(retryAfterSeconds: seconds)
        }
    }

    private func knownDevice(_ request: TokenRequest) async throws -> KnownDevice? {
        guard let device = request.device else { return nil }
        return try await accounts.knownDevice(device, username: request.username)
    }
}
