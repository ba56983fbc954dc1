import CICU

/// ICU's word boundaries with its dictionaries (UAX #29); one instance a thread.
@safe final class WordBreaker {
    // Safe: the handle is this object's own; the text that it is set to outlives the walk over it.
    private let breaks: OpaquePointer?
    private static let wordStatus: Int32 = 100

    init() { unsafe breaks = unsafe sesame_word_breaks() }

    deinit { if let breaks = unsafe breaks { unsafe sesame_close_breaks(breaks) } }

    /// Calls the body with each word of a run of units: its first unit and the one past its last.
    @inline(__always)
    func forEachWord(_ units: UnsafeBufferPointer<UInt16>, _ body: (_ start: Int, _ end: Int) -> Void) {
        guard let breaks = unsafe breaks, unsafe sesame_set_text(breaks, units.baseAddress, Int32(units.count)) else {
            return
        }
        var start = 0
        while true {
            let end = unsafe Int(sesame_next_break(breaks))
            guard end > start else { return }
            if unsafe sesame_break_status(breaks) >= Self.wordStatus { body(start, end) }
            start = end
        }
    }
}
