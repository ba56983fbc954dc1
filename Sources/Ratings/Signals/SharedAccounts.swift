/// Looks for groups of accounts that make most of the sales of two sellers or more: whatever else they buy and however long
/// they wait, customers of one shop hardly ever are the customers of another one.
enum SharedAccounts {
    private struct Pair: Hashable {
        var first: Int64
        var second: Int64
    }

    /// What two sellers have in common.
    private struct Common {
        var accounts: [Int64] = []
        var firstSales = 0
        var secondSales = 0
    }

    /// The accounts that each seller shares with another one.
    /// - Complexity: O(n) in the sales, and a pair of sellers at most for every two that a buyer is regular of.
    static func bySeller(_ sales: [Sale], _ rules: BrushingRules) -> [Int64: Set<Int64>] {
        var purchases: [Int64: [Int64: Int]] = [:]
        var saleCounts: [Int64: Int] = [:]
        for sale in sales {
            purchases[sale.buyerID, default: [:]][sale.sellerID, default: 0] += 1
            saleCounts[sale.sellerID, default: 0] += 1
        }
        let isMost = { (sales: Int, seller: Int64) in sales * 100 >= (saleCounts[seller] ?? 0) * rules.sharedPercent }
        var shared: [Int64: Set<Int64>] = [:]
        for (pair, common) in commons(purchases, rules)
        where common.accounts.count >= rules.leastSharedAccounts
            && isMost(common.firstSales, pair.first) && isMost(common.secondSales, pair.second)
        {
            shared[pair.first, default: []].formUnion(common.accounts)
            shared[pair.second, default: []].formUnion(common.accounts)
        }
        return shared
    }

    private static func commons(_ purchases: [Int64: [Int64: Int]], _ rules: BrushingRules) -> [Pair: Common] {
        var commons: [Pair: Common] = [:]
        for (buyer, bySeller) in purchases {
            let regular = bySeller.filter { $0.value >= rules.regularPurchases }
                .sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
                .prefix(rules.mostSellersOfRegular).sorted { $0.key < $1.key }
            for (index, first) in regular.enumerated() {
                for second in regular[(index + 1)...] {
                    let pair = Pair(first: first.key, second: second.key)
                    commons[pair, default: Common()].accounts.append(buyer)
                    commons[pair, default: Common()].firstSales += first.value
                    commons[pair, default: Common()].secondSales += second.value
                }
            }
        }
        return commons
    }
}
