import Ratings
import Synchronization
import Testing

private let day: Int64 = 86_400_000

@Suite struct `Windows that are over` {
    private func service(_ store: MemoryRatingStore) -> RatingService {
        RatingService(store: store, now: { 20 * day })
    }

    @Test func `are closed many in one transaction`() async throws {
        let store = MemoryRatingStore()
        let count = Int64(2 * RatingService.windowsAtOnce + 50)
        try store.change { desk in
            for order in 1...count {
                try desk.complete(order, at: 1)
                try desk.rate(order, at: 2)
            }
        }
        #expect(try await service(store).closeDueWindows() == Int(count))
        #expect(store.transactionCount == 3)
        #expect(store.openWindowCount == 0)
        #expect(try await store.ratings(ofOrder: count).allSatisfy { $0.revealedAtMilliseconds == 20 * day })
    }

    @Test func `are left for the next call where they are too many for one`() async throws {
        let store = MemoryRatingStore()
        let atOnce = RatingService.windowsAtOnce * RatingService.roundsAtOnce
        try store.change { desk in for order in 1...Int64(atOnce + 7) { try desk.complete(order, at: 1) } }
        #expect(try await service(store).closeDueWindows() == atOnce)
        #expect(store.openWindowCount == 7)
        #expect(try await service(store).closeDueWindows() == 7)
    }

    @Test func `are not asked for without end by a store that goes on naming them`() async throws {
        let store = MemoryRatingStore(namesAllWindows: true)
        try store.change { desk in
            for order in 1...Int64(RatingService.windowsAtOnce) { try desk.complete(order, at: 1) }
        }
        try await service(store).closeDueWindows()
        #expect(store.transactionCount == RatingService.roundsAtOnce)
    }

    @Test func `are looked at again before they are closed, since the clock may have moved them`() async throws {
        let store = MemoryRatingStore(namesAllWindows: true)
        try store.change { desk in
            for (order, completed) in [(Int64(1), 10 * day), (2, 1)] {
                try desk.complete(order, at: completed)
                try desk.rate(order, at: completed)
            }
        }
        #expect(try await service(store).closeDueWindows() == 1)
        #expect(store.openWindowCount == 1)
        #expect(try await store.ratings(ofOrder: 1).map(\.revealedAtMilliseconds) == [nil])
        #expect(try await store.ratings(ofOrder: 2).map(\.revealedAtMilliseconds) == [20 * day])
    }

    @Test func `are over by the time at which they are closed, since the clock may have been set back`() async throws {
        let store = MemoryRatingStore()
        try store.change { desk in
            try desk.complete(1, at: 1)
            try desk.rate(1, at: 2)
        }
        // The first time is that of the look for what is due.
        let times = Mutex([20 * day, 10 * day])
        let service = RatingService(
            store: store, now: { times.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } })
        #expect(try await service.closeDueWindows() == 0)
        #expect(try await store.ratings(ofOrder: 1).map(\.revealedAtMilliseconds) == [nil])
    }

    @Test func `are closed though the order is no completed one`() async throws {
        let store = MemoryRatingStore()
        store.change { $0.openWindow(5, untilMilliseconds: 1) }
        #expect(try await service(store).closeDueWindows() == 1)
        #expect(store.openWindowCount == 0)
    }
}
