public import Catalog
import Crypto
import Foundation

/// One line of the ledger: money that goes from one account to another, or the promise of it. Lines are only added.
///
/// A transfer in two phases is a line `pending` and later a line `post`, `void` or `expire` that names it, as in
/// TigerBeetle's two-phase transfers. Every line carries a hash of itself and of the line before, so that a line cannot
/// be changed, left out or put in without all hashes behind it changing.
public struct LedgerEntry: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// Moves money at once.
        case transfer
        /// Reserves it.
        case pending
        /// Moves what was reserved.
        case post
        /// Gives up what was reserved.
        case void
        /// As `void`, because its time was over.
        case expire
    }

    /// 1 for the first line, one more for each that follows.
    public var sequence: Int64
    public var kind: Kind
    /// What is taken from.
    public var debit: LedgerAccount
    /// What is given to.
    public var credit: LedgerAccount
    /// In minor units; more than nothing.
    public var amountMinor: Int64
    public var currency: Currency
    /// The line `pending` that this one ends.
    public var pendingSequence: Int64?
    public var orderID: Int64?
    /// The first line of the pair that this one belongs to: both halves of an exchange.
    public var linkSequence: Int64?
    public var atMilliseconds: Int64
    /// SHA-256 over the hash before and this line's text.
    public var hash: [UInt8]

    public init(
        sequence: Int64, kind: Kind, debit: LedgerAccount, credit: LedgerAccount, amountMinor: Int64,
        currency: Currency, pendingSequence: Int64? = nil, orderID: Int64? = nil, linkSequence: Int64? = nil,
        atMilliseconds: Int64, hash: [UInt8] = []
    ) {
        self.sequence = sequence
        self.kind = kind
        self.debit = debit
        self.credit = credit
        self.amountMinor = amountMinor
        self.currency = currency
        self.pendingSequence = pendingSequence
        self.orderID = orderID
        self.linkSequence = linkSequence
        self.atMilliseconds = atMilliseconds
        self.hash = hash
    }
}

// MARK: - The chain

extension LedgerEntry {
    /// What stands before the first line.
    public static let firstHash = [UInt8](repeating: 0, count: SHA256.byteCount)

    /// The hash that the line must carry behind a line with that hash.
    public func hash(after previous: [UInt8]) -> [UInt8] {
        var hasher = SHA256()
        hasher.update(data: previous)
        hasher.update(data: Data(text.utf8))
        return Array(hasher.finalize())
    }

    /// The line without its hash, the same for everybody.
    private var text: String {
        let numbers = [pendingSequence, orderID, linkSequence].map { $0.map(String.init) ?? "-" }.joined(separator: "|")
        return
            "\(sequence)|\(kind.rawValue)|\(debit)|\(credit)|\(amountMinor)|\(currency.code)|\(numbers)|\(atMilliseconds)"
    }
}
