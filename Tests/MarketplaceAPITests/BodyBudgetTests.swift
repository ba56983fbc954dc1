import Foundation
import HTTPTypes
import Locking
import TestSupport
import Testing

@testable import MarketplaceAPI

@Suite("Memory for bodies")
struct BodyBudgetTests {
    private static var limits: ConnectionLimits {
        var limits = ConnectionLimits(maxConnections: 64)
        limits.bodyMemoryBytes = 1_000
        limits.bodyMemoryBytesPerAccount = 600
        limits.bodyMemoryBytesPerAddress = 100
        limits.bodyMemoryBytesWithoutToken = 200
        limits.maxBodiesWaiting = 2
        limits.tickMilliseconds = 10
        return limits
    }

    private static func budget(
        _ limits: ConnectionLimits = limits, counts: ConnectionCounts = ConnectionCounts()
    ) -> BodyBudget {
        BodyBudget(limits: limits, counts: counts)
    }

    private static func room(
        _ budget: BodyBudget, _ byteCount: Int, _ owner: BodyBudget.Owner, on connection: ConnectionState = .current
    ) async throws -> BodyBudget.Room {
        try await budget.room(byteCount: byteCount, for: owner, on: connection)
    }

    @Test("room is given back when nothing holds it")
    func givenBack() async throws {
        let budget = Self.budget()
        var room: BodyBudget.Room? = try await Self.room(budget, 400, .account(1))
        #expect(budget.heldBytes == 400)
        withExtendedLifetime(room) {}
        room = nil
        #expect(budget.heldBytes == 0)
    }

    @Test("an account, an address and all without a token have limits of their own")
    func owners() async throws {
        let budget = Self.budget()
        let account = try await Self.room(budget, 600, .account(1))
        await #expect(throws: APIProblem.self) { try await Self.room(budget, 1, .account(1)) }
        let first = try await Self.room(budget, 100, .address("a"))
        await #expect(throws: APIProblem.self) { try await Self.room(budget, 1, .address("a")) }
        let second = try await Self.room(budget, 100, .address("b"))
        await #expect(throws: APIProblem.self) { try await Self.room(budget, 1, .address("c")) }
        let other = try await Self.room(budget, 200, .account(2))
        await #expect(throws: APIProblem.self) { try await Self.room(budget, 1, .account(3)) }
        withExtendedLifetime((account, first, second, other)) {}
    }

    @Test("who waits gets room once there is some, and who waits for their own bodies keeps nobody else waiting")
    func waiting() async throws {
        var limits = Self.limits
        limits.tickMilliseconds = 60_000
        let budget = Self.budget(limits)
        var held: BodyBudget.Room? = try await Self.room(budget, 600, .account(1))
        let same = Task { try await Self.room(budget, 100, .account(1)) }
        try await ConnectionTestServer.wait { budget.waitingCount >= 1 }
        let other = Task { try await Self.room(budget, 400, .account(2)) }
        let otherRoom = try await other.value
        #expect(budget.waitingCount == 1)
        withExtendedLifetime(held) {}
        held = nil
        let sameRoom = try await same.value
        #expect(budget.heldBytes == 500)
        withExtendedLifetime((otherRoom, sameRoom)) {}
    }

    @Test("too many are not let wait, and whose client has gone does not wait on, and is not counted as refused")
    func waitingIsBounded() async throws {
        var limits = Self.limits
        limits.tickMilliseconds = 60_000
        let counts = ConnectionCounts()
        let budget = Self.budget(limits, counts: counts)
        let held = try await Self.room(budget, 600, .account(1))
        let connection = ConnectionState()
        let waiting = [0, 1].map { _ in Task { try await Self.room(budget, 1, .account(1), on: connection) } }
        try await ConnectionTestServer.wait { budget.waitingCount >= 2 }
        await #expect(throws: APIProblem.self) { try await Self.room(budget, 1, .account(1)) }
        connection.close()
        for task in waiting { await #expect(throws: APIProblem.self) { try await task.value } }
        #expect(budget.waitingCount == 0 && budget.heldBytes == 600)
        #expect(counts.bodiesRefused == 1)
        withExtendedLifetime(held) {}
    }

    @Test("who waits for their own bodies takes neither others' room nor others' places in line")
    func waitingForOwn() async throws {
        var limits = Self.limits
        limits.tickMilliseconds = 60_000
        limits.maxBodiesWaiting = 4
        limits.maxBodiesWaitingPerOwner = 2
        let budget = Self.budget(limits)
        let connection = ConnectionState()
        var rooms = [try await Self.room(budget, 100, .address("a")), try await Self.room(budget, 600, .account(1))]
        let waiting = [BodyBudget.Owner.address("a"), .address("a"), .account(1), .account(1)].map { owner in
            Task { try await Self.room(budget, 50, owner, on: connection) }
        }
        try await ConnectionTestServer.wait { budget.waitingCount == 4 }
        // The line is full, and there is room.
        rooms.append(try await Self.room(budget, 50, .address("b")))
        rooms.append(try await Self.room(budget, 200, .account(2)))
        #expect(budget.heldBytes == 950 && budget.waitingCount == 4)
        connection.close()
        for task in waiting { await #expect(throws: APIProblem.self) { try await task.value } }
        withExtendedLifetime(rooms) {}
    }

    @Test("the addresses of one network have a limit together")
    func network() async throws {
        var limits = Self.limits
        limits.bodyMemoryBytesWithoutToken = 600
        let budget = Self.budget(limits)
        var rooms: [BodyBudget.Room] = []
        for number in 0..<4 {
            rooms.append(try await Self.room(budget, 100, .address("\(number)", network: "a")))
        }
        await #expect(throws: APIProblem.self) { try await Self.room(budget, 1, .address("4", network: "a")) }
        rooms.append(try await Self.room(budget, 100, .address("5", network: "b")))
        rooms = []
        rooms.append(try await Self.room(budget, 100, .address("4", network: "a")))
        withExtendedLifetime(rooms) {}
    }

    @Test("one owner has so many places in line and no more")
    func placesOfOwner() async throws {
        var limits = Self.limits
        limits.tickMilliseconds = 60_000
        limits.maxBodiesWaiting = 10
        limits.maxBodiesWaitingPerOwner = 2
        let budget = Self.budget(limits)
        let connection = ConnectionState()
        let held = try await Self.room(budget, 600, .account(1))
        let waiting = (0..<2).map { _ in Task { try await Self.room(budget, 1, .account(1), on: connection) } }
        try await ConnectionTestServer.wait { budget.waitingCount == 2 }
        await #expect(throws: APIProblem.self) { try await Self.room(budget, 1, .account(1)) }
        connection.close()
        for task in waiting { await #expect(throws: APIProblem.self) { try await task.value } }
        withExtendedLifetime(held) {}
    }

    @Test("a small body does not take the room that a large one waits for before it, with and without a token")
    func lines() async throws {
        var limits = Self.limits
        limits.tickMilliseconds = 60_000
        let budget = Self.budget(limits)
        var first: BodyBudget.Room? = try await Self.room(budget, 100, .address("a"))
        let other = try await Self.room(budget, 60, .address("b"))
        let large = Task { try await Self.room(budget, 100, .address("c")) }
        try await ConnectionTestServer.wait { budget.waitingCount == 1 }
        let small = Task { try await Self.room(budget, 10, .address("d")) }
        try await ConnectionTestServer.wait { budget.waitingCount == 2 }
        // Those with a token wait for nobody without.
        let account = try await Self.room(budget, 600, .account(1))
        #expect(budget.heldBytes == 760)
        withExtendedLifetime(first) {}
        first = nil
        let rooms = [try await large.value, try await small.value]
        #expect(budget.heldBytes == 770)
        withExtendedLifetime((other, account, rooms)) {}
    }

    @Test("many at once never hold more than there is, and all of it comes back", arguments: [UInt64(1), 2, 3])
    func many(seed: UInt64) async throws {
        var limits = Self.limits
        limits.maxBodiesWaiting = 1_000
        limits.tickMilliseconds = 60_000
        let budget = Self.budget(limits)
        let most = Locked(0)
        await withTaskGroup(of: Void.self) { group in
            var random = SeededGenerator(seed: seed)
            for _ in 0..<300 {
                let number = Int64.random(in: 0..<4, using: &random)
                let owner: BodyBudget.Owner = Bool.random(using: &random) ? .account(number) : .address("\(number)")
                let byteCount = Int.random(in: 0...700, using: &random)
                group.addTask {
                    guard let room = try? await Self.room(budget, byteCount, owner) else { return }
                    most.withLock { $0 = max($0, budget.heldBytes) }
                    await Task.yield()
                    withExtendedLifetime(room) {}
                }
            }
        }
        #expect(most.withLock { $0 } <= limits.bodyMemoryBytes, "seed \(seed)")
        #expect(budget.heldBytes == 0 && budget.waitingCount == 0, "seed \(seed)")
    }

    @Test("large batches that come at once are taken or told to come later, and leave nothing behind")
    func batches() async throws {
        let market = try await Market()
        var limits = ConnectionTestServer.limits
        limits.bodyMemoryBytes = 1 << 20
        limits.bodyMemoryBytesPerAccount = 1 << 20
        limits.bodyWaitSeconds = 1
        let text = #"{"listings":["# + String(repeating: " ", count: 700_000) + "]}"
        try await ConnectionTestServer.serve(market, limits: limits) { _, client, counts in
            let token = try await client.seller()
            let statuses = await withTaskGroup(of: Int?.self) { group in
                for _ in 0..<6 {
                    group.addTask { try? await client.send(.post, "/v1/listings/batch", text, token: token).status }
                }
                return await group.reduce(into: [Int?]()) { $0.append($1) }
            }
            // An empty list of listings is a bad request.
            #expect(statuses.contains(400) && statuses.allSatisfy { $0 == 400 || $0 == 503 }, "\(statuses)")
            try await ConnectionTestServer.wait { counts.bodyBytes == 0 }
        }
    }
}
