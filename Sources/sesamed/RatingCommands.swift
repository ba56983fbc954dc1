import ArgumentParser
import Foundation
import MarketplaceStore
import Orders
import Ratings

struct RatingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rating", abstract: "Hides words that must not be read, and shows them again.",
        subcommands: [HideCommand.self, UnhideCommand.self])

    enum Author: String, CaseIterable, ExpressibleByArgument {
        case buyer, seller
    }

    struct HideCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "hide", abstract: "Hides the words of a rating; the verdict counts all the same.",
            discussion: "The log says that they are hidden and why, and your login stands in the log of acts.")

        @OptionGroup var market: MarketOptions
        @Argument(help: "The order's number.")
        var order: Int64
        @Option(help: "Whose rating: the buyer's or the seller's.")
        var by = Author.buyer
        @Option(help: "Why; everybody reads it.")
        var reason: String

        func run() async throws {
            guard RatingService.reasonLength.contains(reason.unicodeScalars.count) else {
                throw ValidationError("--reason has to have 1 to 500 characters")
            }
            try await setHidden(market, order, by, reason: reason)
        }
    }

    struct UnhideCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "unhide", abstract: "Shows the hidden words of a rating again.")

        @OptionGroup var market: MarketOptions
        @Argument(help: "The order's number.")
        var order: Int64
        @Option(help: "Whose rating: the buyer's or the seller's.")
        var by = Author.buyer

        func run() async throws { try await setHidden(market, order, by, reason: nil) }
    }

    private static func setHidden(
        _ market: MarketOptions, _ order: Int64, _ author: Author, reason: String?
    ) async throws {
        let store = try market.folder().openStore(creating: false)
        let role: RatingRole = author == .buyer ? .buyer : .seller
        let now = systemMilliseconds()
        let act = OperatorAct(
            operatorName: NSUserName(), act: reason == nil ? "unhide_rating" : "hide_rating",
            subject: "order:\(order):\(role.rawValue)", reason: reason ?? "", atMilliseconds: now)
        do {
            try await store.decide(act) { desk in
                _ = try desk.setHidden(reason, orderID: order, authorRole: role, atMilliseconds: now)
            }
        } catch RatingError.notFound, RatingError.orderNotFound {
            throw CommandError(message: "order \(order) has no opened rating by its \(role.rawValue)")
        } catch RatingError.givenAlready(let what) {
            throw CommandError(message: "the \(what) was done already")
        }
        print("order \(order): the \(role.rawValue)'s words are \(reason == nil ? "shown" : "hidden")")
    }
}
