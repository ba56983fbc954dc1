import Foundation
import SearchIndex

/// Where a page ended, as an opaque text: the last hit's score or value and its number, for one order of one query.
struct ListingCursor: Equatable {
    var sort: ListingSort
    var isRelaxed: Bool
    /// Whether it goes on in the answer to a corrected query.
    var isCorrected = false
    var after: Query.After

    private static let version: UInt8 = 1
    private static let byteCount = 27

    var encoded: String {
        var bytes: [UInt8] = [
            Self.version, UInt8(ListingSort.allCases.firstIndex(of: sort) ?? 0),
            (isRelaxed ? 1 : 0) | (isCorrected ? 2 : 0),
        ]
        for word in [after.score.bitPattern, UInt64(bitPattern: after.value), UInt64(bitPattern: after.key)] {
            for shift in stride(from: 0, to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return Data(bytes).base64EncodedString()
            .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
    }

    /// - Throws: `ListingSearchError.invalidCursor` where the text was not made for this order.
    init(_ text: String, sort: ListingSort) throws(ListingSearchError) {
        let plain = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        guard let data = Data(base64Encoded: plain), data.count == Self.byteCount else { throw .invalidCursor }
        let bytes = Array(data)
        guard bytes[0] == Self.version, ListingSort.allCases.indices.contains(Int(bytes[1])),
            ListingSort.allCases[Int(bytes[1])] == sort, bytes[2] <= 3
        else { throw .invalidCursor }
        let words = (0..<3).map { Self.word($0, of: bytes) }
        let score = Double(bitPattern: words[0])
        guard score.isFinite, score >= 0 else { throw .invalidCursor }
        self.sort = sort
        isRelaxed = bytes[2] & 1 != 0
        isCorrected = bytes[2] & 2 != 0
        after = Query.After(score: score, value: Int64(bitPattern: words[1]), key: Int64(bitPattern: words[2]))
    }

    private static func word(_ number: Int, of bytes: [UInt8]) -> UInt64 {
        var word: UInt64 = 0
        for place in (0..<8).reversed() { word = word << 8 | UInt64(bytes[3 + number * 8 + place]) }
        return word
    }

    init(sort: ListingSort, isRelaxed: Bool, isCorrected: Bool, after: Query.After) {
        self.sort = sort
        self.isCorrected = isCorrected
        self.isRelaxed = isRelaxed
        self.after = after
    }
}
