import Ratings
import TestSupport
import Testing

private let day: Int64 = 86_400_000

@Suite struct `A place among search results` {
    private struct Said {
        var verdict: Verdict?
        var ageDays: Int64
    }

    private let now = 2_000 * day

    private func summary(_ said: [Said]) -> RatingSummary {
        var events: [RatingEvent] = []
        for (order, one) in zip(Int64(1)..., said) {
            var event = RatingEvent(kind: .trade, orderID: order, atMilliseconds: now - one.ageDays * day)
            event.by = "\(order)"
            events.append(event)
            guard let verdict = one.verdict else { continue }
            event.kind = .rating
            event.verdict = verdict
            events.append(event)
        }
        return RatingSummary(events, asOfMilliseconds: now)
    }

    private var newcomer: Int { RatingSummary(asOfMilliseconds: now).placing }

    @Test func `is a newcomer's until a buyer has spoken, and higher with the first good voice`() {
        #expect(summary([]).placing == newcomer)
        #expect(summary([Said(verdict: nil, ageDays: 1)]).placing == newcomer)
        let good = summary([Said(verdict: .good, ageDays: 0)])
        #expect(good.standing == 3_784)
        #expect(newcomer < good.standing)
        #expect(good.placing > newcomer)
        #expect(summary([Said(verdict: .bad, ageDays: 0)]).placing < newcomer)
    }

    @Test func `comes back to a newcomer's when all that was said has faded`() {
        for verdict in Verdict.allCases {
            let old = summary([Said(verdict: verdict, ageDays: 1_900), Said(verdict: verdict, ageDays: 1_999)])
            #expect(abs(old.placing - newcomer) < 10, "\(verdict)")
        }
        // Before, a seller of one good sale fell behind who has never sold anything.
        #expect(summary([Said(verdict: .good, ageDays: 400)]).placing >= newcomer)
    }

    @Test(arguments: UInt64(1)...200)
    func `is never lowered by a good voice`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var said: [Said] = []
        for _ in 0..<20 {
            let before = summary(said).placing
            let good = Said(verdict: .good, ageDays: Int64.random(in: 0...900, using: &random))
            #expect(summary(said + [good]).placing >= before, "seed \(seed), \(said.count) voices")
            said.append(
                Said(
                    verdict: [Verdict.good, .good, .neutral, .bad, nil].randomElement(using: &random) ?? nil,
                    ageDays: Int64.random(in: 0...900, using: &random)))
        }
    }
}
