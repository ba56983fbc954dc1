import SearchIndex
import TextAnalysis

/// Quantities that are equal: 500ml, 500毫升 and 0.5L.
enum Measures {
    /// A unit: its names, and how many of the smallest of its kind it is.
    private struct Measure {
        var names: [String]
        var size: Double
    }

    /// Kinds of units; names of letters as the analyser leaves them.
    private static let kinds: [[Measure]] = [
        [
            Measure(names: ["mg", "毫克"], size: 0.001), Measure(names: ["g", "克", "gram"], size: 1),
            Measure(names: ["两"], size: 50), Measure(names: ["斤", "市斤"], size: 500),
            Measure(names: ["kg", "公斤", "千克"], size: 1_000), Measure(names: ["lb", "磅"], size: 453.592),
            Measure(names: ["oz", "盎司"], size: 28.3495), Measure(names: ["吨", "ton"], size: 1_000_000),
        ],
        [
            Measure(names: ["ml", "毫升", "cc"], size: 1), Measure(names: ["cl"], size: 10),
            Measure(names: ["l", "升", "公升", "liter", "litr"], size: 1_000),
        ],
        [
            Measure(names: ["mm", "毫米"], size: 1), Measure(names: ["cm", "厘米", "公分"], size: 10),
            Measure(names: ["m", "米", "meter", "metr"], size: 1_000),
            Measure(names: ["inch", "in", "英寸", "寸", "吋"], size: 25.4),
            Measure(names: ["ft", "feet", "foot", "英尺"], size: 304.8), Measure(names: ["尺"], size: 333.333),
        ],
        [
            Measure(names: ["mb"], size: 1), Measure(names: ["gb", "g"], size: 1_024),
            Measure(names: ["tb", "t"], size: 1_048_576),
        ],
        [Measure(names: ["mah", "毫安", "毫安时"], size: 1), Measure(names: ["ah", "安时"], size: 1_000)],
        [Measure(names: ["w", "瓦"], size: 1), Measure(names: ["kw", "千瓦"], size: 1_000)],
        [Measure(names: ["v", "伏"], size: 1)],
    ]

    private static let longestName = 3

    /// By name: the kinds that know it, and its size there.
    private static let byName: [String: [(kind: Int, size: Double)]] = {
        var found: [String: [(kind: Int, size: Double)]] = [:]
        for (kind, measures) in kinds.enumerated() {
            for measure in measures {
                for name in measure.names { found[name, default: []].append((kind, measure.size)) }
            }
        }
        return found
    }()

    struct Quantity {
        /// In units of the query.
        var length: Int
        /// The other ways of saying it.
        var forms: [Query.Form]
        /// What a listing holds that says it as the query does; nil: the units' pieces.
        var own: [Query.Form.Piece]?
    }

    /// A number and a unit at a place.
    static func quantity(at place: Int, of query: QueryUnits) -> Quantity? {
        for writing in query.writings(at: place) {
            guard !writing.isJoined, let (digits, name) = writing.parts else { continue }
            if name.isEmpty {
                if let found = quantity(digits, writing.range, of: query, isWriting: true) { return found }
            } else if let known = byName[name], let number = value(Array(digits.utf8)) {
                let own = Query.Form.Piece(Array(writing.text.utf8), channel: TokenKind.writing.channel)
                return Quantity(length: writing.range.count, forms: forms(of: number, known), own: [own])
            }
        }
        guard !query.units[place].isHan else { return nil }
        let digits = String(decoding: query.units[place].bytes, as: UTF8.self)
        return quantity(digits, place..<place + 1, of: query, isWriting: false)
    }

    /// A number that stands in a range of units, and the unit of measure behind it.
    private static func quantity(
        _ digits: String, _ range: Range<Int>, of query: QueryUnits, isWriting: Bool
    ) -> Quantity? {
        guard let number = value(Array(digits.utf8)) else { return nil }
        let rest = query.units[range.upperBound...]
        for length in (1...longestName).reversed() where rest.count >= length {
            let units = rest.prefix(length)
            let name = String(decoding: units.flatMap(\.bytes), as: UTF8.self)
            guard length == 1 || units.allSatisfy(\.isHan), let known = byName[name],
                !isPreposition(name, rest.dropFirst(length).first)
            else { continue }
            let end = range.upperBound + length
            var own = units.allSatisfy(\.isHan) ? hanPieces(digits, name) : nil
            if isWriting {
                let piece = Query.Form.Piece(Array(digits.utf8), channel: TokenKind.writing.channel)
                own = [piece] + query.pieces(range.upperBound..<end)
            }
            return Quantity(length: end - range.lowerBound, forms: forms(of: number, known), own: own)
        }
        return nil
    }

    /// The in of 2 in 1.
    private static func isPreposition(_ name: String, _ next: QueryUnits.Unit?) -> Bool {
        name == "in" && next?.bytes.first.map { (0x30...0x39).contains($0) } == true
    }

    private static func forms(of number: Double, _ known: [(kind: Int, size: Double)]) -> [Query.Form] {
        let all = known.flatMap { forms(of: number * $0.size, kind: $0.kind) }
        return Array(all.prefix(Query.Term.maximumForms - 2))
    }

    private static func value(_ bytes: [UInt8]) -> Double? {
        guard bytes.count <= 9, bytes.first.map({ $0 >= 0x30 && $0 <= 0x39 }) ?? false else { return nil }
        return Double(String(decoding: bytes, as: UTF8.self))
    }

    /// A quantity in every unit in which it is a plain number.
    private static func forms(of quantity: Double, kind: Int) -> [Query.Form] {
        kinds[kind].flatMap { measure -> [Query.Form] in
            guard let number = plain(quantity / measure.size) else { return [] }
            return measure.names.flatMap { name -> [Query.Form] in
                guard name.utf8.first.map({ $0 >= 0x80 }) ?? false else {
                    // Written together; or apart, where the unit may belong to another number.
                    let together = Query.Form.Piece(Array((number + name).utf8), channel: TokenKind.compound.channel)
                    let digits = Query.Form.Piece(Array(number.utf8), channel: TokenKind.word.channel)
                    let unit = Query.Form.Piece(Array(name.utf8), channel: TokenKind.word.channel)
                    return [Query.Form([together]), Query.Form([digits, unit], share: 0.6)]
                }
                return [Query.Form(hanPieces(number, name))]
            }
        }
    }

    /// A number and a unit in Han that stand together: the analyser's quantity of the first two characters, and pairs for
    /// what follows.
    private static func hanPieces(_ number: String, _ name: String) -> [Query.Form.Piece] {
        let characters = Array(name)
        let quantity = Query.Form.Piece(
            Array((number + String(characters.prefix(2))).utf8), channel: TokenKind.quantity.channel)
        return [quantity]
            + zip(characters.dropFirst(), characters.dropFirst(2)).map {
                Query.Form.Piece(Array("\($0)\($1)".utf8), channel: TokenKind.hanPair.channel)
            }
    }

    /// A number as people write it: whole, or with at most two decimals; nil where it would need more.
    private static func plain(_ value: Double) -> String? {
        guard value >= 0.01, value <= 999_999 else { return nil }
        let hundredths = (value * 100).rounded()
        guard abs(hundredths - value * 100) < 0.001 * max(1, value) else { return nil }
        let whole = Int(hundredths)
        guard whole % 100 != 0 else { return "\(whole / 100)" }
        let decimals = whole % 100
        let digits = decimals % 10 == 0 ? "\(decimals / 10)" : (decimals < 10 ? "0\(decimals)" : "\(decimals)")
        return "\(whole / 100).\(digits)"
    }
}
