import ArgumentParser
import Locking
import SeededRandom

struct FaultOptions: ParsableArguments {
    @Option(help: "Of a hundred calls, how many fail before anything is done.")
    var failing = 0
    @Option(help: "Of a hundred calls, how many are done and then answered as failed.")
    var losing = 0
    @Option(help: "Of a hundred calls, how many are answered late.")
    var late = 0
    @Option(help: "How late, in milliseconds, at most.")
    var lateMilliseconds = 2_000
    @Option(help: "Of a hundred payments and refunds, how many are refused.")
    var refusing = 0
    @Option(help: "Of a hundred payments and refunds, how many are decided later and told by message only.")
    var pending = 0
    @Option(help: "Of a hundred messages, how many are sent twice.")
    var twice = 0
    @Option(help: "Of a hundred messages, how many are held back, so that later ones overtake them.")
    var overtaken = 0
    @Option(help: "Another seed, other faults.")
    var seed: UInt64 = 1

    func validate() throws {
        for (name, share) in [
            ("failing", failing), ("losing", losing), ("late", late), ("refusing", refusing), ("pending", pending),
            ("twice", twice), ("overtaken", overtaken),
        ] where !(0...100).contains(share) {
            throw ValidationError("--\(name) is 0 to 100, not \(share)")
        }
        guard (1...600_000).contains(lateMilliseconds) else {
            throw ValidationError("--late-milliseconds is 1 to 600000, not \(lateMilliseconds)")
        }
    }
}

/// Draws what goes wrong.
final class Faults: Sendable {
    let options: FaultOptions
    private let numbers: Locked<SplitMix64>

    init(_ options: FaultOptions) {
        self.options = options
        numbers = Locked(SplitMix64(seed: options.seed))
    }

    /// True so many times of a hundred.
    func happens(_ share: Int) -> Bool { share > 0 && number(below: 100) < UInt64(share) }

    var lateMilliseconds: Int { Int(number(below: UInt64(options.lateMilliseconds))) + 1 }

    private func number(below limit: UInt64) -> UInt64 { numbers.withLock { $0.next() % limit } }
}
