import Accounts
import ArgumentParser
import Catalog
import Foundation

/// What an operator sets about accounts.
struct AccountLimitOptions: ParsableArguments {
    @Option(help: "Sign-ups an hour, in all.")
    var signUps = SignUpThrottle.Limits().perMarketAndHour
    @Option(help: "Sign-ups an hour from one address, or one /64 of IPv6; three times as many a day.")
    var addressSignUps = SignUpThrottle.Limits().perAddressAndHour
    @Option(help: "Listings that a new account may have on sale; more with good ratings.")
    var quotaListings = QuotaRules().newListingCount
    @Option(help: "Bytes of text in them.")
    var quotaBytes = QuotaRules().newByteCount

    func validate() throws {
        try check("--sign-ups", signUps, SignUpThrottle.Limits.counts)
        try check("--address-sign-ups", addressSignUps, SignUpThrottle.Limits.counts)
        try check("--quota-listings", quotaListings, QuotaRules.newListingCounts)
        try check("--quota-bytes", quotaBytes, QuotaRules.newByteCounts)
    }

    private func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws {
        guard range.contains(value) else {
            throw ValidationError("\(name) is \(range.lowerBound) to \(range.upperBound), not \(value)")
        }
    }

    func serviceOptions(unlimited: Bool) -> AccountService.Options {
        var limits = SignUpThrottle.Limits()
        limits.perMarketAndHour = signUps
        limits.perAddressAndHour = addressSignUps
        limits.perAddressAndDay = addressSignUps * 3
        // Two share a core no faster than one after the other, and the first waits for the second.
        let cores = ProcessInfo.processInfo.activeProcessorCount
        return AccountService.Options(signUps: unlimited ? nil : limits, hashingWidth: min(2, cores))
    }

    var quotaRules: QuotaRules { QuotaRules(newListingCount: quotaListings, newByteCount: quotaBytes) }
}
