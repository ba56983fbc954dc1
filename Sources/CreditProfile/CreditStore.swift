/// What is asked of whatever keeps the trades that a profile is made of.
public protocol CreditStore: Sendable {
    /// When the account has allowed profiles of itself, if it has and has not revoked that.
    func creditConsent(_ accountID: Int64) async throws -> Int64?
    /// Both are kept with their times for good.
    func giveCreditConsent(_ accountID: Int64, atMilliseconds: Int64) async throws
    func revokeCreditConsent(_ accountID: Int64, atMilliseconds: Int64) async throws

    /// What the account's ended sales add up to, as one snapshot; nil where there is no such account.
    func creditProfile(
        _ accountID: Int64, consentMilliseconds: Int64, issuedMilliseconds: Int64
    ) async throws -> CreditProfile?

    /// The market's key; made at the first call.
    func marketKey() async throws -> MarketKey
}
