import Foundation
import Ratings
import Testing

private let day: Int64 = 86_400_000

@Suite struct `What is public of a buyer` {
    /// Two sellers sell to account 2, which they rate.
    private func desk() throws -> MemoryRatingDesk {
        let desk = MemoryRatingDesk()
        for (order, seller) in [(Int64(812), Int64(1)), (813, 3)] {
            try desk.complete(order, buyer: 2, seller: seller, listing: 77, amount: 4_321, at: 10 * day + order)
            try desk.rate(order, at: 11 * day + order)
            try desk.answer(order, at: 12 * day + 5_000 + order)
        }
        return desk
    }

    @Test func `names neither order nor goods nor amount, and of times the day`() throws {
        let desk = try desk()
        let events = try RatingLogCheck.events(desk.logs[2] ?? [])
        #expect(events.count == 2)
        let texts = try #require(desk.logs[2]).map(\.text).joined()
        for secret in ["812", "813", "77", "4321", "CNY", "listing", "amount"] {
            #expect(!texts.contains("\"\(secret)\"") && !texts.contains(":\(secret)"), "\(secret) in \(texts)")
        }
        for event in events {
            #expect(event.role == .buyer)
            #expect(event.atMilliseconds == 12 * day)
            #expect(event.givenAtMilliseconds == 12 * day)
            #expect((1..<Int64(1) << 53).contains(event.orderID))
        }
        #expect(Set(events.map(\.orderID)).count == 2)
        // The seller's own log has all of it.
        let sale = try RatingLogCheck.events(desk.logs[1] ?? [])
        #expect(sale.map(\.orderID) == [812, 812])
        #expect(sale.map(\.listingID) == [77, 77])
        #expect(sale.map(\.atMilliseconds) == [10 * day + 812, 12 * day + 5_812])
    }

    @Test func `has one number for whatever belongs to a rating, and another in each log`() throws {
        let desk = try desk()
        _ = try desk.reply("不客气", orderID: 812, by: 2, atMilliseconds: 13 * day + 7)
        _ = try desk.add("欢迎再来", orderID: 812, by: 1, atMilliseconds: 13 * day + 8, rules: RatingRules())
        _ = try desk.setHidden("住址", orderID: 812, authorRole: .seller, atMilliseconds: 14 * day + 9)
        let events = try RatingLogCheck.events(desk.logs[2] ?? [])
        let number = try #require(events.first).orderID
        #expect(events.filter { $0.orderID == number }.map(\.kind) == [.rating, .reply, .addition, .hide])
        #expect(events.suffix(3).map(\.atMilliseconds) == [13 * day, 13 * day, 14 * day])
        #expect(desk.rating(812, by: .seller)?.logNumber == number)
        let pseudonyms = Pseudonyms(secret: [1, 2, 3])
        #expect(pseudonyms.number(ofOrder: 812, inLogOf: 2) == number)
        #expect(pseudonyms.number(ofOrder: 812, inLogOf: 4) != number)
        #expect(Pseudonyms(secret: [4]).number(ofOrder: 812, inLogOf: 2) != number)
    }

    @Test func `comes to nothing as a seller's rating`() throws {
        let summary = RatingSummary(
            try RatingLogCheck.events(try desk().logs[2] ?? []), asOfMilliseconds: 20 * day)
        #expect(summary == RatingSummary(asOfMilliseconds: 20 * day))
    }
}

@Suite struct `The hash of words` {
    @Test func `differs where the words are the same, and is checked with the salt`() throws {
        let desk = MemoryRatingDesk()
        for order in Int64(1)...3 {
            try desk.complete(order, buyer: order + 1, at: 0)
            try desk.rate(order, words: "好", at: 1)
            try desk.answer(order, at: 2)
            _ = try desk.reply("好", orderID: order, by: 1, atMilliseconds: 3)
        }
        let events = try RatingLogCheck.events(desk.logs[1] ?? []).filter { $0.wordsHash != nil }
        #expect(events.count == 6)
        #expect(Set(events.compactMap(\.wordsHash)).count == 3)
        for event in events {
            let rating = try #require(desk.rating(event.orderID, by: .buyer))
            #expect(rating.salt?.utf8.count == 32)
            #expect(event.wordsHash == rating.fingerprint("好"))
            #expect(event.wordsHash != rating.fingerprint("坏"))
        }
    }

    @Test func `tells words that are shown and were never said`() throws {
        let desk = MemoryRatingDesk()
        try desk.complete(1, at: 0)
        try desk.rate(1, .bad, words: "坏", at: 1)
        let opened = try desk.answer(1, at: 2)
        _ = try desk.reply("抱歉", orderID: 1, by: 1, atMilliseconds: 3)
        let events = try RatingLogCheck.events(desk.logs[1] ?? [])
        let salt = try #require(desk.rating(1, by: .buyer)?.salt)
        #expect(salt != opened.salt)
        var shown = ShownWords(logNumber: 1, subjectRole: .seller, salt: salt, words: [.rating: "坏", .reply: "抱歉"])
        #expect(ShownWords.differences([shown], events) == [])
        shown.words[.rating] = "好"
        shown.words[.addition] = "还行"
        #expect(
            ShownWords.differences([shown], events) == [
                "the words of the addition of 1 are not in the log",
                "the words of the rating of 1 are not those in the log",
            ])
        shown.words = [:]
        #expect(ShownWords.differences([shown], events) == [])
        // A buyer's log has the seller's words under its own number.
        let other = ShownWords(
            logNumber: try #require(opened.logNumber), subjectRole: .buyer, salt: opened.salt, words: [.rating: "谢谢"])
        #expect(ShownWords.differences([other], try RatingLogCheck.events(desk.logs[2] ?? [])) == [])
    }

    @Test func `of a rating from before there were salts is over the words alone`() {
        let rating = Rating(
            orderID: 1, authorRole: .buyer, authorID: 2, subjectID: 1, verdict: .good, scores: nil, words: "abc",
            salt: nil, givenAtMilliseconds: 0)
        // The example of FIPS 180-2.
        #expect(rating.fingerprint("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
