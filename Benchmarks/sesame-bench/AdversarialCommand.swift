import ArgumentParser
import Foundation
import TestSupport

struct AdversarialCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adversarial",
        abstract: "Prints searches that nobody means well, as a file of settings for curl (--config).")

    @Option(help: "The market's address.")
    var server = "http://127.0.0.1:8080"
    @Option(help: "How many.")
    var count = 10_000
    @Option(help: "Other queries for another number.")
    var seed: UInt64 = 61

    func validate() throws {
        guard (1...1_000_000).contains(count) else { throw ValidationError("--count is 1 to 1000000") }
    }

    func run() {
        for query in AdversarialQueries.make(count, seed: seed) {
            let escaped = query.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            print("url = \"\(server)/v1/search?q=\(escaped)\"\noutput = \"/dev/null\"")
        }
    }
}
