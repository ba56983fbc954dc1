public import Foundation

/// The bytes of a CSV file as text: UTF-8 with or without a byte order mark, UTF-16 with one, and GB18030, which Excel
/// writes in China and which contains GBK and GB2312.
///
/// Nothing in a file says that it is GB18030, and nearly any bytes can be read as it: Big5 and Korean files give Chinese
/// characters that mean nothing. So it is taken only where `CodePage` finds it plausible.
public enum CSVText {
    private static let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// - Throws: `CSVError` that says what the file looks like and how to convert it.
    public static func decode(_ data: Data) throws(CSVError) -> String {
        for (mark, isBigEndian) in [([0xFF, 0xFE] as [UInt8], false), ([0xFE, 0xFF], true)]
        where data.starts(with: mark) {
            return try utf16(data.dropFirst(2), isBigEndian: isBigEndian)
        }
        let hasMark = data.starts(with: utf8Mark)
        let content = hasMark ? data.dropFirst(utf8Mark.count) : data
        if let kind = OtherFile(content) { throw CSVError("the file is \(kind.rawValue); save it as CSV in UTF-8") }
        if let text = String(validating: content, as: UTF8.self) { return text }
        guard !hasMark else { throw CSVError(CodePage.damagedUTF8(Array(content))) }
        return try CodePage.gb18030(Array(content))
    }

    private static func utf16(_ content: Data, isBigEndian: Bool) throws(CSVError) -> String {
        let bytes = Array(content)
        let units = stride(from: 0, to: bytes.count - 1, by: 2).map { place in
            let pair = UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1])
            return isBigEndian ? pair : pair.byteSwapped
        }
        guard bytes.count.isMultiple(of: 2), !units.contains(0), let text = String(validating: units, as: UTF16.self)
        else { throw CSVError("the file begins as UTF-16 and is none; save it as UTF-8") }
        return text
    }
}

/// Files that are no text, as people send them for one.
private enum OtherFile: String {
    case excel = "an Excel workbook (.xlsx)"
    case oldExcel = "an Excel workbook (.xls)"
    case utf16 = "UTF-16 without a byte order mark, or no text"

    init?(_ content: Data) {
        if content.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            self = .excel
        } else if content.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            self = .oldExcel
        } else if content.contains(0) {
            self = .utf16
        } else {
            return nil
        }
    }
}
