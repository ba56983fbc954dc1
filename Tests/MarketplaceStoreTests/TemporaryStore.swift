import Accounts
import Catalog
import Foundation
import MarketplaceStore

/// A store in a folder of its own, which goes with the value.
final class TemporaryStore: Sendable {
    let folder: URL
    let path: String
    let store: MarketplaceStore

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appendingPathComponent("market.sqlite").path
        store = try MarketplaceStore(path: path)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func file(_ name: String) -> String { folder.appendingPathComponent(name).path }

    func seller(_ name: String = "seller") async throws -> Account.ID {
        try await store.createAccount(username: name, displayName: name, passwordHash: "x", atMilliseconds: 1).id
    }
}

extension ListingContent {
    /// A plain listing to vary.
    static func sample(_ title: String = "纯棉连衣裙", priceMinor: Int64 = 12_900) -> ListingContent {
        ListingContent(
            title: title, description: "夏季新款\n包邮", categoryID: 1010,
            price: Money(amountMinor: priceMinor, currency: .cny), quantity: 3, region: "CN-ZJ",
            shipsTo: ["CN", "SG"], shippingFeeMinor: 0,
            attributes: [
                ListingAttribute(name: "品牌", value: "自制"), ListingAttribute(name: "颜色", value: "红\t色\n\\"),
            ])
    }
}
