/// What answering a request takes: each kind has a limit of its own, so that a rush of one leaves room for the others.
enum WorkKind: String, CaseIterable, Hashable, Sendable {
    /// Computes over the index.
    case search
    /// Reads rows of the store.
    case read
    /// Writes to the store, and waits for the disk.
    case write
    /// Waits for the payment provider.
    case payment
    /// Hashes a password.
    case logIn = "log_in"
    /// Looks up whose token a request carries, before what it asks for is let in.
    case authenticate
    /// Answers from memory.
    case cheap
}
