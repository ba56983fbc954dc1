/// Why the server ended a connection, or refused one, by itself.
enum ConnectionEnd: String, CaseIterable, Sendable {
    case tooManyConnections = "too_many"
    case tooManyOfAddress = "too_many_of_address"
    /// An idle one that gave way to a new one.
    case gaveWay = "gave_way"
    case malformed
    case slowHead = "slow_head"
    case slowBody = "slow_body"
    /// The client did not read its answer.
    case slowReader = "slow_reader"
    /// It had held longest what its client did not read, when all connections together held too much.
    case unreadAnswers = "unread_answers"
    case idle
}
