import Foundation

/// What the kernel says of this process.
enum ProcessMemory {
    /// Physical memory in bytes, or nil where the system has no `/proc` (proc(5): `statm` counts pages).
    static func residentByteCount() -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        let pages = text.split(separator: " ")
        guard pages.count > 1, let resident = Int(pages[1]) else { return nil }
        return resident * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
