public import Catalog
public import Ledger

extension MarketplaceStore: LedgerStore {
    public func balances(ofUser id: Int64) async throws -> [(currency: Currency, balance: Balance)] {
        try await read { database in
            try LedgerRows.balances(of: .user(id), database)
                .map { (currency: $0.key.currency, balance: $0.value) }.sorted { $0.currency.code < $1.currency.code }
        }
    }

    public func statement(
        ofUser id: Int64, beforeSequence: Int64?, limit: Int
    ) async throws -> [LedgerEntry] {
        try await read {
            try LedgerRows.statement(of: .user(id), beforeSequence: beforeSequence, limit: limit, $0)
        }
    }
}
