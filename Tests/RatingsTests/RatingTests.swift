import Ratings
import Testing

private let day: Int64 = 86_400_000

@Suite struct `A rating` {
    @Test func `is sealed until both sides have spoken`() throws {
        let desk = MemoryRatingDesk()
        try desk.complete(1, at: 0)
        #expect(try desk.rate(1, .bad, at: day).revealedAtMilliseconds == nil)
        #expect(try desk.summary(at: 2 * day).badCount == 0)
        #expect(try desk.answer(1, at: 2 * day).revealedAtMilliseconds == 2 * day)
        #expect(try desk.summary(at: 2 * day).badCount == 1)
    }

    @Test func `is opened alone when the window is over, and then nobody can answer in kind`() throws {
        let desk = MemoryRatingDesk()
        try desk.complete(1, at: 0)
        try desk.rate(1, .bad, at: day)
        let end = 15 * day
        #expect(throws: RatingError.windowOver(sinceMilliseconds: end)) { try desk.answer(1, at: end) }
        #expect(try !desk.reveal(1, atMilliseconds: end - 1))
        #expect(desk.rating(1, by: .buyer)?.revealedAtMilliseconds == nil)
        #expect(try desk.reveal(1, atMilliseconds: end))
        #expect(desk.rating(1, by: .buyer)?.revealedAtMilliseconds == end)
        #expect(throws: RatingError.windowOver(sinceMilliseconds: end)) { try desk.answer(1, at: end + 1) }
    }

    @Test func `is given once, by the two sides of a completed order, with scores by the buyer only`() throws {
        let desk = MemoryRatingDesk()
        #expect(throws: RatingError.orderNotFound) { try desk.rate(9, at: 1) }
        try desk.complete(1, at: 0)
        try desk.rate(1, at: 1)
        #expect(throws: RatingError.givenAlready(what: "rating")) { try desk.rate(1, at: 2) }
        let give = { (account: Int64, scores: SubScores?) in
            try desk.give(
                .good, scores: scores, words: "", orderID: 1, authorID: account, atMilliseconds: 3, rules: RatingRules()
            )
        }
        #expect(throws: RatingError.orderNotFound) { try give(3, nil) }
        let scores = SubScores(asDescribed: 5, service: 5, logistics: 5)
        #expect(throws: RatingError.invalid(field: "scores", message: "are for buyers to give")) { try give(1, scores) }
    }

    @Test func `is answered once and added to once, when it is open`() throws {
        let desk = MemoryRatingDesk()
        try desk.complete(1, at: 0)
        try desk.rate(1, .bad, at: 1)
        #expect(throws: RatingError.notFound) { try desk.reply("x", orderID: 1, by: 1, atMilliseconds: 2) }
        try desk.answer(1, at: 2)
        #expect(try desk.reply("抱歉", orderID: 1, by: 1, atMilliseconds: 3).reply == "抱歉")
        #expect(throws: RatingError.givenAlready(what: "reply")) {
            try desk.reply("x", orderID: 1, by: 1, atMilliseconds: 4)
        }
        let add = { (now: Int64) in
            try desk.add("还行", orderID: 1, by: 2, atMilliseconds: now, rules: RatingRules())
        }
        #expect(throws: RatingError.windowOver(sinceMilliseconds: 180 * day + 1)) { try add(181 * day) }
        #expect(try add(5).addition == "还行")
        #expect(throws: RatingError.givenAlready(what: "addition")) { try add(6) }
    }

    @Test func `counts on while its words are hidden, and the log says so`() throws {
        let desk = MemoryRatingDesk()
        try desk.complete(1, at: 0)
        try desk.rate(1, .bad, words: "住址是……", at: 1)
        try desk.answer(1, at: 2)
        let before = try desk.summary(at: 3)
        _ = try desk.setHidden("住址", orderID: 1, authorRole: .buyer, atMilliseconds: 3)
        #expect(try desk.summary(at: 3) == before)
        #expect(throws: RatingError.givenAlready(what: "hide")) {
            try desk.setHidden("x", orderID: 1, authorRole: .buyer, atMilliseconds: 4)
        }
        _ = try desk.setHidden(nil, orderID: 1, authorRole: .buyer, atMilliseconds: 5)
        let kinds = try RatingLogCheck.events(desk.logs[1] ?? []).map(\.kind)
        #expect(kinds == [.trade, .rating, .hide, .unhide])
        #expect(desk.logs[1]?.contains { $0.text.contains("住址是") } == false)
    }
}

@Suite struct `Levels` {
    @Test(
        arguments: [
            (-5, 0, ""), (3, 0, ""), (4, 1, "1 heart"), (10, 1, "1 heart"), (11, 2, "2 hearts"), (250, 5, "5 hearts"),
            (251, 6, "1 diamond"), (10_000, 10, "5 diamonds"), (10_001, 11, "1 crown"), (500_000, 15, "5 crowns"),
            (500_001, 16, "1 gold crown"), (10_000_001, 20, "5 gold crowns"),
        ])
    func `follow the ladder`(points: Int, level: Int, name: String) {
        #expect(RatingLevel.level(points: points) == level)
        #expect(RatingLevel.name(level: level) == name)
    }
}

@Suite struct `Points` {
    @Test func `stop at six a pair and month, and go on in the next month`() throws {
        let desk = MemoryRatingDesk()
        for order in Int64(1)...20 {
            try desk.complete(order, listing: order, at: order)
            try desk.rate(order, at: order)
            try desk.answer(order, at: order)
        }
        #expect(try desk.summary(at: day).points == 6)
        try desk.complete(21, listing: 21, at: 40 * day)
        try desk.rate(21, at: 40 * day)
        try desk.answer(21, at: 40 * day)
        #expect(try desk.summary(at: 41 * day).points == 7)
    }

    @Test func `come once in 14 days for the same goods, and not at all for a yuan`() throws {
        let desk = MemoryRatingDesk()
        for (order, (at, amount)) in zip(Int64(1)..., [(0, 101), (13, 900), (14, 900), (15, 100)] as [(Int64, Int64)]) {
            try desk.complete(order, listing: order == 4 ? 9 : 1, amount: amount, at: at * day)
            try desk.rate(order, at: at * day)
            try desk.answer(order, at: at * day)
        }
        #expect(try desk.summary(at: 16 * day).points == 2)
        #expect(try desk.summary(at: 16 * day).goodCount == 4)
    }
}

@Suite struct `Standing` {
    private func desk(buyers: Int64, tradesEach: Int64, bad: Int64 = 0) throws -> MemoryRatingDesk {
        let desk = MemoryRatingDesk()
        var order: Int64 = 0
        for buyer in 0..<buyers {
            for _ in 0..<tradesEach {
                order += 1
                try desk.complete(order, buyer: 100 + buyer, listing: order, at: order)
                try desk.rate(order, buyer < bad ? .bad : .good, at: order)
                try desk.answer(order, at: order)
            }
        }
        return desk
    }

    @Test func `grows with distinct buyers and not with one buyer's many trades`() throws {
        let one = try desk(buyers: 1, tradesEach: 50).summary(at: day).standing
        let alone = try desk(buyers: 1, tradesEach: 1).summary(at: day).standing
        let many = try desk(buyers: 50, tradesEach: 1).summary(at: day).standing
        #expect(one == alone)
        #expect(many > one + 3_000)
    }

    @Test func `falls with bad words, with age, and with silence`() throws {
        let good = try desk(buyers: 20, tradesEach: 1)
        let fresh = try good.summary(at: day).standing
        #expect(try desk(buyers: 20, tradesEach: 1, bad: 4).summary(at: day).standing < fresh)
        #expect(try good.summary(at: 400 * day).standing < fresh)
        let waiting = try good.summary(at: 2 * day).standing
        for order in Int64(1_000)..<1_020 { try good.complete(order, buyer: order, at: day) }
        #expect(try good.summary(at: 2 * day).standing == waiting)
        let silent = try good.summary(at: 17 * day)
        #expect(silent.standing < fresh)
        #expect(silent.effectivePositive == 5_000)
    }

    @Test func `of trades that weigh nothing is none`() throws {
        let desk = try desk(buyers: 20, tradesEach: 1)
        for order in Int64(1)...20 { try desk.weigh(order, weight: 0, reason: "ring", atMilliseconds: 1_000) }
        let summary = try desk.summary(at: day)
        #expect(summary.standing == 0)
        #expect(summary.points == 20)
    }
}

@Suite struct `A line of a rating log` {
    @Test(arguments: [
        #""at":9223372036854775807,"order":1"#, #""at":1,"order":-9223372036854775808"#,
        #""amount":9007199254740993,"at":1,"order":1"#, #""at":1,"given_at":-9223372036854775808,"order":1"#,
        #""at":1,"order":1,"scores":{"as_described":9223372036854775807,"logistics":5,"service":5}"#,
    ])
    func `with a number that nobody has written is none`(fields: String) throws {
        #expect(throws: DecodingError.self) { try RatingEvent(text: #"{"kind":"trade",\#(fields)}"#) }
    }

    @Test func `is read as it was written`() throws {
        var event = RatingEvent(kind: .rating, orderID: 1 << 53, atMilliseconds: -1)
        event.scores = SubScores(asDescribed: 1, service: 5, logistics: 3)
        event.amountMinor = 10_000_000_000_000_000 / 2
        #expect(try RatingEvent(text: event.text()) == event)
    }
}
