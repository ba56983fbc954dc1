import Accounts
import HTTPTypes
import Hummingbird

/// Finds out whose token a request carries (RFC 6750), and counts the account's requests.
struct Authenticator: Sendable {
    var accounts: AccountService
    /// Nil does not count.
    var buckets: TokenBuckets?
    var admission: Admission

    /// - Throws: `AccountError.notAuthenticated`, `APIProblem` of kind `unauthenticated`, `missingScope` or
    ///   `tooManyRequests`, and `Overloaded` or `CancellationError` where too many look-ups wait or the client has gone.
    func identity(of request: Request, scope: Scope?, on connection: ConnectionState) async throws -> Identity {
        guard let field = request.headers[.authorization] else {
            throw APIProblem.unauthenticated("This needs a token: `Authorization: Bearer …`.")
        }
        let parts = field.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw APIProblem.unauthenticated("The token has to come as `Authorization: Bearer …`.")
        }
        let token = String(parts[1])
        let authentication = try await admission.run(.authenticate, whileWaiting: { connection.onClose($0) }) {
            try await accounts.authenticate(token)
        }
        if let seconds = buckets?.take(String(authentication.accountID)) {
            throw APIProblem.tooManyRequests(retryAfterSeconds: seconds)
        }
        if let scope, !authentication.scopes.contains(scope) {
            throw APIProblem(.missingScope, "The token lacks the scope `\(scope.rawValue)`.")
        }
        return Identity(accountID: authentication.accountID, scopes: authentication.scopes, token: token)
    }
}
