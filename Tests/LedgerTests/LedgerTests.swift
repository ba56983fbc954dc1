import Catalog
import Ledger
import Testing

/// Books in dictionaries.
private final class MemoryBooks: LedgerBooks {
    var balances: [LedgerAudit.Key: Balance] = [:]
    var entries: [LedgerEntry] = []

    func balance(of account: LedgerAccount, in currency: Currency) -> Balance {
        balances[.init(account: account, currency: currency)] ?? Balance()
    }
    func setBalance(_ balance: Balance, of account: LedgerAccount, in currency: Currency) {
        balances[.init(account: account, currency: currency)] = balance
    }
    func ledgerHead() -> LedgerHead? { entries.last.map { LedgerHead(sequence: $0.sequence, hash: $0.hash) } }
    func ledgerEntry(_ sequence: Int64) -> LedgerEntry? { entries.first { $0.sequence == sequence } }
    func isSettled(_ pendingSequence: Int64) -> Bool { entries.contains { $0.pendingSequence == pendingSequence } }
    func append(_ entry: LedgerEntry) { entries.append(entry) }

    var faults: [String] {
        var audit = LedgerAudit()
        for entry in entries { audit.add(entry) }
        return audit.faults(kept: balances)
    }
}

@Suite struct `The ledger` {
    private static let usd = Currency(code: "USD") ?? .cny
    private func cny(_ amount: Int64) -> Money { Money(amountMinor: amount, currency: .cny) }

    private func books() throws -> MemoryBooks {
        let books = MemoryBooks()
        try books.transfer(cny(1_000), from: .outside, to: .user(1), orderID: 5, atMilliseconds: 1)
        try books.transfer(cny(400), from: .user(1), to: .escrow, orderID: 5, atMilliseconds: 2)
        let line = try books.reserve(cny(500), from: .user(1), to: .outside, atMilliseconds: 3)
        try books.settle(line.sequence, as: .post, atMilliseconds: 4)
        try books.exchange(
            cny(70), into: Money(amountMinor: 10, currency: Self.usd), of: .user(1), atMilliseconds: 5)
        return books
    }

    @Test func `writes bytes in hexadecimal and reads them again`() {
        let all = (UInt8.min...UInt8.max).map { $0 }
        #expect(hexadecimal([0, 9, 10, 0x7F, 0xFF]) == "00090a7fff")
        #expect(bytes(hexadecimal: hexadecimal(all)) == all)
        #expect(bytes(hexadecimal: "0A0b") == [10, 11])
        for text in ["0", "0g", "+1", " 1", "１２", "é0"] { #expect(bytes(hexadecimal: text) == nil, "\(text)") }
        #expect(randomHexadecimal().utf8.count == 32)
    }

    @Test func `reserves only what it can hold when it is posted`() throws {
        let books = MemoryBooks()
        try books.transfer(cny(.max - 10), from: .outside, to: .user(1), atMilliseconds: 1)
        let line = try books.reserve(cny(6), from: .outside, to: .user(1), atMilliseconds: 2)
        #expect(throws: LedgerError.overflow(.outside)) {
            try books.reserve(cny(6), from: .outside, to: .user(2), atMilliseconds: 3)
        }
        #expect(throws: LedgerError.overflow(.outside)) {
            try books.transfer(cny(6), from: .outside, to: .user(2), atMilliseconds: 3)
        }
        try books.settle(line.sequence, as: .post, atMilliseconds: 4)
        #expect(books.faults == [])
    }

    @Test func `sums to nought in every currency`() throws {
        let books = try books()
        #expect(books.faults == [])
        #expect(books.balance(of: .user(1), in: .cny).amountMinor == 30)
        #expect(books.balance(of: .user(1), in: Self.usd).amountMinor == 10)
        #expect(books.balance(of: .escrow, in: .cny).amountMinor == 400)
        #expect(books.balance(of: .outside, in: .cny).amountMinor == -500)
    }

    @Test func `lets nobody spend what they do not have, or what is reserved`() throws {
        let books = try books()
        _ = try books.reserve(cny(20), from: .user(1), to: .outside, atMilliseconds: 6)
        #expect(throws: LedgerError.insufficient(.user(1), availableMinor: 10, neededMinor: 11)) {
            try books.transfer(cny(11), from: .user(1), to: .escrow, atMilliseconds: 7)
        }
        #expect(books.faults == [])
    }

    @Test(arguments: [LedgerEntry.Kind.post, .void, .expire])
    func `ends a reservation once`(kind: LedgerEntry.Kind) throws {
        let books = try books()
        let line = try books.reserve(cny(20), from: .user(1), to: .outside, atMilliseconds: 6)
        try books.settle(line.sequence, as: kind, atMilliseconds: 7)
        #expect(books.balance(of: .user(1), in: .cny).availableMinor == (kind == .post ? 10 : 30))
        #expect(throws: LedgerError.settledAlready(sequence: line.sequence)) {
            try books.settle(line.sequence, as: .post, atMilliseconds: 8)
        }
        #expect(throws: LedgerError.notPending(sequence: 1)) { try books.settle(1, as: .void, atMilliseconds: 8) }
    }

    @Test func `refuses nothing, less than nothing, and a way from an account to itself`() throws {
        let books = try books()
        #expect(throws: LedgerError.amountNotPositive(0)) {
            try books.transfer(cny(0), from: .outside, to: .user(1), atMilliseconds: 6)
        }
        #expect(throws: LedgerError.sameAccount(.escrow)) {
            try books.reserve(cny(1), from: .escrow, to: .escrow, atMilliseconds: 6)
        }
    }

    @Test func `shows every change of a line, a missing line and a changed balance`() throws {
        let books = try books()
        var changed: [[LedgerEntry]] = []
        for index in books.entries.indices {
            func alter(_ change: (inout LedgerEntry) -> Void) {
                var entries = books.entries
                change(&entries[index])
                changed.append(entries)
            }
            alter { $0.amountMinor += 1 }
            alter { $0.debit = .user(9) }
            alter { $0.credit = .user(9) }
            alter { $0.atMilliseconds += 1 }
            alter { $0.currency = $0.currency == .cny ? Self.usd : .cny }
            alter { $0.orderID = 77 }
            alter { $0.hash[3] ^= 1 }
            var shorter = books.entries
            shorter.remove(at: index)
            changed.append(shorter)
        }
        for entries in changed {
            var audit = LedgerAudit()
            for entry in entries { audit.add(entry) }
            #expect(!audit.faults(kept: books.balances).isEmpty)
        }
        books.balances[.init(account: .escrow, currency: .cny)]?.creditsPosted += 1
        #expect(books.faults == ["escrow in CNY: the balance kept is not the sum of its lines"])
    }
}
