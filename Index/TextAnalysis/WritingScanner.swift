/// Finds what people write in several ways, and gives it one form: a number with its digit groups (20,000), a decimal comma
/// (1,5), a fraction (1/2), sides (60×90, 60 x 90 cm), inches and feet (27", 6'), a number below nought (-20℃), a counted
/// thing with its number in Han characters (三件套), a word that a sign belongs to (c++, s10+, .net).
///
/// It works on folded text, and knows no unit of measure but those that stand for a sign.
struct WritingScanner {
    struct Writing: Equatable {
        /// The units of the text that it stands for.
        var range: Range<Int>
        /// Its one form.
        var text: String
    }

    let units: [UInt16]

    // MARK: Numbers

    private struct Number {
        var end: Int
        /// In digits alone, perhaps with a point.
        var text: String
        /// Whether it was written otherwise.
        var isOther = false

        /// Without noughts behind the point that say nothing.
        var plain: String {
            guard text.contains(".") else { return text }
            let cut = text.reversed().drop { $0 == "0" }
            return String((cut.first == "." ? cut.dropFirst() : cut).reversed())
        }
    }

    /// What begins with the number at a place.
    func writings(ofNumberAt start: Int) -> [Writing] {
        // A part of a number that began before.
        if let before = unit(start - 1), before == Sign.comma || before == Sign.point, isDigit(start - 2) { return [] }
        guard let number = number(at: start) else { return [] }
        var found: [Writing] = []
        if number.isOther { found.append(Writing(range: start..<number.end, text: number.text)) }
        if let sides = sides(number, from: start) {
            found.append(sides)
        } else if let (name, end) = lengthSign(at: number.end) {
            found.append(Writing(range: start..<end, text: number.plain + name))
        }
        if let below = below(number, from: start) { found.append(below) }
        return found
    }

    private func number(at start: Int) -> Number? {
        let end = pastDigits(start)
        guard end > start, end - start <= Self.longestNumber else { return nil }
        if let other = fraction(start, end) ?? productCode(start, end) { return other }
        var number = grouped(start, end) ?? Number(end: end, text: text(start..<end))
        if unit(number.end) == Sign.point, isDigit(number.end + 1) {
            let past = pastDigits(number.end + 1)
            // 1.2.3 is a version.
            guard !(unit(past) == Sign.point && isDigit(past + 1)) else { return nil }
            number.text += text(number.end..<past)
            number.end = past
        } else if !number.isOther, let decimal = decimalComma(start, end) {
            number = decimal
        }
        return number
    }

    /// 20,000, 20 000 or 20'000. Where spaces part them, the last group has to end with two noughts: 15 128 are two numbers.
    private func grouped(_ start: Int, _ firstEnd: Int) -> Number? {
        guard firstEnd - start <= 3, units[start] != Sign.nought, let separator = unit(firstEnd),
            separator == Sign.comma || separator == Sign.space || Sign.feet.contains(separator)
        else { return nil }
        var digits = text(start..<firstEnd)
        var end = firstEnd
        while unit(end) == separator, pastDigits(end + 1) == end + 4 {
            // A longer row is no number, and each group of it would be read to the end again.
            guard digits.count + 3 <= Self.longestNumber else { return nil }
            digits += text(end + 1..<end + 4)
            end += 4
        }
        let goesOn = unit(end) == separator && isDigit(end + 1) && separator != Sign.space
        guard end > firstEnd, !goesOn, separator != Sign.space || digits.hasSuffix("00") else { return nil }
        return Number(end: end, text: digits, isOther: true)
    }

    /// A number of goods in groups (4 006381 333931): of eight, twelve or thirteen digits, the last of which proves the others
    /// (GS1's check digit).
    private func productCode(_ start: Int, _ firstEnd: Int) -> Number? {
        var digits = text(start..<firstEnd)
        var end = firstEnd
        while unit(end) == Sign.space, isDigit(end + 1), digits.count < Self.longestCode {
            let past = pastDigits(end + 1)
            digits += text(end + 1..<past)
            end = past
        }
        guard end > firstEnd, [8, 12, 13].contains(digits.count) else { return nil }
        let sum = digits.utf8.reversed().enumerated().reduce(0) {
            $0 + Int($1.element - 0x30) * ($1.offset % 2 == 0 ? 1 : 3)
        }
        return sum % 10 == 0 ? Number(end: end, text: digits, isOther: true) : nil
    }

    /// 1,5 and 0,75; but 1,2,3 are three numbers.
    private func decimalComma(_ start: Int, _ end: Int) -> Number? {
        guard unit(end) == Sign.comma, unit(start - 1) != Sign.comma else { return nil }
        let past = pastDigits(end + 1)
        guard (1...2).contains(past - end - 1) else { return nil }
        if unit(past) == Sign.comma || unit(past) == Sign.point, isDigit(past + 1) { return nil }
        return Number(end: past, text: text(start..<end) + "." + text(end + 1..<past), isOther: true)
    }

    /// 1/2, 3/8: halves, thirds, quarters, eighths and finer ones of an inch.
    private func fraction(_ start: Int, _ end: Int) -> Number? {
        guard let slash = unit(end), Sign.slashes.contains(slash) else { return nil }
        let past = pastDigits(end + 1)
        guard let above = Int(text(start..<end)), let below = Int(text(end + 1..<past)), above > 0, above < below,
            [2, 3, 4, 8, 16, 32, 64].contains(below)
        else { return nil }
        let thousandths = (above * 10_000 + below / 2) / below
        let digits = String(String(10_000 + thousandths).dropFirst())
        let number = Number(end: past, text: "0." + digits, isOther: true)
        return Number(end: past, text: number.plain, isOther: true)
    }

    // MARK: Sides, signs, below nought

    /// Two to four numbers with a sign of multiplication between them; each may have a unit of length.
    private func sides(_ first: Number, from start: Int) -> Writing? {
        var text = first.plain
        var end = first.end
        var count = 1
        while count < Self.mostSides, let next = nextSide(end) {
            text += "x" + next.plain
            end = next.end
            count += 1
        }
        return count > 1 ? Writing(range: start..<end, text: text) : nil
    }

    private func nextSide(_ end: Int) -> Number? {
        for place in [end] + pastUnits(end) {
            let sign = pastSpace(place)
            guard let times = unit(sign), Sign.times.contains(times) else { continue }
            let next = pastSpace(sign + 1)
            if isDigit(next) { return number(at: next) }
        }
        return nil
    }

    /// Past a unit of length, or the signs of feet and inches.
    private func pastUnits(_ end: Int) -> [Int] {
        if let (_, past) = lengthSign(at: end) { return [past] }
        if let sign = unit(end), Sign.feet.contains(sign) { return [end + 1] }
        let place = pastSpace(end)
        return Self.lengths.filter { units[min(place, units.count)...].starts(with: $0) }.map { place + $0.count }
    }

    private func lengthSign(at end: Int) -> (name: String, end: Int)? {
        guard let sign = unit(end) else { return nil }
        if Sign.inches.contains(sign) { return ("inch", end + 1) }
        guard Sign.feet.contains(sign) else { return nil }
        if let second = unit(end + 1), Sign.feet.contains(second) { return ("inch", end + 2) }
        // The s of 60's.
        let next = end + 1 < units.count ? CharacterClass.of(units[end + 1]) : .separator
        return next == .separator ? ("ft", end + 1) : nil
    }

    private func below(_ number: Number, from start: Int) -> Writing? {
        let degrees = degrees(at: number.end)
        if start >= 2, units[start - 2..<start].elementsEqual(Sign.belowNought), let degrees {
            return Writing(range: start..<degrees.end, text: "-" + number.plain + degrees.name)
        }
        guard let minus = unit(start - 1), Sign.minus.contains(minus) else { return nil }
        if let before = unit(start - 2), before != Sign.space, before != Sign.open { return nil }
        return Writing(
            range: start - 1..<(degrees?.end ?? number.end), text: "-" + number.plain + (degrees?.name ?? ""))
    }

    /// ℃ (folded: °c), ° c, 度, c.
    private func degrees(at end: Int) -> (name: String, end: Int)? {
        var place = pastSpace(end)
        if unit(place) == Sign.hanDegree { return ("c", place + 1) }
        if unit(place) == Sign.degree { place = pastSpace(place + 1) }
        guard let letter = unit(place), letter == 0x63 || letter == 0x66 else { return nil }
        let next = place + 1 < units.count ? CharacterClass.of(units[place + 1]) : .separator
        return next == .letter || next == .digit ? nil : (letter == 0x63 ? "c" : "f", place + 1)
    }

    // MARK: Signs of words

    /// Whether a sign stands at either end of a word; mostly none does.
    @inline(__always)
    func mayHaveSign(_ range: Range<Int>) -> Bool {
        let next = unit(range.upperBound)
        return next == Sign.plus || next == Sign.sharp || unit(range.lowerBound - 1) == Sign.point
    }

    /// c++, c#, s10+ for the letters and digits of a range; .net where a point stands before them.
    func writing(ofWord range: Range<Int>, text: String) -> Writing? {
        var end = range.upperBound
        while end < range.upperBound + 2, unit(end) == Sign.plus { end += 1 }
        if end == range.upperBound, unit(end) == Sign.sharp, range.count <= 2, !isDigit(range.upperBound - 1) {
            end += 1
        }
        if end > range.upperBound, range.count <= Self.longestSigned {
            let next = end < units.count ? CharacterClass.of(units[end]) : .separator
            guard next == .separator || next == .han, unit(end) != Sign.plus else { return nil }
            let signs = self.text(range.upperBound..<end)
            return Writing(range: range.lowerBound..<end, text: text + signs)
        }
        guard unit(range.lowerBound - 1) == Sign.point, !isDigit(range.lowerBound),
            unit(range.lowerBound - 2).map({ $0 == Sign.space || $0 == Sign.open }) ?? true,
            (2...5).contains(range.count)
        else { return nil }
        return Writing(range: range.lowerBound - 1..<range.upperBound, text: "." + text)
    }

    // MARK: Counted things

    /// 三件套 is 3件套, 十二只 is 12只, 半斤 is 0.5斤: a number in Han characters and what it counts. The longer one last.
    func writings(ofHanAt start: Int, end: Int) -> [Writing] {
        guard let first = unit(start), HanNumber.isDigit(first),
            unit(start - 1).map({ !HanNumber.isDigit($0) }) ?? true,
            let (number, past) = HanNumber.read(units[start..<end]), past < end, CountedThing.isCounter(units[past])
        else { return [] }
        var found = [Writing(range: start..<past + 1, text: number + text(past..<past + 1))]
        if past + 1 < end, CountedThing.isSet(units[past + 1]) {
            found.append(Writing(range: start..<past + 2, text: number + text(past..<past + 2)))
        }
        return found
    }

    // MARK: Units

    private static let longestNumber = 12
    private static let longestCode = 13
    private static let longestSigned = 12
    private static let mostSides = 4
    /// Longer ones first.
    private static let lengths = ["inches", "inch", "mm", "cm", "km", "ft", "in", "m"].map { Array($0.utf16) }

    private enum Sign {
        static let nought = UInt16(0x30)
        static let comma = UInt16(0x2C)
        static let point = UInt16(0x2E)
        static let space = UInt16(0x20)
        static let open = UInt16(0x28)
        static let plus = UInt16(0x2B)
        static let sharp = UInt16(0x23)
        static let degree = UInt16(0xB0)
        static let hanDegree = UInt16(0x5EA6)
        static let belowNought: [UInt16] = [0x96F6, 0x4E0B]
        static let minus: [UInt16] = [0x2D, 0x2212]
        static let slashes: [UInt16] = [0x2F, 0x2044]
        /// x × * ✕ ✖ х 乘
        static let times: [UInt16] = [0x78, 0xD7, 0x2A, 0x2715, 0x2716, 0x445, 0x4E58]
        static let inches: [UInt16] = [0x22, 0x201D, 0x2033]
        static let feet: [UInt16] = [0x27, 0x2019, 0x2032]
    }

    @inline(__always)
    private func unit(_ place: Int) -> UInt16? { units.indices.contains(place) ? units[place] : nil }

    @inline(__always)
    private func isDigit(_ place: Int) -> Bool { unit(place).map { (0x30...0x39).contains($0) } ?? false }

    private func pastDigits(_ start: Int) -> Int {
        var place = start
        while isDigit(place) { place += 1 }
        return place
    }

    private func pastSpace(_ place: Int) -> Int { unit(place) == Sign.space ? place + 1 : place }

    private func text(_ range: Range<Int>) -> String { String(decoding: units[range], as: UTF16.self) }
}

/// Numbers in Han characters, up to the thousands.
enum HanNumber {
    private static let digits: [UInt16: Int] = Dictionary(
        uniqueKeysWithValues: zip("零一二三四五六七八九".utf16, 0...9).map { ($0, $1) } + [("〇".utf16.first ?? 0, 0)])
    private static let places: [UInt16: Int] = Dictionary(uniqueKeysWithValues: zip("十百千".utf16, [10, 100, 1_000]))
    /// 两 is two at the beginning alone; behind a number it is a weight.
    private static let pair = "两".utf16.first ?? 0
    private static let half = "半".utf16.first ?? 0

    /// By UTF-16 unit: every Han character of a text is looked up.
    private static let isOne: [Bool] = {
        var table = [Bool](repeating: false, count: 0x10000)
        for unit in Array(digits.keys) + Array(places.keys) + [pair, half] { table[Int(unit)] = true }
        return table
    }()

    @inline(__always)
    static func isDigit(_ unit: UInt16) -> Bool { isOne[Int(unit)] }

    /// The number that a text begins with, in digits, and where it ends; nil where it is none.
    static func read(_ units: ArraySlice<UInt16>) -> (number: String, end: Int)? {
        guard let first = units.first else { return nil }
        var place = units.startIndex + 1
        if first == half { return ("0.5", place) }
        var sum = 0
        var digit: Int?
        if first == pair {
            digit = 2
        } else if let known = digits[first] {
            digit = known
        } else if first == "十".utf16.first {
            sum = 10
        } else {
            return nil
        }
        while place < units.endIndex {
            if let value = places[units[place]] {
                guard let known = digit, known > 0 else { return nil }
                sum += known * value
                digit = nil
            } else if let known = digits[units[place]] {
                // 一二三 are digits in a row, and no number.
                guard digit == nil || digit == 0 else { return nil }
                digit = known
            } else {
                break
            }
            place += 1
        }
        return ("\(sum + (digit ?? 0))", place)
    }
}

/// What numbers count in Chinese.
public enum CountedThing {
    private static let counters = Set("件只个条双片支枝把张瓶盒包袋箱罐桶卷层代抽号人位座门格孔节段块颗粒枚朵束串对副套组斤两克升米尺寸度码岁年月天色头轮盏台本册杯碗壶锅口".utf16)
    /// Behind a counter: so many together.
    private static let sets = Set("套装组".utf16)

    static func isCounter(_ unit: UInt16) -> Bool { counters.contains(unit) }

    static func isSet(_ unit: UInt16) -> Bool { sets.contains(unit) }

    /// Whether the characters behind a number say what it counts, and no more.
    public static func isWhole(_ characters: String) -> Bool {
        let units = Array(characters.utf16)
        switch units.count {
        case 1: return isCounter(units[0])
        case 2: return isCounter(units[0]) && isSet(units[1])
        default: return false
        }
    }
}
