import ListingSearch
import Locking
import Orders

/// Everything that is counted, for Prometheus.
struct MetricsText: Sendable {
    var requests: RequestMetrics
    var admission: Admission
    var connections: ConnectionCounts
    var search: any ListingSearching
    var allocator: AllocatorStatistics
    var storeCounts: @Sendable () -> (writes: Int, commits: Int)
    var storeDamages: @Sendable () -> Int
    var exposure: SellerExposure
    var shelf: ListingShelf
    /// Nil where the market has no clock of its own.
    var clockStatus: @Sendable () -> ClockStatus?

    func text() -> String {
        var text = PrometheusText()
        requests.write(to: &text)
        admission.write(to: &text)
        connections.write(to: &text)
        let status = search.status()
        writeIndex(status, to: &text)
        writeCache("page", "Pages", status.pageCache, to: &text)
        writeCache("point", "States of the market for later pages", status.pointCache, to: &text)
        writeCache("listing", "Listings of pages", shelf.usage, to: &text)
        writeStore(to: &text)
        writeDamage(to: &text)
        writeExposure(to: &text)
        writeClock(to: &text)
        writeMemory(to: &text)
        return text.text
    }

    private func writeIndex(_ status: SearchStatus, to text: inout PrometheusText) {
        text.gauge("sesame_index_ready", "1 once searches are answered.", status.isReady ? 1 : 0)
        text.gauge("sesame_index_documents", "Listings that can be found.", status.documents)
        text.gauge("sesame_index_segments", "Segments of the index.", status.segments)
        text.gauge("sesame_index_bytes", "Size of the index's files.", status.indexBytes)
        text.gauge("sesame_index_lag_changes", "Changes of the log not taken up yet.", status.lagChanges)
        text.gauge("sesame_index_sequence", "The last change of the log taken up.", status.indexedSequence)
        text.counter(
            "sesame_index_damages_total", "Generations that were found damaged while they were answered from.",
            status.damages)
    }

    private func writeCache(_ name: String, _ what: String, _ usage: CacheUsage, to text: inout PrometheusText) {
        text.counter("sesame_\(name)_cache_hits_total", "\(what) that were kept.", usage.hits)
        text.counter("sesame_\(name)_cache_misses_total", "\(what) that had to be found or read.", usage.misses)
        text.gauge("sesame_\(name)_cache_bytes", "What those that are kept take.", usage.byteCount)
    }

    private func writeStore(to text: inout PrometheusText) {
        let counts = storeCounts()
        text.counter("sesame_store_writes_total", "Transactions that callers asked for.", counts.writes)
        text.counter(
            "sesame_store_commits_total", "Commits, each a sync of the disk, that carried them.", counts.commits)
    }

    private func writeDamage(to text: inout PrometheusText) {
        text.counter(
            "sesame_store_damages_total", "Reads of the store that found something else than was written.",
            storeDamages())
    }

    private func writeExposure(to text: inout PrometheusText) {
        let counts = exposure.counts
        text.counter("sesame_search_first_places_total", "Hits among the first ten by relevance.", counts.places)
        text.counter(
            "sesame_search_first_places_newcomers_total", "Those of sellers with fewer than three sales.",
            counts.newcomers)
    }

    private func writeClock(to text: inout PrometheusText) {
        guard let status = clockStatus() else { return }
        text.gauge(
            "sesame_clock_astray", "1 while the wall clock has jumped, and deadlines wait for an operator.",
            status.isAstray ? 1 : 0)
        text.gauge(
            "sesame_clock_ahead_milliseconds", "How far the wall clock is ahead of the time that has gone by.",
            status.aheadMilliseconds)
    }

    private func writeMemory(to text: inout PrometheusText) {
        if let bytes = ProcessMemory.residentByteCount() {
            text.gauge("process_resident_memory_bytes", "Physical memory of the process.", bytes)
        }
        guard let reading = allocator.read() else { return }
        text.gauge("sesame_allocator_allocated_bytes", "In use by the program.", reading.allocated)
        text.gauge("sesame_allocator_active_bytes", "In pages with something in use.", reading.active)
        text.gauge("sesame_allocator_resident_bytes", "In physical memory.", reading.resident)
        text.gauge("sesame_allocator_mapped_bytes", "In mappings.", reading.mapped)
        text.gauge("sesame_allocator_retained_bytes", "Kept as address space only.", reading.retained)
    }
}
