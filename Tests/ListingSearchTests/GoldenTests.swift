import TestSupport
import Testing

@testable import ListingSearch

/// Golden queries: what they expect, and what fell.
struct GoldenTests {
    @Test func expectationsAreReadAndHeldAgainstTheTimeBefore() throws {
        let golden = try GoldenQueries(
            parsing: "裙 => 1 in 2, 7, not 9 # all kinds\n袜 子 => 3 in 1\n", name: "golden.txt")
        #expect(golden.queries.map(\.text) == ["裙", "袜 子"])
        #expect(golden.queries[0].expectations.map(\.description) == ["1 in 2", "7 in 10", "not 9"])
        var before = GoldenOutcome()
        before.hits = ["裙": [1, 7], "袜 子": [4, 3]]
        var now = GoldenOutcome()
        now.hits = ["裙": [5, 7, 1, 9], "袜 子": [4]]
        let states = { (now: GoldenOutcome, before: GoldenOutcome) in
            GoldenFinding.all(golden, now: now, before: before).map(\.state)
        }
        #expect(states(now, before) == [.fell, .holds, .fell, .stillWrong])
        #expect(states(now, now) == [.stillWrong, .holds, .stillWrong, .stillWrong])
        #expect(states(before, now) == [.mended, .holds, .mended, .stillWrong])
        #expect(states(before, GoldenOutcome()) == [.holds, .holds, .holds, .fell])
        let first = try #require(GoldenFinding.all(golden, now: now, before: before).first)
        #expect(first.placeBefore == 1 && first.place == 3)
        let folder = try TemporaryFolder()
        now.hits["KFC"] = []
        try now.write(folder.path + "/outcome")
        #expect(try GoldenOutcome(reading: folder.path + "/outcome") == now)
    }

    @Test(arguments: [
        ("裙", 1), ("裙 =>", 1), ("=> 1", 1), ("裙 => x", 1), ("裙 => 1 in 0", 1), ("裙 => 1 in 101", 1), ("裙 => not", 1),
        ("裙 => 1\n\n裙 => 2", 3), ("裙 => -1", 1), ("裙 => 1 on 2", 1),
    ])
    func aLineThatBreaksARuleIsNamed(text: String, line: Int) {
        let error = #expect(throws: LexiconError.self) { try GoldenQueries(parsing: text, name: "golden.txt") }
        #expect(error?.line == line && error?.file == "golden.txt")
    }
}
