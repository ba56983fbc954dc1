/// A number of listings, and the bytes of text in them.
public struct ListingUse: Hashable, Sendable {
    public var listingCount: Int
    public var byteCount: Int

    public static let none = ListingUse(listingCount: 0, byteCount: 0)

    public init(listingCount: Int, byteCount: Int) {
        self.listingCount = listingCount
        self.byteCount = byteCount
    }

    public static func + (left: ListingUse, right: ListingUse) -> ListingUse {
        ListingUse(
            listingCount: left.listingCount + right.listingCount, byteCount: left.byteCount + right.byteCount)
    }

    public static func - (left: ListingUse, right: ListingUse) -> ListingUse {
        ListingUse(
            listingCount: left.listingCount - right.listingCount, byteCount: left.byteCount - right.byteCount)
    }
}

extension ListingContent {
    /// The bytes of UTF-8 that its seller wrote: title, description and attributes.
    public var textByteCount: Int {
        attributes.reduce(title.utf8.count + description.utf8.count) { sum, attribute in
            sum + attribute.name.utf8.count + attribute.value.utf8.count
        }
    }
}
