import Catalog
import Foundation
import SearchIndex

/// Where a page ended, as an opaque text, for one order of one query.
///
/// It names the point in time that the first page was cut from (`PointsInTime`), and a place there. The first hits by
/// relevance are arranged (`ListingHead`): there the last hit and its place among them are named. What follows stands in the
/// engine's order: there the last hit's score or value and its number are.
struct ListingCursor: Equatable {
    enum Place: Equatable {
        case head(Head)
        case behind(Query.After)
    }

    struct Head: Equatable {
        /// The last hit; where it is gone by now, the page goes on at the place.
        var key: Int64
        /// So many hits of the head have been shown.
        var place: Int
        /// Whether the head is the wide one.
        var isWide: Bool
        /// The time by which the first page was ranked.
        var nowMilliseconds: Int64
    }

    var sort: ListingSort
    var isRelaxed: Bool
    /// What was searched instead of what was typed, if it goes on in that.
    var correction: String?
    /// Whether the signs of what was typed mean nothing.
    var isLiteral = false
    var place: Place
    /// The currency that prices are compared in.
    var priceCurrency: Currency?
    /// What the query asks for (`ListingQuery.fingerprint`): a page goes on in the same one alone.
    var fingerprint: UInt64
    /// The point in time; where it is forgotten, the place is looked for in the market as it is.
    var point: UInt64

    private static let version: UInt8 = 6
    /// Without the correction.
    private static let byteCount = 46
    private static let currencyOffset = 43
    private static let longestCorrection = 2_000
    private static let relaxedBit: UInt8 = 1
    private static let correctedBit: UInt8 = 2
    private static let headBit: UInt8 = 4
    private static let wideBit: UInt8 = 8
    private static let literalBit: UInt8 = 16
    private static let behindBit: UInt8 = 32

    var encoded: String {
        var flags: UInt8 = (isRelaxed ? Self.relaxedBit : 0) | (correction == nil ? 0 : Self.correctedBit)
        if isLiteral { flags |= Self.literalBit }
        var words: [UInt64]
        switch place {
        case .head(let head):
            flags |= Self.headBit | (head.isWide ? Self.wideBit : 0)
            words = [UInt64(head.place), UInt64(bitPattern: head.nowMilliseconds), UInt64(bitPattern: head.key)]
        case .behind(let after):
            if after.isBehind { flags |= Self.behindBit }
            words = [after.score.bitPattern, UInt64(bitPattern: after.value), UInt64(bitPattern: after.key)]
        }
        words += [point, fingerprint]
        var bytes: [UInt8] = [Self.version, UInt8(ListingSort.allCases.firstIndex(of: sort) ?? 0), flags]
        for word in words {
            for shift in stride(from: 0, to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        bytes += priceCurrency?.code.utf8.map { $0 } ?? [0, 0, 0]
        bytes += (correction ?? "").utf8
        // As RFC 4648 has it for URLs, without padding.
        let encoded = Data(bytes).base64EncodedData().compactMap { byte in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            case UInt8(ascii: "="): nil
            default: byte
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// - Throws: `ListingSearchError.invalidCursor` where the text was not made for this order.
    init(_ text: String, sort: ListingSort) throws(ListingSearchError) {
        let plain = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: plain + padding),
            (Self.byteCount...Self.byteCount + Self.longestCorrection).contains(data.count)
        else { throw .invalidCursor }
        let bytes = Array(data)
        guard bytes[0] == Self.version, ListingSort.allCases.indices.contains(Int(bytes[1])),
            ListingSort.allCases[Int(bytes[1])] == sort, bytes[2] < 64
        else { throw .invalidCursor }
        let words = (0..<5).map { Self.word($0, of: bytes) }
        self.sort = sort
        isRelaxed = bytes[2] & Self.relaxedBit != 0
        isLiteral = bytes[2] & Self.literalBit != 0
        point = words[3]
        fingerprint = words[4]
        let code = bytes[Self.currencyOffset..<Self.byteCount]
        if code.contains(where: { $0 != 0 }) {
            guard let currency = Currency(code: String(decoding: code, as: UTF8.self)) else { throw .invalidCursor }
            priceCurrency = currency
        }
        let text = bytes[Self.byteCount...]
        guard text.isEmpty == (bytes[2] & Self.correctedBit == 0) else { throw .invalidCursor }
        if !text.isEmpty {
            guard let correction = String(validating: text, as: UTF8.self) else { throw .invalidCursor }
            self.correction = correction
        }
        guard bytes[2] & Self.headBit != 0 else {
            let score = Double(bitPattern: words[0])
            guard score.isFinite, score >= 0, bytes[2] & Self.wideBit == 0 else { throw .invalidCursor }
            place = .behind(
                Query.After(
                    score: score, value: Int64(bitPattern: words[1]), key: Int64(bitPattern: words[2]),
                    isBehind: bytes[2] & Self.behindBit != 0))
            return
        }
        guard words[0] <= UInt64(Query.maximumLimit), sort == .relevance, bytes[2] & Self.behindBit == 0 else {
            throw .invalidCursor
        }
        place = .head(
            Head(
                key: Int64(bitPattern: words[2]), place: Int(words[0]), isWide: bytes[2] & Self.wideBit != 0,
                nowMilliseconds: Int64(bitPattern: words[1])))
    }

    private static func word(_ number: Int, of bytes: [UInt8]) -> UInt64 {
        var word: UInt64 = 0
        for place in (0..<8).reversed() { word = word << 8 | UInt64(bytes[3 + number * 8 + place]) }
        return word
    }

    init(
        sort: ListingSort, isRelaxed: Bool, correction: String?, isLiteral: Bool = false,
        priceCurrency: Currency? = nil, place: Place, fingerprint: UInt64 = 0,
        point: UInt64
    ) {
        self.fingerprint = fingerprint
        self.priceCurrency = priceCurrency
        self.sort = sort
        self.correction = correction
        self.isLiteral = isLiteral
        self.isRelaxed = isRelaxed
        self.place = place
        self.point = point
    }
}
