import Accounts
import Foundation
import MarketplaceWire
import Synchronization
import Testing

@testable import MarketplaceAPI

@Suite("The parts of the API on their own")
struct PartTests {
    /// A clock that stands until it is turned.
    private final class HandClock: Sendable {
        private let nanoseconds = Mutex<Int64>(0)
        func turn(seconds: Double) { nanoseconds.withLock { $0 += Int64(seconds * 1e9) } }
        var clock: MarketClock {
            MarketClock(nowMilliseconds: { 0 }, monotonicNanoseconds: { self.nanoseconds.withLock { $0 } })
        }
    }

    @Test("a bucket gives its burst, then as fast as it fills, and keys do not touch each other")
    func buckets() {
        let hand = HandClock()
        let buckets = TokenBuckets(RateLimit(perSecond: 0.5, burst: 3), clock: hand.clock)
        for _ in 0..<3 { #expect(buckets.take("a") == nil) }
        #expect(buckets.take("a") == 2)
        #expect(buckets.take("b") == nil)
        hand.turn(seconds: 1.9)
        #expect(buckets.take("a") == 1)
        hand.turn(seconds: 0.2)
        #expect(buckets.take("a") == nil)
        #expect(buckets.take("a") != nil)
    }

    @Test("however many clients come, memory stays bounded, and one that keeps coming stays counted")
    func boundedBuckets() {
        let buckets = TokenBuckets(RateLimit(perSecond: 0.001, burst: 1), maxKeys: 100, clock: HandClock().clock)
        #expect(buckets.take("regular") == nil)
        for number in 0..<10_000 {
            _ = buckets.take("client \(number)")
            #expect(buckets.take("regular") != nil)
        }
        #expect(buckets.keyCount <= 100)
    }

    @Test("a tag is read as it is written, and nothing else is", arguments: [1, 9, 10, 999_999_999_999_999_999])
    func entityTags(version: Int64) {
        #expect(EntityTag(EntityTag(version: version).description)?.version == version)
        for text in [
            "", "v1", "\"v\"", "\"v0\"", "\"v01\"", "\"v-1\"", "\"v1", "W/\"v1\"", "*", "\"v9999999999999999999\"",
        ] {
            #expect(EntityTag(text) == nil, "\(text)")
        }
    }

    @Test("If-None-Match takes lists, weak tags and a star")
    func noneMatch() {
        let tag = EntityTag(version: 3)
        for field in ["\"v3\"", "\"v1\", \"v3\"", "W/\"v3\"", "*", " \"v3\" "] {
            #expect(tag.isAmong(field), "\(field)")
        }
        for field in ["", "\"v33\"", "v3", "\"v1\",\"v2\""] { #expect(!tag.isAmong(field), "\(field)") }
    }

    @Test("queries are read strictly: no half escapes, no bytes that are not UTF-8")
    func percentEncoding() {
        #expect(PercentEncoding.decode("%E8%A3%99+a%2B", plusIsSpace: true) == "裙 a+")
        #expect(PercentEncoding.decode("a+b", plusIsSpace: false) == "a+b")
        for text in ["%", "%4", "%zz", "%FF", "%E8%A3"] {
            #expect(PercentEncoding.decode(text, plusIsSpace: true) == nil, "\(text)")
        }
        let items = PercentEncoding.items(query: "q=a=b&&flag&x=")
        #expect(items?.map(\.name) == ["q", "flag", "x"])
        #expect(items?.map(\.value) == ["a=b", "", ""])
    }

    @Test("a cursor is read as it is written, and nothing else is", arguments: [0, 1, 255, Int64.max])
    func cursors(id: Int64) {
        let text = PageCursor(lastID: id).description
        #expect(PageCursor(text)?.lastID == id)
        #expect(text.utf8.count == 18)
        for wrong in [text + "0", "c2" + text.dropFirst(2), "c1+00000000000000f", "c1FFFFFFFFFFFFFFFF", ""] {
            #expect(PageCursor(wrong) == nil, "\(wrong)")
        }
    }

    @Test("a histogram puts a duration under its bound, and what is over every bound in the last")
    func histogram() {
        var histogram = LatencyHistogram()
        histogram.record(nanoseconds: 100_000)
        histogram.record(nanoseconds: 100_001)
        histogram.record(nanoseconds: 99_000_000_000)
        #expect(histogram.counts[0] == 1 && histogram.counts[1] == 1 && histogram.counts.last == 1)
        #expect(histogram.count == 3)
        var text = PrometheusText()
        text.histogram("t", "help", [([("route", "a\"b")], histogram)])
        #expect(text.text.contains(#"t_bucket{route="a\"b",le="0.00025"} 2"#))
        #expect(text.text.contains(#"t_bucket{route="a\"b",le="+Inf"} 3"#))
    }

    @Test(
        "times are RFC 3339 and come back as they went",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_782_400_001, "2000-02-29T00:00:00.001Z"),
            (1_772_353_800_125, "2026-03-01T08:30:00.125Z"), (-1, "1969-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func times(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
        #expect(Timestamp(text)?.milliseconds == milliseconds)
    }

    @Test(
        "a rule's pattern and its check say the same",
        arguments: [
            "SG", "CN-ZJ", "CN-", "cn", "C", "CN-ZJXX", "", " ", "a", "\u{3000}", "a\nb", "连衣裙", "\u{202E}a", "a b",
            "\t", "a\u{7F}",
        ])
    func patterns(text: String) throws {
        for rule in [TextShape.place, .line, .lines] {
            let expression = try NSRegularExpression(pattern: rule.pattern)
            let whole = NSRange(text.startIndex..., in: text)
            let matches = expression.firstMatch(in: text, range: whole)?.range == whole
            #expect(matches == rule.accepts(text), "\(rule.pattern) on \(text.debugDescription)")
        }
    }
}
