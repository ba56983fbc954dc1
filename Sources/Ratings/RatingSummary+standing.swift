import Foundation

extension RatingSummary {
    /// What distinct buyers say, each with one voice: the mean of what their trades said, and as much weight as their last
    /// trade has left.
    static func voices(
        trades: [RatingEvent], ratings: [RatingEvent], weights: [RatingEvent], now: Int64, _ rules: RatingRules
    ) -> Voices {
        let verdicts = Dictionary(
            ratings.compactMap { rating in rating.verdict.map { (rating.orderID, $0) } }, uniquingKeysWith: { $1 })
        let lowered = Dictionary(
            weights.compactMap { event in event.weight.map { (event.orderID, Double($0) / 1000) } },
            uniquingKeysWith: { $1 })
        var voices: [String: Voice] = [:]
        // A fixed order of adding: sums of fractions depend on it.
        var buyers: [String] = []
        for trade in trades {
            guard let by = trade.by,
                let value = value(of: trade, verdicts[trade.orderID], now, rules)
            else { continue }
            if voices[by] == nil { buyers.append(by) }
            voices[by, default: Voice()].add(
                value, weight: lowered[trade.orderID] ?? 1, atMilliseconds: trade.atMilliseconds)
        }
        var all = Voices()
        for buyer in buyers {
            guard let voice = voices[buyer], voice.trades > 0 else { continue }
            let age = Double(max(0, now - voice.lastAtMilliseconds))
            let weight = voice.weight / voice.trades * exp2(-age / Double(rules.halfLifeMilliseconds))
            all.count += weight
            if voice.weight > 0 { all.sum += weight * voice.sum / voice.weight }
        }
        return all
    }

    /// Voices added up: how much weight they have, and how much of it is good.
    struct Voices {
        var count = 0.0
        var sum = 0.0

        /// In ten-thousandths.
        func standing(_ rules: RatingRules) -> Int {
            Int((lowerBound(sum: sum, count: count, rules.confidence) * 10_000).rounded())
        }

        func placing(_ rules: RatingRules) -> Int {
            Int((lowerBound(sum: sum + rules.newcomerVoice, count: count + 1, rules.confidence) * 10_000).rounded())
        }
    }

    private struct Voice {
        var sum = 0.0
        var weight = 0.0
        var trades = 0.0
        var lastAtMilliseconds: Int64 = 0

        mutating func add(_ value: Double, weight: Double, atMilliseconds: Int64) {
            sum += value * weight
            self.weight += weight
            trades += 1
            lastAtMilliseconds = max(lastAtMilliseconds, atMilliseconds)
        }
    }

    /// What a trade says; nil while its buyer may still speak.
    private static func value(
        of trade: RatingEvent, _ verdict: Verdict?, _ now: Int64, _ rules: RatingRules
    ) -> Double? {
        switch verdict {
        case .good: 1
        case .neutral: 0.5
        case .bad: 0
        case nil: now >= trade.atMilliseconds + rules.windowMilliseconds ? rules.silenceValue : nil
        }
    }

    /// The lower bound of a proportion (Wilson 1927, as Miller 2009 uses it). For a given weight of what is not good it grows
    /// with every bit of what is.
    static func lowerBound(sum: Double, count: Double, _ confidence: Double) -> Double {
        guard count > 0 else { return 0 }
        let (share, square) = (sum / count, confidence * confidence)
        let middle = share + square / (2 * count)
        let width = confidence * ((share * (1 - share) + square / (4 * count)) / count).squareRoot()
        return max(0, (middle - width) / (1 + square / count))
    }
}
