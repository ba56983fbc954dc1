import CStacks
import Foundation
import Glibc

/// Ends a process that has stopped working, so that whatever supervises it starts it again.
///
/// It looks at its hearts once a second, from a thread of its own that waits for nothing else. Where one has been silent
/// for too long it says which, writes the stacks of all threads to standard error, and leaves with `exitCode`. What
/// was acknowledged is on the disk by then, as after `kill -9`.
public final class Watchdog: Sendable {
    /// Of sysexits.h: an internal software error.
    public static let exitCode: Int32 = 70

    private let hearts: [Heartbeat]
    private let limitSeconds: Double

    /// - Parameter limitSeconds: A silence of so long is the end.
    public init(_ hearts: [Heartbeat], limitSeconds: Double) {
        self.hearts = hearts
        self.limitSeconds = limitSeconds
    }

    /// The first heart that has been silent for too long.
    public var stopped: Heartbeat? { hearts.first { $0.silenceSeconds >= limitSeconds } }

    /// Watches for as long as the process runs.
    public func start() {
        // Stacks are written when memory may be short: what that needs is loaded now.
        sesame_stacks_prepare()
        let thread = Thread { [self] in
            unsafe sesame_thread_name("watchdog")
            var freeze = Freeze()
            while true {
                Thread.sleep(forTimeInterval: 1)
                let isFair = freeze.look(at: .now, limitSeconds: limitSeconds)
                if isFair, let stopped { Self.end(stopped) }
            }
        }
        thread.start()
    }

    /// Knows when the whole process stood still, as under a debugger or a paused container: its hearts have all their time
    /// again then.
    struct Freeze {
        private var lastLook: SuspendingClock.Instant?
        private var thaw: SuspendingClock.Instant?

        private static let longestLook = Duration.seconds(3)

        /// - Returns: Whether the hearts had their time since the process went on.
        mutating func look(at now: SuspendingClock.Instant, limitSeconds: Double) -> Bool {
            if let lastLook, now - lastLook > Self.longestLook { thaw = now }
            lastLook = now
            return thaw.map { now - $0 >= .seconds(limitSeconds) } ?? true
        }
    }

    /// How long writing may take: nobody may read what is written, and what stands still may hold what that needs.
    private static let lastWordsSeconds: UInt32 = 5

    private static func end(_ heart: Heartbeat) -> Never {
        // A reader of the log that stands still as well changes nothing of how this ends.
        signal(SIGALRM) { _ in _exit(Watchdog.exitCode) }
        var alarms = sigset_t()
        unsafe sigemptyset(&alarms)
        unsafe sigaddset(&alarms, SIGALRM)
        unsafe pthread_sigmask(SIG_UNBLOCK, &alarms, nil)
        alarm(lastWordsSeconds)
        let seconds = Int(heart.silenceSeconds)
        let text = "watchdog: \(heart.name) has not moved for \(seconds) s; the stacks of all threads follow\n"
        FileHandle.standardError.write(Data(text.utf8))
        sesame_stacks_write(STDERR_FILENO)
        _exit(exitCode)
    }
}
