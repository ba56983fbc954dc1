import Locking
import NIOCore

/// The metrics as a text, made anew when the last one is a second old.
///
/// It costs a walk over all that is counted, files of the system and statistics of the allocator: a flood of requests for
/// it costs copies only. No lock is held while it is made, so each thread that answers may make one at the same time.
final class KeptMetrics: Sendable {
    private struct Kept {
        var text: ByteBuffer
        var madeAtNanoseconds: Int64
    }

    private let make: @Sendable () -> String
    private let clock: MarketClock
    private let kept = Locked<Kept?>(nil)

    private static let lifetimeNanoseconds: Int64 = 1_000_000_000

    init(clock: MarketClock, make: @escaping @Sendable () -> String) {
        self.clock = clock
        self.make = make
    }

    /// The text, a second old at most.
    func text() -> ByteBuffer {
        let now = clock.monotonicNanoseconds()
        if let kept = kept.withLock({ $0 }), now - kept.madeAtNanoseconds < Self.lifetimeNanoseconds {
            return kept.text
        }
        let text = ByteBuffer(string: make())
        kept.withLock { $0 = Kept(text: text, madeAtNanoseconds: now) }
        return text
    }
}
