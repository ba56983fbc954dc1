import Testing

@testable import Accounts

@Suite("Keys under a passphrase")
struct SealedKeysTests {
    private static let keys: [String: [UInt8]] = [
        "market-key": Array(0..<32), "pseudonyms": Array(100..<132), "empty": [],
    ]
    private static let passphrase = "correct horse battery staple"

    @Test("the passphrase opens what it has sealed, and nothing else does")
    func opens() throws {
        let sealed = try SealedKeys.seal(Self.keys, passphrase: Self.passphrase)
        #expect(try SealedKeys.open(sealed, passphrase: Self.passphrase) == Self.keys)
        #expect(throws: SealedKeys.Fault.notOpened) { try SealedKeys.open(sealed, passphrase: Self.passphrase + " ") }
        for (key, value) in Self.keys where !value.isEmpty {
            #expect(sealed.firstRange(of: value) == nil && sealed.firstRange(of: Array(key.utf8)) == nil)
        }
        #expect(
            try SealedKeys.seal(Self.keys, passphrase: Self.passphrase) != sealed, "salt and nonce are new each time")
        // However a keyboard writes é.
        let accented = try SealedKeys.seal(Self.keys, passphrase: "caf\u{E9} caf\u{E9} caf\u{E9}")
        #expect(try SealedKeys.open(accented, passphrase: "cafe\u{301} cafe\u{301} cafe\u{301}") == Self.keys)
    }

    @Test("a changed or shortened text is refused, and asks for no more memory than there is")
    func damage() throws {
        let sealed = try SealedKeys.seal(Self.keys, passphrase: Self.passphrase)
        for place in [30, 38, 45, sealed.count - 17, sealed.count - 1] {
            var changed = sealed
            changed[place] ^= 1
            #expect(throws: SealedKeys.Fault.notOpened) { try SealedKeys.open(changed, passphrase: Self.passphrase) }
        }
        for length in [0, 7, 8, 27, 54] {
            #expect(throws: SealedKeys.Fault.notReadable) {
                try SealedKeys.open(Array(sealed.prefix(length)), passphrase: Self.passphrase)
            }
        }
        for (place, value) in [
            (0, UInt8(0)), (7, 0x32), (8, 21), (8, 63), (8, 255), (8, 0), (9, 0), (9, 33), (10, 0), (10, 17),
        ] {
            var changed = sealed
            changed[place] = value
            #expect(throws: SealedKeys.Fault.notReadable) { try SealedKeys.open(changed, passphrase: Self.passphrase) }
        }
    }

    @Test("a passphrase to seal with is 12 to 1000 characters")
    func limits() {
        #expect(SealedKeys.problem(withPassphrase: String(repeating: "x", count: 11))?.contains("12 to 1000") == true)
        #expect(SealedKeys.problem(withPassphrase: String(repeating: "x", count: 1_001)) != nil)
        for count in [12, 1_000] {
            #expect(SealedKeys.problem(withPassphrase: String(repeating: "裙", count: count)) == nil)
        }
    }
}
