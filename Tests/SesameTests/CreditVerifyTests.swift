import ArgumentParser
import CreditProfile
import Foundation
import TestSupport
import Testing

@testable import sesame

@Suite struct `Verifying a credit profile` {
    /// Anybody can sign such a file with a key of their own.
    @Test func `succeeds with the market's key and with nothing less`() async throws {
        let folder = try TemporaryFolder()
        let (market, forger) = (MarketKey(), MarketKey())
        let profile = CreditProfile(
            accountID: 1, shop: "店", memberSinceMilliseconds: 1, consentMilliseconds: 2, issuedMilliseconds: 3,
            sales: [.init(currency: "CNY", trades: 9_999, grossMinor: 1, distinctBuyers: 1, months: [])],
            endedOtherwise: [:], ratingLogLength: 0, ratingLogHash: "")
        for (name, key) in [("genuine", market), ("forged", forger)] {
            let bytes = try JSONEncoder().encode(try key.sign(profile))
            try bytes.write(to: URL(fileURLWithPath: folder.path(name)))
        }
        let verify = { (words: [String]) in
            let command = try CreditCommand.Verify.parse(words)
            try await command.run()
        }
        try await verify([folder.path("genuine"), "--key", market.publicKey])
        for name in ["genuine", "forged"] {
            for words in [[], ["--json"]] {
                let failure = await #expect(throws: CommandFailure.self) {
                    try await verify([folder.path(name)] + words)
                }
                #expect("\(failure, default: "")".contains("the signer was not checked"))
            }
        }
        let failure = await #expect(throws: CommandFailure.self) {
            try await verify([folder.path("forged"), "--key", market.publicKey])
        }
        #expect("\(failure, default: "")".contains("another key"))
    }
}
