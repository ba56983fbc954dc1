import ArgumentParser
import Foundation

/// How a command answers: a table for people, JSON or tab-separated lines for programs.
struct Output: ParsableArguments {
    @Flag(help: "Answer with JSON, as the web API gives it.")
    var json = false

    @Flag(help: "Answer with one line an item, its columns separated by tabs, without headings.")
    var plain = false

    func validate() throws {
        if json, plain { throw ValidationError("--json and --plain exclude each other.") }
    }

    /// Prints the value as the flags ask: itself as JSON, else the table's rows.
    func show(_ value: some Encodable, as table: @autoclosure () -> Table) throws {
        if json {
            try showJSON(value)
        } else if plain {
            for row in table().rows { Terminal.print(cells: row) }
        } else {
            table().print()
        }
    }

    func showJSON(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if Terminal.standardOutputIsTerminal { encoder.outputFormatting.insert(.prettyPrinted) }
        Terminal.print(json: String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
