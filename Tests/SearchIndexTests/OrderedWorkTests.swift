import Foundation
import Locking
import Testing

@testable import SearchIndex

struct OrderedWorkTests {
    @Test(arguments: [(0, 1), (1, 1), (1, 4), (7, 1), (100, 2), (1_000, 5), (3, 64)])
    func everyPieceIsMadeOnceAndTakenInItsPlace(count: Int, threads: Int) throws {
        let made = Locked([Int](repeating: 0, count: count))
        var taken: [Int] = []
        try OrderedWork.run(count, threads: threads) { number in
            made.withLock { $0[number] += 1 }
            return number * 3
        } take: { (piece) throws(IndexError) in
            taken.append(piece)
        }
        #expect(taken == (0..<count).map { $0 * 3 })
        #expect(made.withLock { $0.allSatisfy { $0 == 1 } })
    }

    /// However the threads come, what is taken ends before the first bad piece, and its error is the one thrown.
    @Test(arguments: [1, 2, 6])
    func theFirstBadPieceEndsTheWork(threads: Int) {
        var taken: [Int] = []
        let error = #expect(throws: IndexError.self) {
            try OrderedWork.run(50, threads: threads) { number throws(IndexError) in
                if number >= 20 { throw .invalid(field: "piece", reason: "\(number)") }
                return number
            } take: { (piece) throws(IndexError) in
                taken.append(piece)
            }
        }
        #expect(error == .invalid(field: "piece", reason: "20"))
        #expect(taken == Array(0..<20))
    }

    @Test(arguments: [1, 3])
    func whereNothingCanBeTakenNothingMoreIsMade(threads: Int) {
        let made = Locked(0)
        #expect(throws: IndexError.invalid(field: "disk", reason: "full")) {
            try OrderedWork.run(1_000_000, threads: threads) { number in
                made.withLock { $0 += 1 }
                return number
            } take: { (piece) throws(IndexError) in
                if piece == 3 { throw .invalid(field: "disk", reason: "full") }
            }
        }
        #expect((4..<1_000_000).contains(made.withLock { $0 }))
    }

    /// While the caller is slow, the others come as far as the window and no farther.
    @Test(arguments: [1, 2, 5], [1, 3, 500])
    func fewPiecesWaitToBeTaken(threads: Int, count: Int) throws {
        let most = min(OrderedWork.window(threads: threads), count)
        let begun = Begun()
        var taken = 0
        try OrderedWork.run(count, threads: threads) { number in
            begun.add()
            return number
        } take: { (piece) throws(IndexError) in
            // What may be begun beside this piece is begun: more than that would be seen here or at a later piece.
            begun.wait(for: min(piece + most, count))
            #expect(begun.number <= piece + most)
            taken += 1
        }
        #expect(taken == count && begun.number == count)
    }

    /// Helpers that wait for room are let go when the work ends early.
    @Test(arguments: [false, true])
    func whoWaitsForRoomIsEndedByAnError(inMaking: Bool) {
        let begun = Begun()
        #expect(throws: IndexError.invalid(field: "piece", reason: "bad")) {
            try OrderedWork.run(1_000, threads: 8) { number throws(IndexError) in
                begun.add()
                if inMaking, number == 1 { throw .invalid(field: "piece", reason: "bad") }
                return number
            } take: { (piece) throws(IndexError) in
                begun.wait(for: OrderedWork.window(threads: 8))
                if !inMaking { throw .invalid(field: "piece", reason: "bad") }
            }
        }
        #expect(begun.number <= OrderedWork.window(threads: 8) + 1)
    }

    /// Counts pieces that are begun, and lets one wait for them.
    private final class Begun: @unchecked Sendable {
        // Safe to share: the count is under the condition's lock.
        private let condition = NSCondition()
        private var count = 0

        var number: Int { condition.withLock { count } }

        func add() {
            condition.lock()
            count += 1
            condition.broadcast()
            condition.unlock()
        }

        func wait(for number: Int) {
            condition.lock()
            while count < number { condition.wait() }
            condition.unlock()
        }
    }
}
