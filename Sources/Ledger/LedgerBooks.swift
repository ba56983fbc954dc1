public import Catalog

/// The books, inside one transaction of whatever keeps them. `Ledger`'s verbs are built on these.
public protocol LedgerBooks: AnyObject {
    func balance(of account: LedgerAccount, in currency: Currency) throws -> Balance
    func setBalance(_ balance: Balance, of account: LedgerAccount, in currency: Currency) throws
    /// The newest line's number and hash; nil in empty books.
    func ledgerHead() throws -> LedgerHead?
    func ledgerEntry(_ sequence: Int64) throws -> LedgerEntry?
    /// Whether a line ends the line `pending` of that number.
    func isSettled(_ pendingSequence: Int64) throws -> Bool
    func append(_ entry: LedgerEntry) throws
}

public struct LedgerHead: Hashable, Sendable {
    public var sequence: Int64
    public var hash: [UInt8]

    public init(sequence: Int64, hash: [UInt8]) {
        self.sequence = sequence
        self.hash = hash
    }
}

/// What the books refuse. Callers check first: these are mistakes of our own, never of a user.
public enum LedgerError: Error, Hashable, Sendable {
    case amountNotPositive(Int64)
    case sameAccount(LedgerAccount)
    case insufficient(LedgerAccount, availableMinor: Int64, neededMinor: Int64)
    case notPending(sequence: Int64)
    case settledAlready(sequence: Int64)
    case overflow(LedgerAccount)
}

// MARK: - Verbs

extension LedgerBooks {
    /// Moves money at once. The books are as they were where it throws.
    @discardableResult
    public func transfer(
        _ amount: Money, from debit: LedgerAccount, to credit: LedgerAccount, orderID: Int64? = nil,
        linkSequence: Int64? = nil, atMilliseconds: Int64
    ) throws -> LedgerEntry {
        try move(.transfer, amount, debit, credit, orderID, linkSequence, atMilliseconds)
    }

    /// Reserves money; `settle` moves it or gives it up.
    public func reserve(
        _ amount: Money, from debit: LedgerAccount, to credit: LedgerAccount, orderID: Int64? = nil,
        atMilliseconds: Int64
    ) throws -> LedgerEntry {
        try move(.pending, amount, debit, credit, orderID, nil, atMilliseconds)
    }

    /// Ends a reservation, once.
    /// - Parameter kind: `post`, `void` or `expire`.
    @discardableResult
    public func settle(_ pendingSequence: Int64, as kind: LedgerEntry.Kind, atMilliseconds: Int64) throws -> LedgerEntry
    {
        precondition([.post, .void, .expire].contains(kind), "a reservation ends by post, void or expire")
        guard let pending = try ledgerEntry(pendingSequence), pending.kind == .pending else {
            throw LedgerError.notPending(sequence: pendingSequence)
        }
        guard try !isSettled(pendingSequence) else { throw LedgerError.settledAlready(sequence: pendingSequence) }
        var entry = pending
        entry.kind = kind
        entry.pendingSequence = pendingSequence
        entry.atMilliseconds = atMilliseconds
        return try write(entry)
    }

    /// Changes money of a user from one currency into another: two transfers that stand or fall together.
    /// - Returns: Both lines; the second names the first.
    @discardableResult
    public func exchange(
        _ given: Money, into taken: Money, of user: LedgerAccount, atMilliseconds: Int64
    ) throws -> [LedgerEntry] {
        let first = try transfer(given, from: user, to: .exchange, atMilliseconds: atMilliseconds)
        let second = try transfer(
            taken, from: .exchange, to: user, linkSequence: first.sequence, atMilliseconds: atMilliseconds)
        return [first, second]
    }

    private func move(
        _ kind: LedgerEntry.Kind, _ amount: Money, _ debit: LedgerAccount, _ credit: LedgerAccount, _ orderID: Int64?,
        _ linkSequence: Int64?, _ atMilliseconds: Int64
    ) throws -> LedgerEntry {
        guard amount.amountMinor > 0 else { throw LedgerError.amountNotPositive(amount.amountMinor) }
        guard debit != credit else { throw LedgerError.sameAccount(debit) }
        return try write(
            LedgerEntry(
                sequence: 0, kind: kind, debit: debit, credit: credit, amountMinor: amount.amountMinor,
                currency: amount.currency, orderID: orderID, linkSequence: linkSequence,
                atMilliseconds: atMilliseconds))
    }

    private func write(_ entry: LedgerEntry) throws -> LedgerEntry {
        var debit = try balance(of: entry.debit, in: entry.currency)
        var credit = try balance(of: entry.credit, in: entry.currency)
        try entry.carry(over: &debit, &credit)
        let head = try ledgerHead()
        var entry = entry
        entry.sequence = (head?.sequence ?? 0) + 1
        entry.hash = entry.hash(after: head?.hash ?? LedgerEntry.firstHash)
        try setBalance(debit, of: entry.debit, in: entry.currency)
        try setBalance(credit, of: entry.credit, in: entry.currency)
        try append(entry)
        return entry
    }
}

extension LedgerEntry {
    /// What the line does to the balances of its two accounts.
    /// - Throws: `LedgerError.insufficient` where an account that may not would owe more than it has.
    public func carry(over debitBalance: inout Balance, _ creditBalance: inout Balance) throws(LedgerError) {
        if kind == .transfer || kind == .pending, !debit.mayOverdraw, debitBalance.availableMinor < amountMinor {
            throw .insufficient(debit, availableMinor: debitBalance.availableMinor, neededMinor: amountMinor)
        }
        if kind == .transfer || kind == .post {
            try Self.add(amountMinor, to: &debitBalance.debitsPosted, debit)
            try Self.add(amountMinor, to: &creditBalance.creditsPosted, credit)
        }
        if kind == .pending {
            try Self.add(amountMinor, to: &debitBalance.debitsPending, debit)
            try Self.add(amountMinor, to: &creditBalance.creditsPending, credit)
        }
        if [.post, .void, .expire].contains(kind) {
            debitBalance.debitsPending -= amountMinor
            creditBalance.creditsPending -= amountMinor
        }
        // What is reserved has to fit when it is posted: by then the money has moved outside.
        if debitBalance.debitsPosted.addingReportingOverflow(debitBalance.debitsPending).overflow {
            throw .overflow(debit)
        }
        if creditBalance.creditsPosted.addingReportingOverflow(creditBalance.creditsPending).overflow {
            throw .overflow(credit)
        }
    }

    private static func add(_ amount: Int64, to sum: inout Int64, _ account: LedgerAccount) throws(LedgerError) {
        let (result, overflows) = sum.addingReportingOverflow(amount)
        guard !overflows else { throw .overflow(account) }
        sum = result
    }
}
