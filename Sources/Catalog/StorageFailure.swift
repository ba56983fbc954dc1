/// Why a store could not do its work: our trouble, never a user's mistake.
public enum StorageTrouble: Hashable, Sendable {
    /// The disk has no room. Nothing of the write was done.
    case full
    /// Somebody else holds the store. Nothing of the write was done.
    case busy
    /// What the store reads is not what was written.
    case damaged
    /// Anything else.
    case failed
}

/// An error of a store, for those who answer for it without knowing which store it is.
public protocol StorageFailure: Error {
    var trouble: StorageTrouble { get }
}
