import Catalog

extension ListingQuery {
    /// A number for what is asked for, the same in every process: pages of one query have it in common, however long they
    /// are and whatever they show.
    ///
    /// By the hash of Fowler, Noll and Vo (FNV-1a).
    var fingerprint: UInt64 {
        let parts: [String] =
            [
                text, categoryID.map { "\($0)" } ?? "", minPriceMinor.map { "\($0)" } ?? "",
                maxPriceMinor.map { "\($0)" } ?? "", region ?? "", shipsTo ?? "", sellerID.map { "\($0)" } ?? "",
                currency?.code ?? "", sort.rawValue, corrects ? "" : "as typed",
            ] + conditions.map(\.rawValue).sorted() + [""] + attributes.map(\.key).sorted()
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for part in parts {
            // No byte of UTF-8 parts what stands side by side.
            for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        }
        return hash
    }
}
