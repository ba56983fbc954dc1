import Foundation
import SearchIndex

/// What a listing's place rests on beside its words: small terms that lift the score of the words.
///
/// score = score of the words × (1 + sum of weight × value), each value 0 to 1. The weights are a few hundredths and are
/// worth a quarter together at most, so that a word more or less always outweighs them; where the words say the same, they
/// decide. Listings that differ in none of the terms stay in the order of their words.
///
/// A term reads one integer column of the index. Another term is another line below, and a column if it needs a
/// new one: the search brings along whatever columns stand here, and the explanation tells of it.
struct RankingProfile: Sendable {
    struct Term: Sendable {
        /// As it is named in explanations: `freshness`.
        var name: String
        /// What it adds at most, as a share of the score of the words.
        var weight: Double
        var column: String
        /// What the column says: 0 to 1.
        var value: @Sendable (_ column: Int64, _ nowMilliseconds: Int64) -> Double
        /// What the column says, in words that go before "gives 0.4".
        var english: @Sendable (_ column: Int64, _ nowMilliseconds: Int64) -> String
        /// In words that go before 贡献0.4.
        var chinese: @Sendable (_ column: Int64, _ nowMilliseconds: Int64) -> String
    }

    var terms: [Term]
    /// A seller's standing in ten-thousandths, and what they have sold: what listings may be put in order by.
    var standings = Query.Meaning { _ in 0 }
    var sales = Query.Meaning { _ in 0 }

    /// All terms together add so much at most.
    static let mostTogether = 0.25

    /// Of a market in which nobody has sold anything yet.
    static let standard = standard(with: NoSellerRecords())

    /// What a listing itself says.
    private static let ofListings = RankingProfile(terms: [
        Term(
            name: "freshness", weight: 0.04, column: ListingSchema.created,
            value: { exp2(-days(since: $0, $1) / halfLifeDays) },
            english: { "being listed \(age(days(since: $0, $1)))" },
            chinese: { days(since: $0, $1) < 1 ? "今天上架" : "\(Int(days(since: $0, $1)))天前上架" }),
        Term(
            name: "completeness", weight: 0.04, column: ListingSchema.completeness,
            value: { column, _ in Double(min(100, max(0, column))) / 100 },
            english: { column, _ in "a description and attributes complete to \(column) %" },
            chinese: { column, _ in "商品信息完整度\(column)%" }),
    ])

    /// What a listing itself says, with what is known of sellers at this moment: their standing and what they have sold move places within
    /// a second of a rating, and nothing is indexed again for it.
    static func standard(with sellers: any SellerRecords) -> RankingProfile {
        let standing = { @Sendable (seller: Int64) in (sellers.record(of: seller) ?? .newcomer).standing }
        let sales = { @Sendable (seller: Int64) in sellers.record(of: seller)?.saleCount ?? 0 }
        var profile = ofListings
        profile.standings = Query.Meaning { Int64((standing($0) * 10_000).rounded()) }
        profile.sales = Query.Meaning { Int64(sales($0)) }
        profile.terms += [
            Term(
                name: "standing", weight: 0.06, column: ListingSchema.seller,
                value: { seller, _ in standing(seller) },
                english: { seller, _ in
                    sellers.record(of: seller) == nil
                        ? "a seller without sales yet"
                        : "the seller's standing, begun as a newcomer's, of \(standing(seller))"
                },
                chinese: { seller, _ in
                    sellers.record(of: seller) == nil ? "尚无成交的新卖家" : "卖家信誉（自新卖家起算）\(standing(seller))"
                }),
            Term(
                name: "sales", weight: 0.03, column: ListingSchema.seller,
                value: { seller, _ in log10(1 + Double(sales(seller))) / manySales },
                english: { seller, _ in "the seller's \(sales(seller)) sales" },
                chinese: { seller, _ in "卖家成交\(sales(seller))笔" }),
        ]
        return profile
    }

    /// Ten thousand sales give all of the term, a hundred half.
    private static let manySales = 4.0
    /// After so many days being new counts half.
    private static let halfLifeDays = 30.0

    private static func days(since milliseconds: Int64, _ now: Int64) -> Double {
        max(0, (Double(now) - Double(milliseconds)) / 86_400_000)
    }

    private static func age(_ days: Double) -> String {
        switch Int(days) {
        case 0: "today"
        case 1: "yesterday"
        default: "\(Int(days)) days ago"
        }
    }

    /// The columns that the terms read, in their order.
    var columns: [String] { terms.map(\.column) }

    /// What each term adds to a score of the words.
    ///
    /// - Parameter columns: the values of `columns`, in that order.
    func shares(of score: Double, columns: [Int64], nowMilliseconds: Int64) -> [Double] {
        zip(terms, columns).map { term, column in
            score * term.weight * min(1, max(0, term.value(column, nowMilliseconds)))
        }
    }
}
