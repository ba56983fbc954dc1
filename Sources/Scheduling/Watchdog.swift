import CStacks
import Foundation

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
            Thread.current.name = "watchdog"
            while true {
                Thread.sleep(forTimeInterval: 1)
                if let stopped { Self.end(stopped) }
            }
        }
        thread.start()
    }

    private static func end(_ heart: Heartbeat) -> Never {
        let seconds = Int(heart.silenceSeconds)
        let text = "watchdog: \(heart.name) has not moved for \(seconds) s; the stacks of all threads follow\n"
        FileHandle.standardError.write(Data(text.utf8))
        sesame_stacks_write(STDERR_FILENO)
        _exit(exitCode)
    }
}
