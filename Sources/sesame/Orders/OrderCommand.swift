import ArgumentParser

struct OrderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order", abstract: "Buy and deliver: the money is held until the buyer has the goods.",
        subcommands: [
            BuyCommand.self, PayCommand.self, OrderListCommand.self, OrderShowCommand.self, ShipCommand.self,
            ConfirmCommand.self, ExtendCommand.self, CancelCommand.self, RefundCommand.self, DisputeCommand.self,
        ])
}
