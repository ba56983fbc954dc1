/// Whether searches can be answered, and if not, why.
public enum IndexCondition: Hashable, Sendable {
    case opening
    case ready
    /// How much of the listings is read, where that is known.
    case rebuilding(percent: Int?)
    /// Neither open nor being made; it is tried again.
    case waiting(Obstacle)

    /// What keeps an index from being made.
    public enum Obstacle: Hashable, Sendable {
        case diskFull
        case failure
    }

    /// For clients: no path, no name. Nil where searches are answered.
    public var reason: String? {
        switch self {
        case .opening: "The index is being opened; try again soon."
        case .ready: nil
        case .rebuilding(let percent?): "The index is being rebuilt: \(percent) % of the listings are read."
        case .rebuilding(nil): "The index is being rebuilt."
        case .waiting(.diskFull): "The index has to be rebuilt, and the disk has no room for it."
        case .waiting(.failure): "The index has to be rebuilt, and that has failed; it will be tried again."
        }
    }
}
