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
}
