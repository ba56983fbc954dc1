/// Keeps one seller from filling the first hits of an answer.
///
/// Of the first `places` hits at most `most` are one seller's, as long as others have something to show. What has to wait
/// comes right behind those places, in its order. Nothing is lost and nothing comes twice: it is another order of the same
/// hits. A seller that is asked for by name may fill them.
struct SellerSpread: Hashable, Sendable {
    var places = 10
    var most = 2
    /// Sellers that the query asks for by the name of their shop.
    var asked: Set<Int64> = []

    struct Spread: Equatable {
        /// Places in the hits, in their new order.
        var order: [Int]
        /// So many of them stand first, and so many have to wait behind those.
        var first: Int
        var waiting: Int
        /// Whether more hits could not change the first places.
        var isSettled: Bool
    }

    /// - Parameters:
    ///   - sellers: of each hit, best first.
    ///   - leading: so many hits keep their places, whoever's they are; they count.
    func spread(_ sellers: [Int64], leading: Int = 0) -> Spread {
        var counts: [Int64: Int] = [:]
        var first: [Int] = []
        var waiting: [Int] = []
        var place = 0
        while place < sellers.count, first.count < places {
            let count = counts[sellers[place], default: 0]
            if place < leading || count < most || asked.contains(sellers[place]) {
                counts[sellers[place]] = count + 1
                first.append(place)
            } else {
                waiting.append(place)
            }
            place += 1
        }
        return Spread(
            order: first + waiting + Array(place..<sellers.count), first: first.count, waiting: waiting.count,
            isSettled: first.count == places || waiting.isEmpty)
    }
}
