import ArgumentParser

struct ListingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "listing", abstract: "Sell: write listings, change them, take them off and put them back.",
        subcommands: [
            CreateCommand.self, EditCommand.self, ShowCommand.self, ListCommand.self, CloseCommand.self,
            RelistCommand.self, DeleteCommand.self, ImportCommand.self, ExportCommand.self,
        ])
}
