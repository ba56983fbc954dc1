import Synchronization

/// Something that has to go on, and when it last did.
public final class Heartbeat: Sendable {
    public let name: String
    private let lastNanoseconds: Atomic<Int64>

    /// The first beat is now.
    public init(_ name: String) {
        self.name = name
        lastNanoseconds = Atomic(Self.now())
    }

    public func beat() { lastNanoseconds.store(Self.now(), ordering: .relaxed) }

    /// Since the last beat.
    public var silenceSeconds: Double {
        Double(Self.now() - lastNanoseconds.load(ordering: .relaxed)) / 1e9
    }

    private static let origin = SuspendingClock.now

    /// Does not count the time that the machine sleeps: nothing could beat then.
    private static func now() -> Int64 {
        let (seconds, attoseconds) = (SuspendingClock.now - origin).components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
