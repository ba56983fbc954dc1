import ArgumentParser

/// Builds and queries an index from plain files, to be measured beside other engines.
@main
struct SesameBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sesame-bench",
        abstract: "Builds an index from a file of listings, and answers a file of queries from it.",
        discussion: "Each command that measures prints one JSON object on the last line of standard output.",
        subcommands: [
            BuildCommand.self, QueryCommand.self, SampleCommand.self, SuggestCommand.self,
            CorrectCommand.self, PrecisionCommand.self, AdversarialCommand.self,
        ])
}
