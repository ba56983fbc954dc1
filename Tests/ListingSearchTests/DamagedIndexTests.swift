import Catalog
import Foundation
import Locking
import MarketplaceStore
import SearchIndex
import TestSupport
import Testing

@testable import ListingSearch

/// An index that is missing, cut short or overwritten: nothing wrong is answered, and it is made again by itself.
struct DamagedIndexTests {
    /// A market whose index is committed, and nobody has it open.
    /// - Parameter words: How many words of its own each description has.
    private func indexedMarket(_ count: Int = 60, words: Int = 0) async throws -> (StoredMarket, [Listing]) {
        let market = try await StoredMarket()
        let contents = (0..<count).map { number in
            var content = market.content("连衣裙 number \(number)")
            content.description = (0..<words).map { "word\((number * words + $0) * 7_919 % 1_000_003)" }
                .joined(separator: " ")
            return content
        }
        let listings = try await market.store.create(contents, sellerID: market.seller, atMilliseconds: 1)
        _ = try market.rebuild(partListings: max(100, count)).run { _ in }
        return (market, listings)
    }

    private func segment(_ market: StoredMarket, _ generation: Int = 1) -> URL {
        URL(fileURLWithPath: market.generations.generation(generation) + "/segment-0")
    }

    private func following(
        _ market: StoredMarket, _ body: (ListingFollower) async throws -> Void
    ) async throws {
        let follower = market.follower()
        let running = Task.detached { try await follower.run() }
        do {
            try await body(follower)
        } catch {
            running.cancel()
            throw error
        }
        running.cancel()
        try await running.value
    }

    private func total(_ market: StoredMarket, _ follower: ListingFollower) async throws -> Int {
        try await market.search(follower).search(ListingQuery(text: "连衣裙")).total.value
    }

    private func isReady(_ follower: ListingFollower) -> Bool { follower.condition == .ready }

    enum Damage: CaseIterable {
        case folderGone, pointerGone, pointerWrong, pointerEmpty, pointerAhead, generationGone, commitGone, commitEmpty
        case commitFlipped, segmentGone, segmentEmpty, segmentCut, tailFlipped, fault
    }

    private func harm(_ market: StoredMarket, _ damage: Damage) throws {
        let files = FileManager.default
        let index = market.generations.path
        let generation = market.generations.generation(1)
        func cut(_ url: URL, to share: Double) throws {
            let bytes = try Data(contentsOf: url)
            try bytes.prefix(Int(Double(bytes.count) * share)).write(to: url)
        }
        func flip(_ url: URL, at share: Double) throws {
            var bytes = try Data(contentsOf: url)
            bytes[Int(Double(bytes.count - 1) * share)] ^= 0x24
            try bytes.write(to: url)
        }
        let commit = URL(
            fileURLWithPath: try #require(
                try FileSystem.names(in: generation).filter { $0.hasPrefix("commit-") }.map { generation + "/" + $0 }
                    .last))
        switch damage {
        case .folderGone: try files.removeItem(atPath: index)
        case .pointerGone: try files.removeItem(atPath: index + "/CURRENT")
        case .pointerWrong: try Data("nonsense".utf8).write(to: URL(fileURLWithPath: index + "/CURRENT"))
        case .pointerEmpty: try Data().write(to: URL(fileURLWithPath: index + "/CURRENT"))
        case .pointerAhead: try Data("77\n".utf8).write(to: URL(fileURLWithPath: index + "/CURRENT"))
        case .generationGone: try files.removeItem(atPath: generation)
        case .commitGone: try files.removeItem(at: commit)
        case .commitEmpty: try cut(commit, to: 0)
        case .commitFlipped: try flip(commit, at: 0.5)
        case .segmentGone: try files.removeItem(at: segment(market))
        case .segmentEmpty: try cut(segment(market), to: 0)
        case .segmentCut: try cut(segment(market), to: 0.5)
        case .tailFlipped: try flip(segment(market), at: 1)
        case .fault: try Data("x".utf8).write(to: URL(fileURLWithPath: generation + "/" + MappedFaults.markerName))
        }
    }

    @Test(arguments: Damage.allCases)
    func aStartMakesAnIndexAgainThatCannotBeOpened(_ damage: Damage) async throws {
        let (market, _) = try await indexedMarket()
        try harm(market, damage)
        try await following(market) { follower in
            try await Wait.until("the index after \(damage)") { isReady(follower) }
            #expect(try await total(market, follower) == 60)
            _ = try await market.store.create(market.content("羊毛围巾"), sellerID: market.seller, atMilliseconds: 5)
            try await Wait.until("a new listing after \(damage)") {
                try await !market.search(follower).search(ListingQuery(text: "围巾")).hits.isEmpty
            }
        }
        // What was damaged is there to be looked at, and cannot be rolled back to.
        #expect(try market.generations.quarantined().allSatisfy { $0 == 1 })
        #expect(throws: (any Error).self) {
            while true { _ = try market.generations.rollBack() }
        }
    }

    /// A byte of any page is flipped: an answer is right, or the index is made again, and then it is right.
    @Test func flippedBytesThatASearchFindsAreAnsweredWithAReasonAndMended() async throws {
        let (market, listings) = try await indexedMarket(1_000, words: 24)
        let right = Set(listings.map(\.id))
        let size = try Data(contentsOf: segment(market)).count
        #expect(size > 3 << 16, "the damage has to be apart from the page that opening reads")
        var rebuilt = 0
        for place in stride(from: 64, to: size * 3 / 4, by: size / 10) {
            try flip(segment(market, try #require(try market.generations.current())), at: place)
            try await following(market) { follower in
                try await Wait.until("the index") { isReady(follower) }
                var found: Set<Int64> = []
                do {
                    found = try await everything(market, follower)
                } catch ListingSearchError.unavailable(let reason) {
                    #expect(reason.contains("rebuilt") && !reason.contains("/"), "\(reason)")
                    #expect(follower.damageCount == 1)
                    try await Wait.until("the index to be made again") { isReady(follower) }
                    found = try await everything(market, follower)
                    rebuilt += 1
                }
                #expect(found == right, "byte \(place)")
            }
        }
        #expect(rebuilt > 0)
        #expect(try market.generations.quarantined().count <= GenerationFolder.quarantinedGenerations)
    }

    private func flip(_ url: URL, at place: Int) throws {
        var bytes = try Data(contentsOf: url)
        bytes[place % bytes.count] ^= 0x10
        try bytes.write(to: url)
    }

    private func everything(_ market: StoredMarket, _ follower: ListingFollower) async throws -> Set<Int64> {
        var query = ListingQuery(text: "连衣裙", limit: 100)
        query.facets = Set(ListingFacet.allCases)
        var ids: Set<Int64> = []
        let service = market.search(follower)
        repeat {
            let page = try await service.search(query)
            ids.formUnion(page.hits.map(\.id))
            query.cursor = page.nextCursor
        } while query.cursor != nil && ids.count < 10_000
        return ids
    }

    @Test func damageFoundWhileFollowingIsMendedToo() async throws {
        let (market, listings) = try await indexedMarket(200)
        try await following(market) { follower in
            try await Wait.until("the index") { isReady(follower) }
            let path = segment(market)
            let size = try Data(contentsOf: path).count
            let file = try FileHandle(forWritingTo: path)
            try file.write(contentsOf: Data(repeating: 0x5A, count: size * 3 / 4))
            try file.close()
            // Taking the old version out looks its key up in the damaged segment.
            _ = try await market.store.update(
                listings[0].id, sellerID: market.seller, expectedVersion: 1, content: market.content("羽绒服"),
                status: nil, atMilliseconds: 3)
            try await Wait.until("another generation") {
                isReady(follower) && (try? market.generations.current()) == 2
            }
            let found = try await market.search(follower).search(ListingQuery(text: "羽绒服"))
            #expect(found.hits.map(\.id) == [listings[0].id])
        }
        #expect(try market.generations.quarantined() == [1])
        let reason = try String(contentsOfFile: market.generations.quarantine(1) + "/REASON", encoding: .utf8)
        #expect(reason.contains("segment-0"))
    }

    @Test func aGenerationThatIsPointedAtAndDamagedIsSetAsideAndTheLiveOneStays() async throws {
        let (market, _) = try await indexedMarket()
        let follower = market.follower()
        try follower.open()
        #expect(try market.rebuild().run { _ in } == 2)
        let bytes = try Data(contentsOf: segment(market, 2))
        try bytes.prefix(bytes.count / 2).write(to: segment(market, 2))
        try follower.step()
        #expect(try await total(market, follower) == 60)
        #expect(try market.generations.current() == 1)
        #expect(try market.generations.quarantined() == [2])
        #expect(try market.rebuild().run { _ in } == 3)
    }

    @Test func anIndexOfAnotherVersionIsMadeAgainAndKept() async throws {
        let (market, _) = try await indexedMarket()
        let commit = market.generations.generation(1) + "/commit-2"
        let old = try String(contentsOfFile: commit, encoding: .utf8)
        #expect(old.hasPrefix("sesame-index 2 "))
        try old.replacingOccurrences(of: "sesame-index 2 ", with: "sesame-index 9 ")
            .write(toFile: commit, atomically: true, encoding: .utf8)
        try await following(market) { follower in
            try await Wait.until("the index") { isReady(follower) }
            #expect(try await total(market, follower) == 60)
        }
        #expect(try market.generations.generations() == [1, 2])
        #expect(try market.generations.quarantined().isEmpty)
    }

    @Test func anIndexThatAnotherProcessWritesToEndsTheStart() async throws {
        let (market, _) = try await indexedMarket()
        let other = market.follower()
        try other.open()
        await #expect(throws: IndexError.self) { try await market.follower().run() }
    }

    @Test func aRebuildWithoutRoomSaysSoAndIsDoneOnceThereIsSome() async throws {
        guard let disk = SmallDisk.ifPossible(mebibytes: 24) else { return }
        let market = try await StoredMarket(index: disk.path + "/index")
        _ = try await market.list(60)
        try disk.fill(leaving: 1 << 20)
        try await following(market) { follower in
            try await Wait.until("the trouble") { follower.condition == .waiting(.diskFull) }
            await #expect(
                throws: ListingSearchError.unavailable(
                    "The index has to be rebuilt, and the disk has no room for it.")
            ) {
                _ = try await total(market, follower)
            }
            #expect(try market.generations.unfinished().isEmpty)
            try disk.empty()
            try await Wait.until("the index") { isReady(follower) }
            #expect(try await total(market, follower) == 60)
        }
    }

    @Test func aRebuildThatFillsTheDiskLeavesNothingBehind() async throws {
        guard let disk = SmallDisk.ifPossible(mebibytes: 24) else { return }
        let market = try await StoredMarket(index: disk.path + "/index")
        _ = try await market.list(2_000)
        // Whatever step meets the full disk.
        for step in 0..<5 {
            var seen = 0
            let error = #expect(throws: IndexError.self, "step \(step)") {
                _ = try market.rebuild(partListings: 500).run { _ in
                    if seen == step { try? disk.fill() }
                    seen += 1
                }
            }
            #expect(error?.isDiskFull == true, "step \(step): \(String(describing: error))")
            try disk.empty()
            #expect(try market.generations.unfinished().isEmpty && market.generations.generations().isEmpty)
        }
        #expect(try market.rebuild().run { _ in } > 0)
    }

    @Test func eachDamageWithinAnHourPutsTheRebuildOff() {
        var pace = DamagePace()
        let begin = ContinuousClock.now
        var pauses: [Int64] = []
        for number in 0..<12 {
            pauses.append(pace.pause(afterDamageAt: begin + .seconds(60 * number)).components.seconds)
        }
        #expect(pauses == [0, 1, 3, 7, 15, 31, 63, 127, 255, 300, 300, 300])
        #expect(pace.pause(afterDamageAt: begin + .seconds(9_000)) == .zero)
    }

    @Test func anIndexThatIsDamagedAgainIsNotMadeAgainAtOnce() async throws {
        let (market, _) = try await indexedMarket()
        try await following(market) { follower in
            for generation in 1...3 {
                try await Wait.until("generation \(generation)") {
                    isReady(follower) && (try? market.generations.current()) == generation
                }
                let found = IndexError.corrupt(
                    path: market.generations.generation(generation) + "/segment-0", offset: 0, reason: "a test says so")
                let before = ContinuousClock.now
                #expect(follower.report(found))
                let pause = before.duration(to: follower.state.withLock { $0.nextRebuild })
                #expect(pause >= .seconds(1 << (generation - 1) - 1), "generation \(generation): \(pause)")
            }
        }
    }

    /// Listings whose texts are words of their own: an index of many times the bytes that are guessed.
    private func longListings(_ market: StoredMarket, _ count: Int) async throws {
        let contents = (0..<count).map { number in
            var content = market.content("连衣裙 \(number)")
            content.description = (0..<1_500).map { "w\((number * 1_500 + $0) * 7_919 % 10_000_019)" }
                .joined(separator: " ")
            return content
        }
        for batch in stride(from: 0, to: count, by: 100) {
            _ = try await market.store.create(
                Array(contents[batch..<min(count, batch + 100)]), sellerID: market.seller, atMilliseconds: 1)
        }
    }

    @Test func aRebuildThatTurnsOutLargerThanTheRoomEndsBeforeTheReserveAndIsNotBegunAgainInVain() async throws {
        guard let disk = SmallDisk.ifPossible(mebibytes: 24) else { return }
        let market = try await StoredMarket(index: disk.path + "/index")
        try await longListings(market, 200)
        // Room for more than is guessed, and for less than is needed.
        try disk.fill(leaving: 6 << 20)
        var steps: [ListingRebuild.Step] = []
        func attempt() -> IndexError? {
            steps = []
            return #expect(throws: IndexError.self) { _ = try market.rebuild().run { steps.append($0) } }
        }
        let first = attempt()
        #expect(!steps.isEmpty && first?.isDiskFull == true, "\(String(describing: first)) after \(steps)")
        guard case .noRoom? = first else {
            return #expect(Bool(false), "the disk was filled: \(String(describing: first))")
        }
        let second = attempt()
        #expect(steps.isEmpty && second?.isDiskFull == true, "\(steps)")
        #expect(try market.generations.unfinished().isEmpty)
        // A note that nobody can have written is not believed.
        let measured = try #require(market.generations.bytesPerListing())
        for text in ["-5", "0", "99999999999", "x", ""] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: disk.path + "/index/BYTES-PER-LISTING"))
            #expect(market.generations.bytesPerListing() == nil, "\(text)")
        }
        market.generations.keepBytesPerListing(measured)
        try disk.empty()
        #expect(try market.rebuild().run { _ in } == 1)
        #expect(market.generations.bytesPerListing() == nil)
    }

    @Test func aRebuildGoesByTheSizeOfTheGenerationThatWasSetAside() async throws {
        let market = try await StoredMarket()
        try await longListings(market, 40)
        _ = try market.rebuild().run { _ in }
        let live = try ListingRebuild.neededBytes(in: market.generations, listings: 40)
        try market.generations.setAside(1, reason: "a test says so")
        let needed = try ListingRebuild.neededBytes(in: market.generations, listings: 40)
        #expect(needed >= live && needed < live + (1 << 20))
        // Where it has to make room, its size is remembered.
        market.rebuild().keepMeasure(listed: 0, taken: 0)
        try market.generations.dropQuarantined(keeping: 0)
        let later = try ListingRebuild.neededBytes(in: market.generations, listings: 40)
        #expect(later > needed * 9 / 10 && later <= needed)
    }
}
