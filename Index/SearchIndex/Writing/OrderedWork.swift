import Foundation

/// Pieces that are made side by side and taken in their order.
enum OrderedWork {
    /// Makes so many pieces on `threads` threads, the caller's among them, and hands each to `take`, on the caller's thread.
    ///
    /// The caller's thread makes pieces only while the next is not ready, and the others wait while a window of pieces is
    /// begun and not taken: what is made does not pile up behind a caller that is slow to take it.
    ///
    /// - Throws: what making the first bad piece threw, or what `take` threw; no further piece is begun then.
    static func run<Piece: Sendable>(
        _ count: Int, threads: Int, make: @escaping @Sendable (Int) throws(IndexError) -> Piece,
        take: (Piece) throws(IndexError) -> Void
    ) throws(IndexError) {
        let bench = Bench<Piece>(count: count, window: window(threads: threads))
        let helpers = DispatchGroup()
        for _ in 1..<max(1, min(threads, count)) {
            helpers.enter()
            let isStarted = WorkerThread.start {
                defer { helpers.leave() }
                while let number = bench.claim() {
                    bench.put(number, Result { () throws(IndexError) in try make(number) })
                }
            }
            // Without it the others make the pieces.
            if !isStarted { helpers.leave() }
        }
        defer {
            bench.stop()
            helpers.wait()
        }
        for number in 0..<count {
            var piece = bench.takeIfReady(number)
            // With the window full somebody makes this piece already: the caller waits for it, never for room.
            while piece == nil, let next = bench.claimIfRoom() {
                bench.put(next, Result { () throws(IndexError) in try make(next) })
                piece = bench.takeIfReady(number)
            }
            try take(try (piece ?? bench.waitFor(number)).get())
            bench.makeRoom()
        }
    }

    /// How many pieces are begun and not taken at most, the one that is being taken among them.
    static func window(threads: Int) -> Int { threads > 1 ? 2 * threads : 1 }

    /// What is made, and what is next.
    private final class Bench<Piece: Sendable>: @unchecked Sendable {
        // Safe to share: every access to the state is under the condition's lock.
        private let condition = NSCondition()
        private var next = 0
        private var taken = 0
        private let count: Int
        private let window: Int
        private var ready: [Int: Result<Piece, IndexError>] = [:]

        init(count: Int, window: Int) {
            self.count = count
            self.window = window
        }

        /// A piece that nobody makes yet; waits for room in the window. Nil once there is none.
        func claim() -> Int? {
            condition.lock()
            defer { condition.unlock() }
            while next < count, next - taken >= window { condition.wait() }
            return claimNext()
        }

        /// A piece that nobody makes yet; nil too where the window is full.
        func claimIfRoom() -> Int? {
            condition.lock()
            defer { condition.unlock() }
            return next - taken < window ? claimNext() : nil
        }

        private func claimNext() -> Int? {
            guard next < count else { return nil }
            next += 1
            return next - 1
        }

        func put(_ number: Int, _ piece: Result<Piece, IndexError>) {
            condition.lock()
            ready[number] = piece
            // To all: one who waits for room may be woken in the taker's place.
            condition.broadcast()
            condition.unlock()
        }

        /// A piece was taken.
        func makeRoom() {
            condition.lock()
            taken += 1
            condition.broadcast()
            condition.unlock()
        }

        func takeIfReady(_ number: Int) -> Result<Piece, IndexError>? {
            condition.lock()
            defer { condition.unlock() }
            return ready.removeValue(forKey: number)
        }

        func waitFor(_ number: Int) -> Result<Piece, IndexError> {
            condition.lock()
            defer { condition.unlock() }
            while true {
                if let piece = ready.removeValue(forKey: number) { return piece }
                condition.wait()
            }
        }

        /// No piece is begun any more.
        func stop() {
            condition.lock()
            next = count
            condition.broadcast()
            condition.unlock()
        }
    }
}
