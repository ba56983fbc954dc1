import ArgumentParser
import MarketplaceClient
import MarketplaceWire

struct WhoamiCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whoami", abstract: "Show who is logged in, and how much they may have on sale.")

    @OptionGroup var connection: Connection
    @OptionGroup var output: Output

    func run() async throws {
        let me = try await connection.loggedInClient().me()
        try output.show(me, as: me.table)
    }
}

extension MeResource {
    fileprivate var table: Table {
        var table = Table([
            .init(title: "id", isRightAligned: true), .init(title: "name"), .init(title: "shop"),
            .init(title: "on sale"), .init(title: "bytes of text"), .init(title: "added today"),
        ])
        table.add([
            String(account.id), account.username, account.displayName, quota.listings.text, quota.bytes.text,
            quota.listingsAddedToday.text,
        ])
        return table
    }
}

extension QuotaResource.Usage {
    fileprivate var text: String { "\(used) of \(limit)" }
}
