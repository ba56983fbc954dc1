public import Catalog

/// What is asked of whatever keeps the ledger, outside of transactions.
public protocol LedgerStore: Sendable {
    /// What the market owes a user, in every currency they have had.
    func balances(ofUser id: Int64) async throws -> [(currency: Currency, balance: Balance)]

    /// A user's lines by falling number, from below `beforeSequence`.
    func statement(ofUser id: Int64, beforeSequence: Int64?, limit: Int) async throws -> [LedgerEntry]
}
