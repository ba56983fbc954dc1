/// The logs that were used last, as many as have room.
struct RatingLogCache: Sendable {
    /// A log as it was last read.
    struct Log: Sendable {
        private(set) var events: [RatingEvent] = []
        /// The greatest time of any event: with a clock that was set back it is not the last one's.
        private(set) var newestMilliseconds = Int64.min
        var head: RatingLogLine?

        mutating func add(_ event: RatingEvent) {
            events.append(event)
            newestMilliseconds = max(newestMilliseconds, event.atMilliseconds)
        }
    }

    private var logs: [Int64: (log: Log, use: Int)] = [:]
    /// Every use, the oldest first; what was used again since is passed over.
    private var uses: [(subject: Int64, use: Int)] = []
    /// Where the oldest use stands: those before it are done with.
    private var first = 0
    private var lastUse = 0
    private(set) var eventCount = 0
    let mostEvents: Int

    init(mostEvents: Int) { self.mostEvents = mostEvents }

    subscript(subject: Int64) -> Log? { logs[subject]?.log }

    /// Keeps a log, and lets those go that have not been used for longest until all fit. One that would not fit alone is
    /// not kept.
    /// - Complexity: O(1) amortised, beside the events let go.
    mutating func keep(_ log: Log, of subject: Int64) {
        if let old = logs.removeValue(forKey: subject) { eventCount -= old.log.events.count }
        guard log.events.count <= mostEvents else { return }
        lastUse += 1
        logs[subject] = (log, lastUse)
        uses.append((subject, lastUse))
        eventCount += log.events.count
        while eventCount > mostEvents { letOldestGo() }
        // Half of the uses are passed over at least: no use is moved twice for the same reason.
        guard uses.count > 2 * logs.count + 16 else { return }
        uses = uses[first...].filter { logs[$0.subject]?.use == $0.use }
        first = 0
    }

    private mutating func letOldestGo() {
        let oldest = uses[first]
        first += 1
        guard let kept = logs[oldest.subject], kept.use == oldest.use else { return }
        eventCount -= kept.log.events.count
        logs[oldest.subject] = nil
    }
}
