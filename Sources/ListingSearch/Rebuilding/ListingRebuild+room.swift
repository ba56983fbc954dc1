import SearchIndex

extension ListingRebuild {
    /// Bytes of the index for a listing, where no index is there to measure: four times those of the demo market, whose
    /// descriptions are short.
    private static let bytesPerListing = 640

    /// About what a rebuild takes on the disk at its height: the new index in parts, and once more as a whole.
    ///
    /// - Parameter listings: how many are on sale.
    public static func neededBytes(in folder: GenerationFolder, listings: Int) throws -> Int {
        // A damaged pointer says nothing of the size.
        let live = (try? folder.current()).map { FileSystem.byteCount(of: folder.generation($0)) } ?? 0
        let index = live > 0 ? live + live / 4 : listings * bytesPerListing
        return 2 * index + (1 << 20)
    }

    /// - Throws: `IndexError.noRoom`.
    func requireRoom(_ listings: Int, taken: Int) throws {
        let needed = try Self.neededBytes(in: folder, listings: listings)
        try FileSystem.requireRoom(max(0, needed - taken), at: folder.path)
    }
}
