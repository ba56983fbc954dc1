import ArgumentParser

struct IndexCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index", abstract: "Rebuilds, checks and describes the market's index.",
        subcommands: [
            RebuildCommand.self, RefreshCommand.self, VerifyCommand.self, StatsCommand.self, RollbackCommand.self,
        ])
}
