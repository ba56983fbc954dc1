import ArgumentParser
import CreditProfile
import Foundation
import MarketplaceClient
import MarketplaceWire

struct CreditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credit", abstract: "Show others what your trades add up to, signed by the market.",
        subcommands: [Consent.self, Revoke.self, Export.self, Verify.self])

    struct Consent: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Allow the market to sum up your completed trades and sign the sum.")

        @OptionGroup var connection: Connection

        func run() async throws {
            let consent = try await connection.loggedInClient().giveCreditConsent()
            Terminal.print("allowed since \(consent.givenAt)")
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Allow it no longer. Files that were given out before stay genuine.")

        @OptionGroup var connection: Connection

        func run() async throws {
            try await connection.loggedInClient().revokeCreditConsent()
            Terminal.print("not allowed any more")
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a signed file of what your completed trades add up to.")

        @Argument(help: "The file to write.")
        var file: String

        @OptionGroup var connection: Connection

        func run() async throws {
            let signed = try await connection.loggedInClient().exportCredit()
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            try encoder.encode(signed).write(to: URL(fileURLWithPath: file), options: .atomic)
            Terminal.say("\(file) is signed with the key \(signed.publicKey)")
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check such a file, without asking anybody.",
            discussion: """
                --key is the market's key, had from the market itself (GET /v1/market-key): without it the file is only \
                shown to be whole. Exits with 1 where it is not genuine.
                """)

        @Argument(help: "The file.")
        var file: String
        @Option(help: "The key that it has to be signed with, in base64.")
        var key: String?
        @Flag(help: "Print the profile as JSON.")
        var json = false

        func run() async throws {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            guard let signed = try? JSONDecoder().decode(SignedProfile.self, from: bytes) else {
                throw CommandFailure.failed("\(file) is no signed profile")
            }
            let profile: CreditProfile
            do { profile = try signed.verified(by: key) } catch {
                throw CommandFailure.failed(Self.sentence(error, file))
            }
            if json { return Terminal.print(signed.profile) }
            Terminal.print("genuine: \(profile.shop), account \(profile.accountID)")
            for sales in profile.sales {
                let gross = PriceText.text(minor: sales.grossMinor, currency: sales.currency)
                Terminal.print("  \(sales.trades) trades with \(sales.distinctBuyers) buyers, \(gross)")
            }
            Terminal.print("  allowed on \(Timestamp(milliseconds: profile.consentMilliseconds))")
            Terminal.print("  issued on \(Timestamp(milliseconds: profile.issuedMilliseconds))")
            if key == nil { Terminal.say("whose key it is was not checked: --key") }
        }

        static func sentence(_ fault: SignatureFault, _ file: String) -> String {
            switch fault {
            case .notReadable(let reason): "\(file): \(reason)"
            case .otherKey(let key): "\(file) is signed with another key: \(key)"
            case .notGenuine: "\(file) is not what the market signed"
            }
        }
    }
}
