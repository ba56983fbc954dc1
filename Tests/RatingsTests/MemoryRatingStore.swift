import Catalog
import Foundation
import Orders
import Ratings

/// What reading a log ends with that is broken.
struct UnreadableLog: StorageFailure {
    var trouble: StorageTrouble
}

/// A rating desk as a store.
///
/// `@unchecked Sendable`: everything is touched with the lock held and never otherwise.
final class MemoryRatingStore: RatingStore, @unchecked Sendable {
    private let lock = NSLock()
    private let desk = MemoryRatingDesk()
    private var growths: [Int64] = []
    private var transactions = 0
    private var linesRead = 0
    private var troubles: [Int64: StorageTrouble] = [:]
    /// A store that names the windows of all orders: those that are not over, too, and those that were closed.
    private let namesAllWindows: Bool

    init(namesAllWindows: Bool = false) { self.namesAllWindows = namesAllWindows }

    var transactionCount: Int { lock.withLock { transactions } }
    var lineReadCount: Int { lock.withLock { linesRead } }
    var openWindowCount: Int { lock.withLock { desk.windows.count } }

    /// Changes the rows beside any transaction, and notes whose logs have grown.
    func change(_ work: (MemoryRatingDesk) throws -> Void) rethrows {
        try lock.withLock {
            let before = desk.logs.mapValues(\.count)
            try work(desk)
            growths += desk.logs.filter { $0.value.count != before[$0.key] ?? 0 }.keys.sorted()
        }
    }

    /// From now on an account's log cannot be read.
    func breakLog(of subjectID: Int64, _ trouble: StorageTrouble) { lock.withLock { troubles[subjectID] = trouble } }

    func rate<Value: Sendable>(_ work: @escaping @Sendable (any RatingDesk) throws -> Value) async throws -> Value {
        try lock.withLock {
            transactions += 1
            return try work(desk)
        }
    }

    func rate(
        once key: IdempotencyKey, now: @escaping @Sendable () -> Int64,
        _ work: @escaping @Sendable (any RatingDesk) throws -> [UInt8]
    ) async throws -> [UInt8] { try await rate(work) }

    func ratings(ofSubject subjectID: Int64, after place: RatingPlace?, limit: Int) async throws -> [Rating] {
        lock.withLock { desk.ratings.values.filter { $0.subjectID == subjectID } }
    }

    func ratings(ofOrder orderID: Int64) async throws -> [Rating] {
        lock.withLock { desk.ratings.values.filter { $0.orderID == orderID } }
    }

    func orderSides(_ orderID: Int64) async throws -> (buyerID: Int64, sellerID: Int64)? {
        lock.withLock { desk.orderSides(orderID) }
    }

    func ratingLogHead(of subjectID: Int64) async throws -> RatingLogLine? {
        lock.withLock { desk.ratingLogHead(of: subjectID) }
    }

    func ratingLog(of subjectID: Int64, after sequence: Int64, limit: Int) async throws -> [RatingLogLine] {
        try lock.withLock {
            if let trouble = troubles[subjectID] { throw UnreadableLog(trouble: trouble) }
            let lines = (desk.logs[subjectID] ?? []).filter { $0.sequence > sequence }.prefix(limit)
            linesRead += lines.count
            return Array(lines)
        }
    }

    func dueWindows(atMilliseconds: Int64, limit: Int) async throws -> [Int64] {
        lock.withLock {
            let due = desk.windows.filter { $0.value <= atMilliseconds }.keys.sorted()
            return namesAllWindows ? Array(desk.trades.keys.sorted().prefix(limit)) : Array(due.prefix(limit))
        }
    }

    func ratedSubjects(after number: Int64, limit: Int) async throws -> (subjects: [Int64], last: Int64) {
        lock.withLock {
            let subjects = growths.dropFirst(Int(number)).prefix(limit)
            return (Array(subjects), number + Int64(subjects.count))
        }
    }
}
