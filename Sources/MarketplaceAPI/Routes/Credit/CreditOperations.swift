import Accounts
import CreditProfile
import HTTPTypes
import MarketplaceWire

/// A seller's trade history as a signed file, on the seller's own dated and revocable consent.
struct CreditOperations: Sendable {
    var credit: any CreditStore
    var clock: MarketClock

    var operations: [Operation] { [consent, revoke, export, key] }

    private var consent: Operation {
        Operation(
            id: "giveCreditConsent", method: .put, path: "/v1/me/credit-consent", tag: "credit",
            summary: "Allows that the account's completed trades are summed up and signed.", access: .token(.sell),
            successes: [
                .init(status: .ok, description: "Since when.", schema: Schema.reference("CreditConsent"))
            ]
        ) { input in
            let id = try input.owner().accountID
            try await credit.giveCreditConsent(id, atMilliseconds: clock.nowMilliseconds())
            let given = try await credit.creditConsent(id) ?? clock.nowMilliseconds()
            return try .json(CreditConsentResource(givenAt: Timestamp(milliseconds: given)))
        }
    }

    private var revoke: Operation {
        Operation(
            id: "revokeCreditConsent", method: .delete, path: "/v1/me/credit-consent", tag: "credit",
            summary: "Allows it no longer.", access: .token(.sell),
            successes: [.init(status: .noContent, description: "No new file is made.")]
        ) { input in
            try await credit.revokeCreditConsent(
                try input.owner().accountID, atMilliseconds: clock.nowMilliseconds())
            return .empty(.noContent)
        }
    }

    private var export: Operation {
        Operation(
            id: "exportCreditProfile", method: .post, path: "/v1/me/credit-exports", tag: "credit",
            summary: "Sums up the account's completed trades and signs the sum.", access: .token(.sell),
            successes: [
                .init(status: .created, description: "The file.", schema: Schema.reference("SignedProfile"))
            ],
            problems: [.notAllowed, .notFound], work: .read
        ) { input in
            let id = try input.owner().accountID
            guard let consent = try await credit.creditConsent(id) else {
                throw APIProblem(.notAllowed, "There is no consent: `PUT /v1/me/credit-consent` gives it.")
            }
            guard
                let profile = try await credit.creditProfile(
                    id, consentMilliseconds: consent, issuedMilliseconds: clock.nowMilliseconds())
            else { throw APIProblem.notFound("account") }
            return try .json(try await credit.marketKey().sign(profile), status: .created)
        }
    }

    private var key: Operation {
        Operation(
            id: "getMarketKey", method: .get, path: "/v1/market-key", tag: "credit",
            summary: "The key that the market signs with, for everybody.",
            successes: [.init(status: .ok, description: "Ed25519.", schema: Schema.reference("MarketKey"))]
        ) { _ in try .json(MarketKeyResource(publicKey: try await credit.marketKey().publicKey)) }
    }

    static var schemas: [(name: String, schema: JSONValue)] {
        [
            ("CreditConsent", Schema.object(["given_at": Schema.time()])),
            ("MarketKey", Schema.object(["public_key": Schema.text(nil, "In base64.")])),
            (
                "SignedProfile",
                Schema.object([
                    "profile": Schema.text(nil, "JSON; the signature is over exactly these bytes."),
                    "signature": Schema.text(nil, "Ed25519 (RFC 8032), in base64."),
                    "public_key": Schema.text(nil, "In base64."),
                ])
            ),
        ]
    }
}
