import CICU
import Foundation

/// What code page a text is in that is no UTF-8.
enum CodePage {
    /// Reads bytes as GB18030, where that is plausible and ICU's detector thinks of no other code page of East Asia first.
    /// - Throws: `CSVError` that says what the bytes look like.
    static func gb18030(_ bytes: [UInt8]) throws(CSVError) -> String {
        let detected = detect(bytes)
        let pairs = BytePairs(bytes)
        let text = String(data: Data(bytes), encoding: String.Encoding(rawValue: 0x8000_0632))
        if let text, !pairs.areHangul, Reading(text).isChinese, isFirst("GB18030", of: detected) { return text }
        throw CSVError(refusal(bytes, pairs, detected, isDecodable: text != nil))
    }

    static func damagedUTF8(_ bytes: [UInt8]) -> String {
        "the file is UTF-8 with bytes that are none, in line \(firstDamagedLine(bytes)); save it as UTF-8 again"
    }

    // MARK: What it looks like

    private static func refusal(
        _ bytes: [UInt8], _ pairs: BytePairs, _ detected: [Detected], isDecodable: Bool
    ) -> String {
        if isNearlyUTF8(bytes) { return damagedUTF8(bytes) }
        if pairs.areHangul { return sentence("EUC-KR", iconv: "EUC-KR") }
        if pairs.areBig5 { return sentence("Big5", iconv: "BIG5") }
        if pairs.areKana { return sentence("EUC-JP", iconv: "EUC-JP") }
        let likeliest = detected.first { $0.confidence >= leastConfidence && !$0.name.hasPrefix("UTF-") }
        switch likeliest?.name {
        case "ISO-8859-1", "windows-1252": return sentence("Windows-1252", iconv: "WINDOWS-1252")
        case "GB18030": break
        case let name?: return sentence(name, iconv: name.uppercased())
        case nil: break
        }
        guard isDecodable else { return sentence(nil, iconv: "CODEPAGE") }
        return
            "the file is not UTF-8, and too little of it reads as Chinese to take it for GB18030; save it as 'CSV UTF-8', "
            + "or, if it is GB18030, convert it: iconv -f GB18030 -t UTF-8 FILE > NEW"
    }

    private static func sentence(_ name: String?, iconv: String) -> String {
        let look = name.map { "it looks like \($0)" } ?? "its code page is not known"
        return
            "the file is not UTF-8; \(look). Save it as 'CSV UTF-8', or convert it: iconv -f \(iconv) -t UTF-8 FILE > NEW"
    }

    /// Below this ICU has hardly looked at anything.
    private static let leastConfidence: Int32 = 20

    private static func isNearlyUTF8(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        let wrong = text.unicodeScalars.count { $0 == "\u{FFFD}" }
        let right = text.unicodeScalars.count { $0.value > 0x7F && $0 != "\u{FFFD}" }
        return right > 9 * wrong
    }

    private static func firstDamagedLine(_ bytes: [UInt8]) -> Int {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
    }
}

// MARK: - ICU's detector

extension CodePage {
    struct Detected: Hashable {
        var name: String
        /// 0 to 100.
        var confidence: Int32
    }

    /// ICU looks at so many bytes.
    private static let looked = 8_000

    /// The code pages that ICU's detector thinks of, the likeliest first.
    static func detect(_ bytes: [UInt8]) -> [Detected] {
        // Only of lines that say something of the code page.
        var sample: [UInt8] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) where line.contains(where: { $0 > 0x7F }) {
            sample += line + [UInt8(ascii: "\n")]
            if sample.count >= looked { break }
        }
        var found = [sesame_charset](repeating: sesame_charset(), count: 32)
        let count = unsafe sample.withUnsafeBufferPointer { text in
            unsafe text.withMemoryRebound(to: CChar.self) { text in
                unsafe found.withUnsafeMutableBufferPointer { found in
                    unsafe sesame_detect_charsets(
                        text.baseAddress, Int32(text.count), found.baseAddress, Int32(found.count))
                }
            }
        }
        return found.prefix(Int(max(0, count))).map { charset in
            var name = charset.name
            let text = unsafe withUnsafeBytes(of: &name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            return Detected(name: text, confidence: charset.confidence)
        }
    }

    private static let eastAsian: Set<String> = ["Big5", "EUC-JP", "EUC-KR", "Shift_JIS", "GB18030"]

    /// Whether ICU thinks of no other code page of East Asia before this one. What it says of those with one byte a
    /// character is no better than a guess where a file is short.
    private static func isFirst(_ name: String, of detected: [Detected]) -> Bool {
        guard let own = detected.first(where: { $0.name == name })?.confidence else { return false }
        return detected.allSatisfy { !eastAsian.contains($0.name) || $0.confidence <= own }
    }
}

// MARK: - Plausibility

/// How Chinese a text is.
private struct Reading {
    private var judged = 0
    private var frequent = 0
    private var kana = 0
    private var isStrange = false

    private static let fewest = 4
    private static let few = 12
    private static let leastShare = 0.6
    private static let leastShareOfFew = 0.7
    private static let mostKana = 0.2

    init(_ text: String) {
        for scalar in text.unicodeScalars where scalar.value > 0x7F { add(scalar) }
    }

    private mutating func add(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x3040...0x30FF:
            kana += 1
            judged += 1
        case 0x3400...0x9FFF:
            judged += 1
            if FrequentHanzi.contains(scalar) { frequent += 1 }
        case 0x3000...0x303F, 0xFF00...0xFF60, 0x2000...0x206F: break
        default:
            switch scalar.properties.generalCategory {
            case .privateUse, .unassigned, .control: isStrange = true
            case .uppercaseLetter, .lowercaseLetter, .modifierLetter, .otherLetter, .titlecaseLetter: judged += 1
            default: break
            }
        }
    }

    var isChinese: Bool {
        guard !isStrange, judged >= Self.fewest, Double(kana) <= Self.mostKana * Double(judged) else { return false }
        let least = judged < Self.few ? Self.leastShareOfFew : Self.leastShare
        return Double(frequent) >= least * Double(judged)
    }
}

/// The pairs of bytes of a text in a code page of East Asia, by the rows that they are in.
private struct BytePairs {
    /// In rows that GB2312 and EUC-KR have letters in.
    private var letters = 0
    /// Of those, in EUC-KR's rows of Hangul.
    private var hangul = 0
    /// In rows of Hiragana and Katakana of GB2312 and EUC-JP.
    private var kana = 0
    private var all = 0
    /// In Big5's rows of frequent characters.
    private var big5 = 0
    private var isBig5 = true

    init(_ bytes: [UInt8]) {
        var place = 0
        while place < bytes.count {
            guard bytes[place] > 0x7F else {
                place += 1
                continue
            }
            guard place + 1 < bytes.count else {
                isBig5 = false
                break
            }
            add(bytes[place], bytes[place + 1])
            place += 2
        }
    }

    private mutating func add(_ lead: UInt8, _ trail: UInt8) {
        all += 1
        if lead >= 0xB0 || trail < 0xA1 { letters += 1 }
        if (0xB0...0xC8).contains(lead), trail >= 0xA1 { hangul += 1 }
        if lead == 0xA4 || lead == 0xA5, trail >= 0xA1 { kana += 1 }
        if (0xA4...0xC6).contains(lead) { big5 += 1 }
        if !(0xA1...0xF9).contains(lead) || !(0x40...0x7E).contains(trail) && !(0xA1...0xFE).contains(trail) {
            isBig5 = false
        }
    }

    /// Whether all of it may be Korean. So may be Chinese in few words, and nothing tells them apart.
    var areHangul: Bool { letters > 0 && hangul == letters }

    var areKana: Bool { kana * 5 > all }

    /// A trail that is a letter of ASCII is frequent in Big5 and rare in GB18030.
    var areBig5: Bool { isBig5 && big5 * 5 > all * 4 }
}
