import MarketplaceAPI

#if Jemalloc
    import CJemalloc
#endif

/// jemalloc's own figures; it serves this program's malloc by being linked.
enum Jemalloc {
    #if Jemalloc
        static let statistics = AllocatorStatistics {
            // Figures are as of the last epoch: a new one makes them current.
            var epoch: UInt64 = 1
            guard unsafe mallctl("epoch", nil, nil, &epoch, MemoryLayout<UInt64>.size) == 0 else { return nil }
            guard let allocated = read("stats.allocated"), let active = read("stats.active"),
                let resident = read("stats.resident"), let mapped = read("stats.mapped"),
                let retained = read("stats.retained")
            else { return nil }
            return AllocatorStatistics.Reading(
                allocated: allocated, active: active, resident: resident, mapped: mapped, retained: retained)
        }

        private static func read(_ name: String) -> Int? {
            var value = 0
            var size = MemoryLayout<Int>.size
            return unsafe mallctl(name, &value, &size, nil, 0) == 0 ? value : nil
        }
    #else
        static let statistics = AllocatorStatistics.none
    #endif
}
