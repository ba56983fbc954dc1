public import Catalog

/// Goes over the whole ledger, line by line, and finds what is wrong with it. Feed all lines in order, then ask
/// `faults` with the balances that are kept beside.
///
/// Holds a balance an account and the open reservations in memory.
public struct LedgerAudit: Sendable {
    /// An account in one currency.
    public struct Key: Hashable, Sendable {
        public var account: LedgerAccount
        public var currency: Currency

        public init(account: LedgerAccount, currency: Currency) {
            self.account = account
            self.currency = currency
        }
    }

    public private(set) var balances: [Key: Balance] = [:]
    /// What has happened to each order's money.
    public private(set) var orders: [Int64: OrderMoney] = [:]
    public private(set) var lineCount = 0
    public private(set) var head: [UInt8] = LedgerEntry.firstHash
    private var open: [Int64: LedgerEntry] = [:]
    private var found: [String] = []

    private static let maxFaults = 100

    public init() {}

    /// Takes the next line.
    public mutating func add(_ entry: LedgerEntry) {
        lineCount += 1
        if entry.sequence != Int64(lineCount) { note("line \(entry.sequence) stands where line \(lineCount) should") }
        if entry.hash != entry.hash(after: head) { note("line \(entry.sequence): its hash is not that of its content") }
        head = entry.hash
        checkPhase(entry)
        let (debitKey, creditKey) = (
            Key(account: entry.debit, currency: entry.currency), Key(account: entry.credit, currency: entry.currency)
        )
        var (debit, credit) = (balances[debitKey] ?? Balance(), balances[creditKey] ?? Balance())
        do { try entry.carry(over: &debit, &credit) } catch { note("line \(entry.sequence): \(error)") }
        (balances[debitKey], balances[creditKey]) = (debit, credit)
        guard let order = entry.orderID, entry.kind == .transfer || entry.kind == .post else { return }
        if entry.credit == .escrow { orders[order, default: OrderMoney()].heldMinor += entry.amountMinor }
        if entry.debit == .escrow { orders[order, default: OrderMoney()].leave(entry.amountMinor, to: entry.credit) }
    }

    private mutating func checkPhase(_ entry: LedgerEntry) {
        switch entry.kind {
        case .transfer: break
        case .pending: open[entry.sequence] = entry
        case .post, .void, .expire:
            guard let pending = entry.pendingSequence.flatMap({ open.removeValue(forKey: $0) }) else {
                return note("line \(entry.sequence) ends no open reservation")
            }
            if (pending.debit, pending.credit) != (entry.debit, entry.credit)
                || (pending.amountMinor, pending.currency, pending.orderID)
                    != (entry.amountMinor, entry.currency, entry.orderID)
            {
                note("line \(entry.sequence) is not what line \(pending.sequence) reserved")
            }
        }
    }

    private mutating func note(_ fault: String) {
        if found.count < Self.maxFaults { found.append(fault) }
    }

    /// All that is wrong, in sentences; at most a hundred.
    /// - Parameter kept: The balances that are kept beside the lines.
    public func faults(kept: [Key: Balance]) -> [String] {
        var faults = found
        for key in Set(balances.keys).union(kept.keys) where balances[key] ?? Balance() != kept[key] ?? Balance() {
            faults.append("\(key.account) in \(key.currency.code): the balance kept is not the sum of its lines")
        }
        for currency in Set(balances.keys.map(\.currency)) {
            let sum = balances.filter { $0.key.currency == currency }.reduce(Int64(0)) { $0 + $1.value.amountMinor }
            if sum != 0 { faults.append("the books in \(currency.code) sum to \(sum), not to nought") }
        }
        return faults.sorted()
    }
}

/// An order's way through escrow, in minor units.
public struct OrderMoney: Sendable {
    /// What is in escrow for it now.
    public internal(set) var heldMinor: Int64 = 0
    /// To whom it went from there: one or two accounts, a sum each.
    private var left: [(account: LedgerAccount, minor: Int64)] = []

    public init() {}

    /// What has gone from escrow to an account.
    public func minor(to account: LedgerAccount) -> Int64 { left.first { $0.account == account }?.minor ?? 0 }

    /// What has gone from escrow to anybody.
    public var leftMinor: Int64 { left.reduce(0) { $0 + $1.minor } }

    mutating func leave(_ minor: Int64, to account: LedgerAccount) {
        heldMinor -= minor
        if let place = left.firstIndex(where: { $0.account == account }) {
            left[place].minor += minor
        } else {
            left.append((account, minor))
        }
    }
}
