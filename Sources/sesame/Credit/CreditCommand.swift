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
                --key is the market's key, had from the market itself (GET /v1/market-key). Without it the file is only \
                found to be whole: anybody can have signed it. Exits with 0 where the market has signed it, and with 1 \
                where it has not or --key is missing.
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
            show(signed, profile)
            // A script that forgets the key must not take a forgery for the market's word.
            if key == nil { throw CommandFailure.failed("the signer was not checked: --key takes the market's key") }
        }

        private func show(_ signed: SignedProfile, _ profile: CreditProfile) {
            if json { return Terminal.print(json: signed.profile) }
            let finding = key == nil ? "whole, by a signer that was not checked" : "genuine"
            Terminal.print("\(finding): \(profile.shop), account \(profile.accountID)")
            for sales in profile.sales {
                let gross = PriceText.text(minor: sales.grossMinor, currency: sales.currency)
                Terminal.print("  \(sales.trades) trades with \(sales.distinctBuyers) buyers, \(gross)")
            }
            Terminal.print("  allowed on \(Timestamp(milliseconds: profile.consentMilliseconds))")
            Terminal.print("  issued on \(Timestamp(milliseconds: profile.issuedMilliseconds))")
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
