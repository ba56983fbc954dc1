import Catalog
import Synchronization
import TestSupport
import Testing

@testable import Ratings

private let day: Int64 = 86_400_000

@Suite struct `The rating board` {
    @Test func `goes on where one log is damaged, and says whose`() async throws {
        let store = MemoryRatingStore()
        try store.change { desk in
            for seller in Int64(1)...3 { try desk.complete(seller, buyer: 9, seller: seller, at: 1) }
            desk.append(RatingLogLine(sequence: 2, text: "{", hash: ""), toLogOf: 2, atMilliseconds: 2)
        }
        let reported = Mutex<[Int64]>([])
        let board = RatingBoard(store: store, now: { day }) { account, _ in reported.withLock { $0.append(account) } }
        try await board.refresh()
        #expect(reported.withLock { $0 } == [2])
        #expect(board.entry(1)?.summary.tradeCount == 1)
        #expect(board.entry(2) == nil)
        #expect(board.entry(3)?.summary.tradeCount == 1)
        try store.change { try $0.complete(10, buyer: 9, seller: 3, at: 3) }
        try await board.refresh()
        #expect(board.entry(3)?.summary.tradeCount == 2)
        #expect(reported.withLock { $0 } == [2])
    }

    @Test func `goes on where the store cannot read one log, and says so once`() async throws {
        let store = MemoryRatingStore()
        try store.change { desk in
            for seller in Int64(1)...3 { try desk.complete(seller, buyer: 9, seller: seller, at: 1) }
        }
        store.breakLog(of: 2, .damaged)
        let reported = Mutex<[Int64]>([])
        let board = RatingBoard(store: store, now: { day }) { account, _ in reported.withLock { $0.append(account) } }
        try await board.refresh()
        #expect(board.hasFollowed)
        try store.change { desk in
            for seller in Int64(2)...3 { try desk.complete(10 + seller, buyer: 9, seller: seller, at: 2) }
        }
        try await board.refresh()
        #expect(board.entry(1)?.summary.tradeCount == 1)
        #expect(board.entry(2) == nil)
        #expect(board.entry(3)?.summary.tradeCount == 2)
        #expect(reported.withLock { $0 } == [2])
    }

    @Test(arguments: [StorageTrouble.busy, .full, .failed])
    func `goes no further where the store has another trouble`(trouble: StorageTrouble) async throws {
        let store = MemoryRatingStore()
        try store.change { try $0.complete(1, at: 1) }
        store.breakLog(of: 1, trouble)
        let board = RatingBoard(store: store, now: { day })
        await #expect(throws: UnreadableLog.self) { try await board.refresh() }
        #expect(!board.hasFollowed)
    }

    @Test func `reckons anew what is as of a day to come, since the clock was set back`() async throws {
        let store = MemoryRatingStore()
        let now = Mutex<Int64>(100 * day)
        let board = RatingBoard(store: store, now: { now.withLock { $0 } })
        try store.change { try $0.complete(1, at: 9 * day) }
        try await board.refresh()
        #expect(board.entry(1)?.summary.asOfMilliseconds == 100 * day)
        now.withLock { $0 = 10 * day }
        try await board.refresh()
        #expect(board.entry(1)?.summary.asOfMilliseconds == 10 * day)
    }

    @Test func `shows what is in the log where the clock was set back`() async throws {
        let store = MemoryRatingStore()
        let now = Mutex<Int64>(10 * day)
        let board = RatingBoard(store: store, now: { now.withLock { $0 } })
        try store.change { try $0.complete(1, at: 10 * day) }
        now.withLock { $0 = 9 * day }
        try await board.refresh()
        #expect(board.entry(1)?.summary.tradeCount == 1)
        // A line that is written with the earlier time is not the newest, though it is the last.
        try store.change { try $0.complete(2, at: 9 * day) }
        try await board.refresh()
        #expect(board.entry(1)?.summary.tradeCount == 2)
        #expect(board.entry(1)?.summary.asOfMilliseconds == 10 * day)
    }

    @Test func `does not tell the minute in which a buyer was rated`() async throws {
        let store = MemoryRatingStore()
        try store.change { desk in
            try desk.complete(1, at: 3 * day + 1_000)
            try desk.rate(1, at: 3 * day + 2_000)
            try desk.answer(1, at: 3 * day + 3_000)
        }
        let board = RatingBoard(store: store, now: { 3 * day + 4_000 })
        try await board.refresh()
        #expect(board.entry(2)?.summary.asOfMilliseconds == 3 * day)
        // The seller's newest line is public to the millisecond, and counts at once.
        #expect(board.entry(1)?.summary.asOfMilliseconds == 3 * day + 3_000)
        #expect(board.entry(1)?.summary.goodCount == 1)
    }

    @Test func `reads only what is new of the logs that it used last, however many others there are`() async throws {
        let store = MemoryRatingStore()
        let board = RatingBoard(store: store, keptEvents: 50, now: { day })
        for seller in Int64(1)...9 {
            try store.change { desk in
                for order in 1...20 { try desk.complete(seller * 100 + Int64(order), buyer: 99, seller: seller, at: 1) }
            }
            try await board.refresh()
        }
        for (seller, lines) in [(Int64(9), 1), (8, 1), (1, 21), (8, 1)] {
            let before = store.lineReadCount
            try store.change { desk in
                try desk.complete(Int64(10_000 + before), buyer: 99, seller: seller, at: 2)
            }
            try await board.refresh()
            #expect(store.lineReadCount - before == lines, "seller \(seller)")
        }
    }
}

@Suite struct `The logs that are kept` {
    private func log(_ count: Int) -> RatingLogCache.Log {
        var log = RatingLogCache.Log()
        for number in 0..<count { log.add(RatingEvent(kind: .trade, orderID: Int64(number), atMilliseconds: 0)) }
        return log
    }

    @Test(arguments: UInt64(1)...20)
    func `are those that were used last, as many as have room`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let most = Int.random(in: 0...60, using: &random)
        var cache = RatingLogCache(mostEvents: most)
        // The slow way: a list, the one used last at its end.
        var model: [(subject: Int64, count: Int)] = []
        for _ in 0..<500 {
            let (subject, count) = (Int64.random(in: 1...12, using: &random), Int.random(in: 0...25, using: &random))
            cache.keep(log(count), of: subject)
            model.removeAll { $0.subject == subject }
            if count <= most { model.append((subject, count)) }
            while model.reduce(0, { $0 + $1.count }) > most { model.removeFirst() }
            #expect(cache.eventCount == model.reduce(0) { $0 + $1.count }, "seed \(seed)")
            for subject in Int64(1)...12 {
                let kept = model.first { $0.subject == subject }?.count
                #expect(cache[subject]?.events.count == kept, "seed \(seed), subject \(subject)")
            }
        }
    }
}
