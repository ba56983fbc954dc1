import Foundation
import Glibc

/// The place of this process in the queue for the processor.
enum Priority {
    private static let niceness: Int32 = 15

    /// Lets other processes go first: searches wait for no rebuild. Threads that are made later do the same.
    static func giveWay() {
        // Linux counts niceness by the thread.
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
        for thread in threads.compactMap({ id_t($0) }) {
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), thread, niceness)
        }
    }
}
