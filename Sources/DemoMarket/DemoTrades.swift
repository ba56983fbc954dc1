public import Catalog
import SeededRandom

/// Trades of the demo market over its last months: who buys what, how it ends, and what is said of it. The same seed gives
/// the same trades.
public struct DemoTrades: Sendable {
    public enum Ending: Hashable, Sendable {
        case completed
        case refunded
        case cancelled
    }

    public enum Word: Hashable, Sendable {
        case good
        case neutral
        case bad
    }

    /// What one side says.
    public struct Saying: Hashable, Sendable {
        public var word: Word
        /// 1 to 5: as described, service, logistics.
        public var scores: [Int]
        public var text: String
    }

    public struct Trade: Hashable, Sendable {
        public var listingID: Listing.ID
        /// 0 to `buyerCount`.
        public var buyer: Int
        /// Before now, when it was ordered.
        public var ageMilliseconds: Int64
        /// From the order to its end.
        public var tookMilliseconds: Int64
        public var ending: Ending
        public var buyerSays: Saying?
        public var sellerSays: Saying?
    }

    public static let buyerCount = 300
    private static let day: Int64 = 86_400_000
    private static let months: Int64 = 120
    private static let praise = [
        "很好，和描述一致", "发货快，包装仔细", "质量不错，会再来", "Just as described", "Quick and friendly", "",
    ]
    private static let blame = ["尺码偏小", "颜色和图片不太一样", "Came late", "线头有点多", "Not as described", ""]

    private let seed: UInt64
    private let listingCount: Int

    public init(seed: UInt64, listingCount: Int) {
        self.seed = seed
        self.listingCount = listingCount
    }

    /// The oldest trades have the lowest numbers.
    public func trade(_ number: Int, of count: Int) -> Trade {
        var random = SplitMix64(seed: seed &* 0x9E37_79B9 &+ UInt64(number))
        let age = Self.months * Self.day * Int64(count - number) / Int64(max(1, count)) + Self.day
        let ending: Ending = random.chance(0.04) ? .refunded : random.chance(0.05) ? .cancelled : .completed
        let took = Int64(random.share() * Double(9 * Self.day)) + Self.day
        // Listings are sellers' by their numbers: some shops please more than others.
        let listing = random.skewed(listingCount) + 1
        let pleases = 0.8 + Double(listing % 20) / 100
        return Trade(
            listingID: Int64(listing), buyer: random.skewed(Self.buyerCount), ageMilliseconds: age,
            tookMilliseconds: min(took, age), ending: ending,
            buyerSays: random.chance(0.7) ? Self.saying(&random, pleases: pleases) : nil,
            sellerSays: random.chance(0.6) ? Saying(word: .good, scores: [], text: "") : nil)
    }

    private static func saying(_ random: inout SplitMix64, pleases: Double) -> Saying {
        let word: Word = random.chance(pleases) ? .good : random.chance(0.5) ? .neutral : .bad
        let texts = word == .good ? praise : blame
        let scores = (0..<3).map { _ in word == .good ? 4 + random.below(2) : 1 + random.below(4) }
        return Saying(word: word, scores: scores, text: texts[random.below(texts.count)])
    }
}

/// The buyers of the demo market.
public enum DemoBuyers {
    public static func username(_ number: Int) -> String { "buyer-\(number)" }
    public static func displayName(_ number: Int) -> String { "买家\(number)" }
}
