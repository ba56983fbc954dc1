public import Foundation

/// The bytes of a CSV file as text: UTF-8 with or without a byte order mark, else GB18030, which Excel writes in China
/// and which contains GBK and GB2312.
public enum CSVText {
    private static let gb18030 = String.Encoding(rawValue: 0x8000_0632)
    private static let utf16Marks: [[UInt8]] = [[0xFF, 0xFE], [0xFE, 0xFF]]
    private static let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// - Throws: `CSVError` where the bytes are neither.
    public static func decode(_ data: Data) throws(CSVError) -> String {
        if utf16Marks.contains(where: { data.starts(with: $0) }) {
            throw CSVError("the file is UTF-16; save it as UTF-8")
        }
        let content = data.starts(with: utf8Mark) ? data.dropFirst(utf8Mark.count) : data
        if let text = String(validating: content, as: UTF8.self) { return text }
        if !data.starts(with: utf8Mark), let text = String(data: data, encoding: gb18030) { return text }
        throw CSVError("the file is neither UTF-8 nor GB18030; save it as UTF-8")
    }
}
