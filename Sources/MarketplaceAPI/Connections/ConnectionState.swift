import Locking
import Synchronization

/// What the request being answered can know of its connection, and ask of it.
///
/// One object a connection. Connections answer one request at a time, so what is registered here belongs to the request
/// being answered; the connection forgets it when that request's answer is written.
final class ConnectionState: Sendable {
    private struct State {
        var isClosed = false
        var actions: [@Sendable () -> Void] = []
    }

    /// The connection whose request the current task answers. It is bound once for each connection, not for each request.
    @TaskLocal static var current = ConnectionState(isWatched: false)

    private let isWatched: Bool
    private let state = Locked(State())
    /// What the connection's handler does on its event loop; nil where there is none, or no longer.
    private let commands = Locked<(@Sendable (Command) -> Void)?>(nil)
    private let idleSince = Atomic<Int64>(busy)

    private static let busy = Int64.max
    private static let givenUp = Int64.max - 1

    enum Command: Sendable {
        /// Tells a client that waits for it to send its body.
        case askForBody
        /// Closes the connection, which has been given up.
        case giveWay
        /// Closes the connection if its client has not taken all of its answers.
        case cutOff
    }

    /// - Parameter isWatched: false where there is no connection that could close, as in tests of the router; actions are
    ///   not kept then.
    init(isWatched: Bool = true) { self.isWatched = isWatched }

    // MARK: The client

    /// Whether the client has closed the connection, or its sending half: it waits for no answer then.
    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Runs an action once when the client closes the connection before this request is answered; at once where it has
    /// closed it already. Actions run on the connection's event loop and have to be short.
    func onClose(_ action: @escaping @Sendable () -> Void) {
        guard isWatched else { return }
        let isClosed = state.withLock { state in
            if !state.isClosed { state.actions.append(action) }
            return state.isClosed
        }
        if isClosed { action() }
    }

    /// The request is answered: what waited for its client to go is forgotten.
    func endRequest() {
        let ended = state.withLock { state in
            defer { state.actions = [] }
            return state.actions
        }
        // Freed here and not with the lock held: what an action holds may be large.
        _ = consume ended
    }

    /// The client has gone.
    func close() {
        let actions = state.withLock { state in
            defer { state.actions = [] }
            state.isClosed = true
            return state.actions
        }
        for action in actions { action() }
    }

    // MARK: The connection

    /// Says that the request's body will be taken, to a client that waits for that.
    func askForBody() { send(.askForBody) }

    /// Ends the connection, whose client reads too little, with what it has not read.
    func cutOff() { send(.cutOff) }

    /// Gives the connection up if no request is on it; none is taken from it then. Whether it was given up by this call.
    func giveWay() -> Bool {
        guard let since = idleSinceNanoseconds,
            idleSince.compareExchange(expected: since, desired: Self.givenUp, ordering: .relaxed).exchanged
        else { return false }
        send(.giveWay)
        return true
    }

    /// Since when the connection has had no request, and no answer on its way, in nanoseconds of the event loop's clock;
    /// nil while it has one, and once it is given up.
    var idleSinceNanoseconds: Int64? {
        let since = idleSince.load(ordering: .relaxed)
        return since >= Self.givenUp ? nil : since
    }

    /// It has no request, and its client has all answers. One that is given up stays so.
    func setIdle(sinceNanoseconds: Int64) {
        _ = idleSince.compareExchange(expected: Self.busy, desired: sinceNanoseconds, ordering: .relaxed)
    }

    /// A request has come. False where the connection has been given up before.
    func setBusy() -> Bool { idleSince.exchange(Self.busy, ordering: .relaxed) != Self.givenUp }

    /// - Parameter handler: is called from any thread.
    func handleCommands(_ handler: (@Sendable (Command) -> Void)?) { commands.withLock { $0 = handler } }

    private func send(_ command: Command) {
        let handler = commands.withLock { $0 }
        handler?(command)
    }
}
