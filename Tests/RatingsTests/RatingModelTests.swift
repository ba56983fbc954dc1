import Foundation
import Ratings
import TestSupport
import Testing

/// What ratings come to, reckoned the long way: every rule by looking at everything again.
private struct RatingModel {
    struct Said {
        var trade: RatedTrade
        var verdict: Verdict
        var scores: SubScores
        var given: Int64
        var revealed: Int64
    }

    var trades: [RatedTrade] = []
    var said: [Said] = []
    private let day: Int64 = 86_400_000
    private let utc: Foundation.Calendar = {
        var calendar = Foundation.Calendar(identifier: .iso8601)
        calendar.timeZone = .gmt
        return calendar
    }()

    private func date(_ milliseconds: Int64) -> Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    private func month(_ milliseconds: Int64) -> DateComponents {
        utc.dateComponents([.year, .month], from: date(milliseconds))
    }

    private func week(_ milliseconds: Int64) -> DateComponents {
        utc.dateComponents([.yearForWeekOfYear, .weekOfYear], from: date(milliseconds))
    }

    func points(at now: Int64) -> Int {
        var counted: [Said] = []
        let open = said.filter { $0.revealed <= now }
        for one in open.sorted(by: { ($0.given, $0.trade.orderID) < ($1.given, $1.trade.orderID) }) {
            let same = counted.filter { $0.trade.buyerID == one.trade.buyerID }
            let isRepeat = same.contains {
                $0.trade.listingID == one.trade.listingID && one.given - $0.given < 14 * day
            }
            let least: Int64 = one.trade.currency == "JPY" ? 20 : 100
            let inMonth = same.filter { month($0.given) == month(one.given) }.reduce(0) { $0 + $1.verdict.points }
            if isRepeat || one.trade.amountMinor <= least || one.verdict == .neutral { continue }
            if abs(inMonth + one.verdict.points) > 6 { continue }
            counted.append(one)
        }
        return counted.reduce(0) { $0 + $1.verdict.points }
    }

    func percentPositive(at now: Int64) -> Int? {
        let open = said.filter { $0.revealed <= now && $0.given > now - 365 * day }
        let weeks = { (verdict: Verdict) in
            Set(open.filter { $0.verdict == verdict }.map { "\($0.trade.buyerID) \(self.week($0.given))" }).count
        }
        let (good, bad) = (weeks(.good), weeks(.bad))
        return good + bad == 0 ? nil : 10_000 * good / (good + bad)
    }

    func effectivePositive(at now: Int64) -> Int? {
        let recent = trades.filter { $0.completedAtMilliseconds > now - 365 * day && $0.completedAtMilliseconds <= now }
        let liked = recent.filter { trade in
            said.contains { $0.trade.orderID == trade.orderID && $0.verdict == .good && $0.revealed <= now }
        }
        return recent.isEmpty ? nil : 10_000 * liked.count / recent.count
    }

    func asDescribed(at now: Int64) -> Int? {
        let scores = said.filter { $0.revealed <= now && $0.given > now - 182 * day }.map(\.scores.asDescribed)
        return scores.count < 5 ? nil : 100 * scores.reduce(0, +) / scores.count
    }

    func standing(at now: Int64) -> Double {
        var (count, sum) = (0.0, 0.0)
        for buyer in Set(trades.map(\.buyerID)) {
            var values: [Double] = []
            var last: Int64 = 0
            for trade in trades where trade.buyerID == buyer && trade.completedAtMilliseconds <= now {
                let verdict = said.first { $0.trade.orderID == trade.orderID && $0.revealed <= now }?.verdict
                switch verdict {
                case .good: values.append(1)
                case .neutral: values.append(0.5)
                case .bad: values.append(0)
                case nil where now >= trade.completedAtMilliseconds + 15 * day: values.append(0.75)
                case nil: continue
                }
                last = max(last, trade.completedAtMilliseconds)
            }
            guard !values.isEmpty else { continue }
            let weight = pow(0.5, Double(now - last) / Double(180 * day))
            count += weight
            sum += weight * values.reduce(0, +) / Double(values.count)
        }
        guard count > 0 else { return 0 }
        let (p, z) = (sum / count, 1.281551565545)
        let root = sqrt((p * (1 - p) + z * z / 4 / count) / count)
        return max(0, (p + z * z / 2 / count - z * root) / (1 + z * z / count))
    }
}

@Suite struct `What a log comes to` {
    private static let day: Int64 = 86_400_000

    /// Some years of one seller: who buys what, what they say and when, and what it comes to all the while.
    private func check(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let desk = MemoryRatingDesk()
        var model = RatingModel()
        var now = Int64.random(in: 0...1_900_000_000_000, using: &random)
        for order in 1...Int64.random(in: 1...40, using: &random) {
            now += Int64.random(in: 0...20 * Self.day, using: &random) * Int64.random(in: 0...1, using: &random)
            let currency = Bool.random(using: &random) ? "CNY" : "JPY"
            let amount = [1, 20, 21, 100, 101, 8_900].randomElement(using: &random) ?? 1
            try desk.complete(
                order, buyer: Int64.random(in: 2...5, using: &random), listing: Int64.random(in: 1...4, using: &random),
                amount: Int64(amount), currency: currency, at: now)
            let trade = try #require(desk.trades[order])
            model.trades.append(trade)
            if Int.random(in: 0..<5, using: &random) > 0 {
                let verdict = [Verdict.good, .good, .good, .neutral, .bad].randomElement(using: &random) ?? .good
                let score = Int.random(in: 1...5, using: &random)
                let given = now + Int64.random(in: 0..<Self.day, using: &random)
                try desk.rate(order, verdict, score: score, at: given)
                now = given + Int64.random(in: 0..<Self.day, using: &random)
                // The market's clock may move a window's end to any time.
                desk.openWindow(order, untilMilliseconds: now)
                try desk.reveal(order, atMilliseconds: now)
                model.said.append(
                    .init(
                        trade: trade, verdict: verdict,
                        scores: SubScores(asDescribed: score, service: score, logistics: score), given: given,
                        revealed: now))
            }
        }
        let moment = now + Int64.random(in: 0...400 * Self.day, using: &random)
        let summary = try desk.summary(at: moment)
        #expect(summary.points == model.points(at: moment), "seed \(seed)")
        #expect(summary.level == RatingLevel.level(points: model.points(at: moment)), "seed \(seed)")
        #expect(summary.percentPositive == model.percentPositive(at: moment), "seed \(seed)")
        #expect(summary.effectivePositive == model.effectivePositive(at: moment), "seed \(seed)")
        #expect(summary.asDescribed == model.asDescribed(at: moment), "seed \(seed)")
        #expect(abs(Double(summary.standing) - model.standing(at: moment) * 10_000) < 1.01, "seed \(seed)")
        #expect(summary.tradeCount == model.trades.count, "seed \(seed)")
    }

    @Test(arguments: 0..<50)
    func `is what the long way gives`(part: UInt64) throws {
        for number in UInt64(0)..<200 { try check(seed: part * 200 + number) }
    }

    @Test func `a changed byte anywhere is found, and so is a line that is missing`() throws {
        let desk = MemoryRatingDesk()
        for order in Int64(1)...12 {
            try desk.complete(order, buyer: order + 1, at: order)
            try desk.rate(order, order % 3 == 0 ? .bad : .good, words: "很好 \(order)", at: order)
            try desk.answer(order, at: order)
        }
        let lines = try #require(desk.logs[1])
        let file = Array(RatingLogFile(lines: lines).text.utf8)
        #expect(try RatingLogFile(bytes: file).lines == lines)
        var random = SeededGenerator(seed: 5)
        for _ in 0..<1_000 {
            var changed = file
            let place = Int.random(in: changed.indices, using: &random)
            changed[place] ^= UInt8.random(in: 1...255, using: &random)
            #expect(throws: RatingLogCheck.Fault.self, "byte \(place)") {
                _ = try RatingLogCheck.events(try RatingLogFile(bytes: changed).lines)
            }
        }
        for index in lines.indices.dropLast() {
            var shorter = lines
            shorter.remove(at: index)
            #expect(throws: RatingLogCheck.Fault.self) { _ = try RatingLogCheck.events(shorter) }
        }
    }

    @Test func `that was kept is the beginning of what it is later, and anything else is named by its line`() throws {
        let desk = MemoryRatingDesk()
        for order in Int64(1)...5 { try desk.complete(order, buyer: order + 1, at: order) }
        let kept = try #require(desk.logs[1])
        let file = RatingLogFile(lines: kept, head: "{}")
        #expect(try RatingLogFile(bytes: Array(file.text.utf8)) == file)
        #expect(RatingLogCheck.firstDifference(of: kept, from: kept) == nil)
        try desk.complete(6, buyer: 9, at: 6)
        let grown = try #require(desk.logs[1])
        #expect(RatingLogCheck.firstDifference(of: kept, from: grown) == nil)
        #expect(RatingLogCheck.firstDifference(of: kept, from: Array(grown.prefix(3))) == 4)
        // Another history, chained as it should be.
        let other = MemoryRatingDesk()
        for order in Int64(1)...6 {
            try other.complete(order, buyer: order + 1, amount: order == 3 ? 1 : 8_900, at: order)
        }
        let rewritten = try #require(other.logs[1])
        #expect(try RatingLogCheck.events(rewritten).count == 6)
        #expect(RatingLogCheck.firstDifference(of: kept, from: rewritten) == 3)
    }
}
