import Crypto
import Foundation
import MarketplaceWire

/// A row that may become a listing.
struct ImportRow: Hashable {
    /// As spreadsheets count: the headings are row 1.
    var number: Int
    /// What tells the row from all others, in this file and in the next version of it.
    var key: String
    var request: ListingRequest
}

/// Keys for rows whose file has no column `key`: what the row says, and which of several equal ones it is. So a row that
/// was mended after it was refused is a new one, and all others are known again.
struct RowKeys {
    private var seen: [String: Int] = [:]

    mutating func key(of cells: [String]) -> String {
        var hash = SHA256()
        for cell in cells {
            hash.update(data: Data("\(cell.utf8.count):".utf8))
            hash.update(data: Data(cell.utf8))
        }
        let digest = hash.finalize().prefix(16).map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }.joined()
        seen[digest, default: 0] += 1
        return "\(digest)-\(seen[digest, default: 0])"
    }
}
