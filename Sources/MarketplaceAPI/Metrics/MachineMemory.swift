import Foundation

/// How much memory the process may take.
package enum MachineMemory {
    /// The machine's, or less where the process is held to less, as in a container.
    ///
    /// - Parameters:
    ///   - groups: where control groups are mounted (cgroups(7)).
    ///   - membership: names the groups of this process, a line `number:controllers:path` each.
    package static func byteCount(
        physical: Int = Int(clamping: ProcessInfo.processInfo.physicalMemory), groups: String = "/sys/fs/cgroup",
        membership: String = "/proc/self/cgroup"
    ) -> Int {
        let lines = (try? String(contentsOfFile: membership, encoding: .utf8))?.split(separator: "\n") ?? []
        return lines.reduce(physical) { least, line in
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return least }
            // Version 2 has one tree for all controllers, version 1 has one for memory, perhaps with others.
            let controllers = parts[1].split(separator: ",")
            if controllers.isEmpty { return min(least, limit(groups, parts[2], "memory.max")) }
            guard controllers.contains("memory") else { return least }
            return min(least, limit("\(groups)/\(parts[1])", parts[2], "memory.limit_in_bytes"))
        }
    }

    /// The least that a group allows or one around it; a file that is not there, or says `max`, forbids nothing.
    private static func limit(_ root: String, _ path: Substring, _ file: String) -> Int {
        var names = path.split(separator: "/")
        var least = Int.max
        while true {
            let path = ([root] + names.map(String.init) + [file]).joined(separator: "/")
            let text = try? String(contentsOfFile: path, encoding: .utf8)
            if let limit = text.flatMap({ Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }) {
                least = min(least, limit)
            }
            guard names.popLast() != nil else { return least }
        }
    }
}
