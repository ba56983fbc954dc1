import HTTPTypes
import Locking

/// Memory that bodies of requests may take: all together, those of one account, and less where nobody has logged in.
///
/// Room for a whole body is taken before the first byte of it is asked for, so that bodies that are half there never
/// keep each other from coming to their end.
final class BodyBudget: Sendable {
    enum Owner: Hashable, Sendable {
        case account(Int64)
        /// Of who has no token; counted as limits for each address and each network are.
        case address(String, network: String? = nil)

        var isAddress: Bool { if case .address = self { true } else { false } }
        var network: String? { if case .address(_, let network) = self { network } else { nil } }
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
        var byNetwork: [String: Int] = [:]
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
            // Who has gone is refused nothing.
            if !connection.isClosed { counts.bodyRefused() }
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
        if let isTaken = state.withLock({ decide(byteCount, owner, &$0) }) { return isTaken }
        let id = state.withLock { state -> Int in
            state.nextID += 1
            return state.nextID
        }
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

    /// Whether there is room, which is taken then; nil where the body has to wait for it, and false where it may not.
    private func decide(_ byteCount: Int, _ owner: Owner, _ state: inout State) -> Bool? {
        if blockage(byteCount, owner, state) == nil, !hasToStandInLine(owner, state) {
            add(byteCount, owner, &state)
            return true
        }
        let most = limits.maxBodiesWaitingPerOwner
        guard state.waiters.count < limits.maxBodiesWaiting, state.waiters.count(where: { $0.owner == owner }) < most
        else { return false }
        guard let network = owner.network else { return nil }
        return state.waiters.count { $0.owner.network == network } < 4 * most ? nil : false
    }

    /// Whether somebody waits already for room that this owner's bodies would take from them.
    private func hasToStandInLine(_ owner: Owner, _ state: State) -> Bool {
        state.waiters.contains { waiter in
            switch blockage(waiter.byteCount, waiter.owner, state) {
            case .all: true
            case .withoutToken: owner.isAddress
            case .owner, nil: false
            }
        }
    }

    private func wait(_ waiter: Waiter, _ connection: ConnectionState) {
        // Room may have come, and others may have begun to wait, since the look before.
        let decision = state.withLock { state -> Bool? in
            let decision = decide(waiter.byteCount, waiter.owner, &state)
            if decision == nil { state.waiters.append(waiter) }
            return decision
        }
        if let decision { return waiter.continuation.resume(returning: decision) }
        // The client may have gone, too.
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

    /// Gives room to who waits, in their order. Who waits for their own bodies keeps nobody else waiting, and who waits
    /// for the others without a token keeps only these.
    private func grant() {
        let granted = state.withLock { state -> [Waiter] in
            var granted: [Waiter] = []
            var place = 0
            var isOpenWithoutToken = true
            while place < state.waiters.count {
                let waiter = state.waiters[place]
                switch blockage(waiter.byteCount, waiter.owner, state) {
                case nil where isOpenWithoutToken || !waiter.owner.isAddress:
                    add(waiter.byteCount, waiter.owner, &state)
                    granted.append(state.waiters.remove(at: place))
                case nil, .owner: place += 1
                case .withoutToken:
                    isOpenWithoutToken = false
                    place += 1
                case .all: place = state.waiters.count
                }
            }
            counts.bodies(heldBytes: state.heldBytes, waiting: state.waiters.count)
            return granted
        }
        for waiter in granted { waiter.continuation.resume(returning: true) }
    }

    // MARK: - Counting

    /// Whose bodies have to go before there is room.
    private enum Blockage {
        case owner
        case withoutToken
        case all
    }

    /// What keeps a body from having room.
    private func blockage(_ byteCount: Int, _ owner: Owner, _ state: State) -> Blockage? {
        if state.byOwner[owner, default: 0] + byteCount > limit(of: owner) { return .owner }
        if let network = owner.network,
            state.byNetwork[network, default: 0] + byteCount > limits.bodyMemoryBytesPerNetwork
        {
            return .owner
        }
        if owner.isAddress, state.heldWithoutToken + byteCount > limits.bodyMemoryBytesWithoutToken {
            return .withoutToken
        }
        return state.heldBytes + byteCount > limits.bodyMemoryBytes ? .all : nil
    }

    private func add(_ byteCount: Int, _ owner: Owner, _ state: inout State) {
        state.heldBytes += byteCount
        if owner.isAddress { state.heldWithoutToken += byteCount }
        let owned = state.byOwner[owner, default: 0] + byteCount
        state.byOwner[owner] = owned == 0 ? nil : owned
        if let network = owner.network {
            let owned = state.byNetwork[network, default: 0] + byteCount
            state.byNetwork[network] = owned == 0 ? nil : owned
        }
        counts.bodies(heldBytes: state.heldBytes, waiting: state.waiters.count)
    }
}
