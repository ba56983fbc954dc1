import CreditProfile
import Foundation
import HTTPTypes
import Testing

@testable import MarketplaceAPI

@Suite struct `A credit profile` {
    @Test func `is signed on consent, holds what was completed, and is checked without asking anybody`() async throws {
        let market = try await Market(provider: ScriptedProvider())
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            for _ in 0..<2 {
                let order = try await client.buy(try await client.list("货", token: seller), token: buyer)
                _ = try await client.act("pay", order, token: buyer)
                _ = try await client.act("ship", order, Client.shipment, token: seller)
                _ = try await client.act("confirm", order, token: buyer)
            }
            let open = try await client.buy(try await client.list("货", token: seller), token: buyer)
            _ = try await client.act("cancel", open, ["reason": "不要了"], token: buyer)
            #expect(try await client.send(.post, "/v1/me/credit-exports", token: seller).status == 403)
            #expect(try await client.send(.put, "/v1/me/credit-consent", token: seller).status == 200)
            let answer = try await client.send(.post, "/v1/me/credit-exports", token: seller)
            #expect(answer.status == 201, "\(answer.text)")
            let signed = try JSONDecoder().decode(SignedProfile.self, from: Data(answer.text.utf8))
            let key = try await client.send(.get, "/v1/market-key").json["public_key"] as? String
            let profile = try signed.verified(by: key)
            #expect(profile.sales.map(\.grossMinor) == [2_500])
            #expect(profile.sales.map(\.distinctBuyers) == [1])
            #expect(profile.endedOtherwise == ["cancelled": 1])
            #expect(profile.ratingLogLength == 2)

            var changed = signed
            changed.profile = signed.profile.replacing("2500", with: "9500")
            #expect(throws: SignatureFault.notGenuine) { try changed.verified() }
            #expect(throws: SignatureFault.otherKey(signed.publicKey)) { try signed.verified(by: "other") }

            #expect(try await client.send(.delete, "/v1/me/credit-consent", token: seller).status == 204)
            #expect(try await client.send(.post, "/v1/me/credit-exports", token: seller).status == 403)
            #expect(throws: Never.self) { try signed.verified(by: key) }
        }
    }
}
