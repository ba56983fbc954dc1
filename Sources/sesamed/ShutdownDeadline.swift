import Dispatch
import Foundation
import Logging
import Synchronization

/// Ends the process where a graceful shutdown takes too long: a client that does not read its answer, or a thread that
/// stands still, must not keep a supervisor waiting. What was acknowledged is on the disk.
enum ShutdownDeadline {
    private static let seconds = 8.0
    private static let signals = [SIGTERM, SIGINT]
    private static let stopping = Atomic(false)

    /// Whether somebody has asked the process to stop.
    static var isStopping: Bool { stopping.load(ordering: .relaxed) }

    /// Waits for the signals on a queue of its own, whatever the rest of the process does.
    static func start(_ logger: Logger) {
        let queue = DispatchQueue(label: "shutdown")
        for number in signals {
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            // The handler holds its source: nobody else does.
            source.setEventHandler {
                withExtendedLifetime(source) {
                    stopping.store(true, ordering: .relaxed)
                    // By a queue of its own: nobody may read the log any more, and then writing waits for ever.
                    DispatchQueue(label: "last words").asyncAfter(deadline: .now() + seconds) {
                        logger.notice("the server is ended before all that was under way was done")
                    }
                    queue.asyncAfter(deadline: .now() + seconds + 0.2) { _exit(0) }
                }
            }
            source.resume()
        }
    }
}
