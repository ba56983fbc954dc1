import Foundation
import ListingCSV
import Testing

@Suite("Code pages of CSV files")
struct CodePageTests {
    private static let heading = "title,category,price,region\n"

    private static func encoded(_ text: String, _ cfEncoding: UInt) throws -> Data {
        try #require(text.data(using: String.Encoding(rawValue: 0x8000_0000 | cfEncoding)))
    }

    private static let (gb18030, big5, eucKR, shiftJIS): (UInt, UInt, UInt, UInt) = (0x632, 0xA03, 0x940, 0xA01)
    private static let (windows1252, windows1251, windows1253): (UInt, UInt, UInt) = (0x500, 0x502, 0x503)

    private static func row(_ title: String) -> String { heading + title + ",scarves,320.00,CN-ZJ\n" }

    @Test(
        "Chinese titles in GB18030 are read, in one row too",
        arguments: [
            "手工羊毛围巾 秋冬加厚保暖", "法式连衣裙 夏季新款 女", "苹果 iPhone 15 手机壳 透明防摔", "机械键盘 红轴 有线游戏", "夏季新款连衣裙𠀀 碎花长裙",
            "全棉四件套 1.8米床单被套", "儿童积木玩具 拼装模型", "运动鞋 男士 透气跑步鞋",
        ])
    func chinese(title: String) throws {
        let text = Self.row(title)
        #expect(try CSVText.decode(Self.encoded(text, Self.gb18030)) == text)
    }

    @Test("a long file in GB18030 is read, also where its first Chinese character stands far behind")
    func long() throws {
        let text =
            Self.heading + String(repeating: "a scarf,scarves,1.00,CN\n", count: 5_000)
            + String(repeating: "手工羊毛围巾 秋冬加厚保暖,scarves,320.00,CN-ZJ\n", count: 50)
        #expect(try CSVText.decode(Self.encoded(text, Self.gb18030)) == text)
    }

    @Test("UTF-8 with and without a mark, and UTF-16 with one, are read")
    func unicode() throws {
        for text in [Self.row("手工羊毛圍巾 🧣"), Self.row("écharpe"), Self.row("шарф"), Self.row("scarf"), Self.row("목도리")] {
            #expect(try CSVText.decode(Data(text.utf8)) == text)
            #expect(try CSVText.decode(Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8)) == text)
            let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
            #expect(try CSVText.decode(Data([0xFF, 0xFE] + little)) == text)
            #expect(try CSVText.decode(Data([0xFE, 0xFF] + big)) == text)
            #expect(throws: CSVError.self) { try CSVText.decode(Data([0xFF, 0xFE] + little + [0x41])) }
            #expect(throws: CSVError.self) { try CSVText.decode(Data(little)) }
            #expect(throws: CSVError.self) { try CSVText.decode(Data([0xFF, 0xFE, 0, 0] + little)) }
        }
        #expect(throws: CSVError.self) { try CSVText.decode(Data([0xFF, 0xFE, 0x00, 0xD8])) }
    }

    private static let others: [(name: String, encoding: UInt, titles: [String])] = [
        ("Big5", big5, ["手工羊毛圍巾", "日本 現貨 手機殼", "女裝 連衣裙", "圍巾", "免運 全新 藍牙耳機 台灣公司貨"]),
        ("EUC-KR", eucKR, ["수제 양모 스카프", "여성 원피스", "무료배송 겨울 코트 신상품", "가방 지갑"]),
        ("Shift_JIS", shiftJIS, ["手作りウールマフラー", "レディース ワンピース", "送料無料 腕時計 メンズ 日本製"]),
        (
            "Windows-1252", windows1252,
            ["Écharpe en laine très chaude à la main", "Größe XL weiß", "Café £5", "ÄÖÜ", "niño “señor”"]
        ),
        ("windows-1251", windows1251, ["шарф ручной работы", "ШАРФ ШЕРСТЬ", "НОВЫЙ", "Сумка кожа"]),
        ("windows-1253", windows1253, ["ΚΑΣΚΟΛ ΜΑΛΛΙ", "φόρεμα"]),
    ]

    @Test("whatever else a file is in, it is refused with how to convert it", arguments: others.indices)
    func refused(place: Int) throws {
        let (name, encoding, titles) = Self.others[place]
        for title in titles {
            for rows in [1, 3, 200] {
                let text = Self.heading + String(repeating: title + ",scarves,320.00,TW\n", count: rows)
                let data = try Self.encoded(text, encoding)
                let error = #expect(throws: CSVError.self, "\(name): \(title)") { try CSVText.decode(data) }
                #expect(error?.message.contains("iconv -f ") == true || error?.message.contains("UTF-8") == true)
            }
        }
    }

    /// Foundation does not write EUC-JP.
    @Test(
        "Japanese in EUC-JP is refused",
        arguments: [
            "bceabaeea4eaa5a6a1bca5eba5dea5d5a5e9a1bc",
            "a5eca5c7a5a3a1bca5b920a5efa5f3a5d4a1bca5b9",
            "c1f7cec1ccb5cec120cfd3bbfeb7d720a5e1a5f3a5ba20c6fccbdcc0bd",
        ])
    func japanese(title: String) throws {
        let digits = Array(title)
        let bytes = try stride(from: 0, to: digits.count, by: 2).map {
            try #require(UInt8(String(digits[$0...($0 + 1)]), radix: 16))
        }
        for rows in [1, 3, 200] {
            let lines = (0..<rows).map { _ in Data(bytes) + Data(",scarves,320.00,JP\n".utf8) }
            #expect(throws: CSVError.self) { try CSVText.decode(Data(Self.heading.utf8) + lines.reduce(Data(), +)) }
        }
    }

    @Test("the sentence names Big5, EUC-KR and Windows-1252")
    func named() throws {
        for (title, encoding, name, iconv) in [
            ("手工羊毛圍巾", Self.big5, "Big5", "BIG5"), ("무료배송 겨울 코트", Self.eucKR, "EUC-KR", "EUC-KR"),
            ("Écharpe en laine très chaude à la main", Self.windows1252, "Windows-1252", "WINDOWS-1252"),
        ] {
            let error = #expect(throws: CSVError.self) { try CSVText.decode(Self.encoded(Self.row(title), encoding)) }
            #expect(error?.message.contains("looks like \(name)") == true, "\(String(describing: error))")
            #expect(error?.message.contains("iconv -f \(iconv) -t UTF-8") == true)
        }
    }

    @Test("UTF-8 with a damaged byte is no GB18030; the line is named")
    func damaged() throws {
        var bytes = Array(Self.row("手工羊毛围巾 秋冬加厚保暖").utf8)
        bytes.remove(at: Self.heading.utf8.count + 4)
        let error = #expect(throws: CSVError.self) { try CSVText.decode(Data(bytes)) }
        #expect(error?.message.contains("line 2") == true, "\(String(describing: error))")
        #expect(throws: CSVError.self) { try CSVText.decode(Data([0xEF, 0xBB, 0xBF]) + Data(bytes)) }
    }

    @Test("too little Chinese to be sure is refused, and what is no text")
    func doubtful() throws {
        for title in ["围巾", "羊毛", "a，b"] {
            #expect(throws: CSVError.self, "\(title)") {
                try CSVText.decode(Self.encoded(Self.row(title), Self.gb18030))
            }
        }
        for bytes: [UInt8] in [
            [0x50, 0x4B, 0x03, 0x04, 0x14], [0xD0, 0xCF, 0x11, 0xE0, 0xA1], [0x41, 0xFF, 0xFF, 0x41], [0x41, 0x00],
        ] {
            #expect(throws: CSVError.self) { try CSVText.decode(Data(bytes)) }
        }
        #expect(try CSVText.decode(Data()) == "")
    }

    /// Sellers' files that are not part of the project.
    private static let samples =
        (ProcessInfo.processInfo.environment["SESAME_EVALUATION_DATA"].map { URL(filePath: $0) }
        ?? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/data")).appending(path: "sellers/small")

    @Test(
        "sellers' own files are read or refused as they are",
        .enabled(if: FileManager.default.fileExists(atPath: samples.path()), "there is no evaluation data"),
        arguments: [
            ("big5.csv", "Big5"), ("windows-1252.csv", "Windows-1252"), ("gb18030.csv", nil),
            ("united-kingdom.csv", nil),
        ])
    func sellersFiles(name: String, refusedAs: String?) throws {
        let data = try Data(contentsOf: Self.samples.appending(path: name))
        guard let refusedAs else {
            let text = try CSVText.decode(data)
            if name == "gb18030.csv" { #expect(text.contains("手工羊毛围巾")) }
            return
        }
        let error = #expect(throws: CSVError.self) { try CSVText.decode(data) }
        #expect(error?.message.contains(refusedAs) == true, "\(String(describing: error))")
    }
}
