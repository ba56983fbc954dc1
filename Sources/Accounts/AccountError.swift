/// Accounts, passwords and tokens: values and rules, without I/O and without a clock.
public enum AccountError: Error, Hashable, Sendable {
    case usernameTaken
}
