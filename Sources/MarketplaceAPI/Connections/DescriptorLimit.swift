import Glibc

/// How many files and sockets the process may have open.
public enum DescriptorLimit {
    /// Raises the limit to what the system lets it be, and returns it.
    public static func raise() -> Int {
        var limit = rlimit()
        guard unsafe getrlimit(resource, &limit) == 0 else { return fallback }
        let hard = min(limit.rlim_max, rlim_t(most))
        if limit.rlim_cur < hard {
            var raised = limit
            raised.rlim_cur = hard
            if unsafe setrlimit(resource, &raised) == 0 { limit = raised }
        }
        return Int(min(limit.rlim_cur, rlim_t(most)))
    }

    private static let resource = Int32(RLIMIT_NOFILE.rawValue)
    /// Where the system does not tell: what POSIX promises to no less than.
    private static let fallback = 256
    /// More are of no use, and a limit without end is none to reckon with.
    private static let most = 65_536
}
