import HTTPTypes
import Locking

/// Memory that bodies of requests may take: all together, those of one account, and less where nobody has logged in.
///
/// Room for a whole body is taken before the first byte of it is asked for, so that bodies that are half there never
/// keep each other from coming to their end.
final class BodyBudget: Sendable {
    enum Owner: Hashable, Sendable {
        case account(Int64)
        /// Of who has no token; counted as limits for each address are.
        case address(String)
    }

    /// Room for one body; it is given back when nothing holds it any more.
    final class Room: Sendable {
        private let budget: BodyBudget
        private let owner: Owner
        private let byteCount: Int

        fileprivate init(_ budget: BodyBudget, _ owner: Owner, _ byteCount: Int) {
            self.budget = budget
            self.owner = owner
            self.byteCount = byteCount
        }

        deinit { budget.giveBack(byteCount, owner) }
    }

    private struct Waiter: Sendable {
        var id: Int
        var owner: Owner
        var byteCount: Int
        var continuation: CheckedContinuation<Bool, Never>
    }

    private struct State: Sendable {
        var heldBytes = 0
        var heldWithoutToken = 0
        var byOwner: [Owner: Int] = [:]
        var waiters: [Waiter] = []
        var nextID = 0
    }

    private let limits: ConnectionLimits
    private let counts: ConnectionCounts
    private let state = Locked(State())

    init(limits: ConnectionLimits, counts: ConnectionCounts) {
        self.limits = limits
        self.counts = counts
    }

    /// For tests.
    var heldBytes: Int { state.withLock { $0.heldBytes } }
    var waitingCount: Int { state.withLock { $0.waiters.count } }

    /// Room for a body. Waits for it as long as the limits say, or until the client has gone.
    /// - Throws: `APIProblem` of kind `unavailable`.
    func room(byteCount: Int, for owner: Owner, on connection: ConnectionState) async throws -> Room {
        // A body that is larger than its owner may have together comes alone.
        let byteCount = min(byteCount, limit(of: owner), limits.bodyMemoryBytes)
        guard await take(byteCount, owner, connection) else {
            counts.bodyRefused()
            throw APIProblem(
                .unavailable, "There is no room for the body now; try again in 2 s.", headers: [.retryAfter: "2"])
        }
        return Room(self, owner, byteCount)
    }

    private func limit(of owner: Owner) -> Int {
        switch owner {
        case .account: limits.bodyMemoryBytesPerAccount
        case .address: limits.bodyMemoryBytesPerAddress
        }
    }

    // MARK: - Waiting

    private func take(_ byteCount: Int, _ owner: Owner, _ connection: ConnectionState) async -> Bool {
        let (isTaken, id) = state.withLock { state -> (Bool, Int?) in
            if state.waiters.isEmpty, blockage(byteCount, owner, state) == nil {
                add(byteCount, owner, &state)
                return (true, nil)
            }
            guard state.waiters.count < limits.maxBodiesWaiting else { return (false, nil) }
            state.nextID += 1
            return (false, state.nextID)
        }
        guard let id else { return isTaken }
        connection.onClose { self.giveUp(id) }
        let patience = Duration.milliseconds(Int64(limits.bodyWaitSeconds) * limits.tickMilliseconds)
        let alarm = Task {
            try await Task.sleep(for: patience)
            giveUp(id)
        }
        defer { alarm.cancel() }
        return await withCheckedContinuation { continuation in
            wait(Waiter(id: id, owner: owner, byteCount: byteCount, continuation: continuation), connection)
        }
    }

    private func wait(_ waiter: Waiter, _ connection: ConnectionState) {
        state.withLock { $0.waiters.append(waiter) }
        // The client may have gone, or room may have come, since the look before.
        if connection.isClosed { giveUp(waiter.id) }
        grant()
    }

    private func giveUp(_ id: Int) {
        let waiter = state.withLock { state -> Waiter? in
            guard let place = state.waiters.firstIndex(where: { $0.id == id }) else { return nil }
            return state.waiters.remove(at: place)
        }
        waiter?.continuation.resume(returning: false)
        grant()
    }

    private func giveBack(_ byteCount: Int, _ owner: Owner) {
        state.withLock { add(-byteCount, owner, &$0) }
        grant()
    }

    /// Gives room to who waits, in their order. Who waits for their own bodies keeps nobody else waiting.
    private func grant() {
        let granted = state.withLock { state -> [Waiter] in
            var granted: [Waiter] = []
            var place = 0
            while place < state.waiters.count {
                let waiter = state.waiters[place]
                switch blockage(waiter.byteCount, waiter.owner, state) {
                case nil:
                    add(waiter.byteCount, waiter.owner, &state)
                    granted.append(state.waiters.remove(at: place))
                case .owner: place += 1
                case .all: place = state.waiters.count
                }
            }
            counts.bodies(heldBytes: state.heldBytes, waiting: state.waiters.count)
            return granted
        }
        for waiter in granted { waiter.continuation.resume(returning: true) }
    }

    // MARK: - Counting

    private enum Blockage {
        case owner
        case all
    }

    /// What keeps a body from having room.
    private func blockage(_ byteCount: Int, _ owner: Owner, _ state: State) -> Blockage? {
        if state.byOwner[owner, default: 0] + byteCount > limit(of: owner) { return .owner }
        if case .address = owner, state.heldWithoutToken + byteCount > limits.bodyMemoryBytesWithoutToken {
            return .owner
        }
        return state.heldBytes + byteCount > limits.bodyMemoryBytes ? .all : nil
    }

    private func add(_ byteCount: Int, _ owner: Owner, _ state: inout State) {
        state.heldBytes += byteCount
        if case .address = owner { state.heldWithoutToken += byteCount }
        let owned = state.byOwner[owner, default: 0] + byteCount
        state.byOwner[owner] = owned == 0 ? nil : owned
        counts.bodies(heldBytes: state.heldBytes, waiting: state.waiters.count)
    }
}
