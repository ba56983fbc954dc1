extension ListingStatus {
    /// What a listing may become: the whole life of a listing stands in this table. Deleted is the end.
    private static let transitions: [ListingStatus: Set<ListingStatus>] = [
        .active: [.closed, .deleted],
        .closed: [.active, .deleted],
        .deleted: [],
    ]

    public func canBecome(_ next: ListingStatus) -> Bool {
        Self.transitions[self]?.contains(next) ?? false
    }

    /// The statuses from which a listing may become this one.
    public var origins: Set<ListingStatus> {
        Set(Self.allCases.filter { $0.canBecome(self) })
    }
}
