import Accounts
import Catalog
import HTTPTypes
import Ledger
import MarketplaceWire

/// What the market owes an account, and every line of the ledger that made it so.
struct MoneyOperations: Sendable {
    var ledger: any LedgerStore

    var operations: [Operation] { [balances, statement] }

    private var balances: Operation {
        Operation(
            id: "getBalances", method: .get, path: "/v1/me/balances", tag: "money",
            summary: "What the market owes the token's account.", access: .token(.read),
            successes: [.init(status: .ok, description: "A currency each.", schema: Schema.reference("Balances"))]
        ) { input in
            let balances = try await ledger.balances(ofUser: try input.owner().accountID)
            return try .json(
                BalancesResponse(
                    balances: balances.map { item in
                        BalanceResource(
                            currency: item.currency.code, amountMinor: item.balance.amountMinor,
                            availableMinor: item.balance.availableMinor)
                    }))
        }
    }

    private var statement: Operation {
        Operation(
            id: "getStatement", method: .get, path: "/v1/me/statement", tag: "money",
            summary: "The account's lines in the ledger, newest first.", access: .token(.read),
            parameters: [
                .query("limit", .integer(APILimits.pageLimits), "How many at most.", default: 20),
                .query("cursor", .text(18...18, PageCursor.rule), "`next_cursor` of the page before."),
            ],
            successes: [.init(status: .ok, description: "A page.", schema: Schema.reference("Statement"))]
        ) { input in
            let id = try input.owner().accountID
            let limit = Int(input.integer("limit") ?? 20)
            let found = try await ledger.statement(
                ofUser: id, beforeSequence: input.text("cursor").flatMap(PageCursor.init)?.lastID, limit: limit + 1)
            let page = found.prefix(limit)
            let cursor = found.count > limit ? page.last.map { PageCursor(lastID: $0.sequence).description } : nil
            return try .json(
                StatementResponse(
                    entries: page.map { StatementEntryResource($0, of: .user(id)) }, nextCursor: cursor))
        }
    }
}
