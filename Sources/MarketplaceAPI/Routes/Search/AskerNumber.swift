/// Makes a number of a client's address, so that it can be counted how many different people ask for the same, while the
/// address goes no further than this.
///
/// The number is a hash with a salt that lives in memory alone, as long as the process does: nobody can reckon it from an
/// address, nor an address from it.
struct AskerNumber: Sendable {
    private let salt = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))

    /// All addresses that one customer may be given have one number: an IPv4 address, the /48 of an IPv6 address. Nil where
    /// the address is not known.
    func of(_ address: ClientAddress) -> UInt64? {
        guard address != .unknown else { return nil }
        var hasher = Hasher()
        hasher.combine(salt.0)
        hasher.combine(salt.1)
        hasher.combine(address.networkKey ?? address.rateKey)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}
