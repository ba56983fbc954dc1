import Catalog
import Foundation
import GRDB
import Orders
import Ratings

extension DatabaseTradeDesk: RatingDesk {
    func didComplete(_ order: Order) throws {
        guard let trade = RatedTrade(order) else { return }
        try recordTrade(trade, rules: RatingRules())
    }

    func orderSides(_ orderID: Int64) throws -> (buyerID: Int64, sellerID: Int64)? {
        try RatingRows.orderSides(orderID, database)
    }

    func ratedTrade(_ orderID: Int64) throws -> RatedTrade? { try order(orderID).flatMap { RatedTrade($0) } }

    func rating(_ orderID: Int64, by role: RatingRole) throws -> Rating? {
        try RatingRows.one(orderID, role, database)
    }

    func insert(_ rating: Rating) throws { try RatingRows.insert(rating, database) }
    func update(_ rating: Rating) throws { try RatingRows.update(rating, database) }

    func openWindow(_ orderID: Int64, untilMilliseconds: Int64) throws {
        try database.cachedStatement(sql: "INSERT INTO rating_windows (order_id, ends_at) VALUES (?, ?)")
            .execute(arguments: [orderID, untilMilliseconds])
    }

    func closeWindow(_ orderID: Int64) throws {
        try database.cachedStatement(sql: "DELETE FROM rating_windows WHERE order_id = ?")
            .execute(arguments: [orderID])
    }

    func windowEnd(_ orderID: Int64) throws -> Int64? {
        try Int64.first("SELECT ends_at FROM rating_windows WHERE order_id = ?", database, [orderID])
    }

    func pseudonym(of accountID: Int64, inLogOf subjectID: Int64) throws -> String {
        try pseudonyms().name(of: accountID, inLogOf: subjectID)
    }

    func pseudonym(ofOrder orderID: Int64, inLogOf subjectID: Int64) throws -> Int64 {
        try pseudonyms().number(ofOrder: orderID, inLogOf: subjectID)
    }

    private func pseudonyms() throws -> Pseudonyms {
        guard let secret = try Data.first("SELECT value FROM secrets WHERE name = 'pseudonyms'", database) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the secret of the pseudonyms is missing")
        }
        return Pseudonyms(secret: Array(secret))
    }

    func ratingLogHead(of subjectID: Int64) throws -> RatingLogLine? { try RatingLogRows.head(subjectID, database) }

    func append(_ line: RatingLogLine, toLogOf subjectID: Int64, atMilliseconds: Int64) throws {
        try RatingLogRows.append(line, subjectID, atMilliseconds: atMilliseconds, database)
    }
}

extension RatedTrade {
    /// Nil where the order is not completed.
    init?(_ order: Order) {
        guard order.state == .completed, let completedAt = order.endedAtMilliseconds else { return nil }
        self.init(
            orderID: order.id, buyerID: order.buyerID, sellerID: order.sellerID, listingID: order.item.listingID,
            amountMinor: order.total.amountMinor, currency: order.total.currency.code,
            completedAtMilliseconds: completedAt)
    }
}
