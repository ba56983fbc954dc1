/// What Accounts refuses.
public enum AccountError: Error, Hashable, Sendable {
    case usernameTaken
    case invalid([AccountProblem])
    /// The username or the password is wrong; which of them is never said.
    case wrongCredentials
    /// Too many failures, too many sign-ups, or too many at once.
    case tooManyAttempts(retryAfterSeconds: Int)
    /// The token is unknown, revoked or expired.
    case notAuthenticated
}

/// A field of the input that cannot be taken, and why; the limit stands in the sentence.
public struct AccountProblem: Hashable, Sendable, Codable {
    public var field: String
    public var message: String

    public init(field: String, message: String) {
        self.field = field
        self.message = message
    }
}
