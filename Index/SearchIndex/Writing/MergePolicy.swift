/// Chooses what to merge: segments of about one size, when there are enough of them (Lucene's tiers, simplified).
public struct MergePolicy: Hashable, Sendable {
    /// So many segments of a tier are merged into one of the next.
    public var segmentsPerTier = 8
    /// Segments up to this size are one tier; each further tier is `segmentsPerTier` times as large.
    public var smallestTierDocuments = 2_000
    /// A segment is rewritten alone once this share of it is deleted.
    public var deletedShare = 0.4

    public init() {}

    /// The places of the segments to merge, or none. Rewriting comes last: a merge drops deleted documents anyway.
    func choose(_ segments: [(documents: Int, live: Int)]) -> [Int] {
        var tiers: [Int: [Int]] = [:]
        for (place, segment) in segments.enumerated() { tiers[tier(segment.live), default: []].append(place) }
        for tier in tiers.keys.sorted() {
            if let places = tiers[tier], places.count >= segmentsPerTier { return places }
        }
        for (place, segment) in segments.enumerated() {
            let deleted = segment.documents - segment.live
            if deleted > smallestTierDocuments, Double(deleted) > deletedShare * Double(segment.documents) {
                return [place]
            }
        }
        return []
    }

    private func tier(_ documents: Int) -> Int {
        var tier = 0
        var limit = smallestTierDocuments
        while documents > limit {
            tier += 1
            limit *= segmentsPerTier
        }
        return tier
    }
}
