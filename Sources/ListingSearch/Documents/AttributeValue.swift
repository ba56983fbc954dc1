import Catalog
import TextAnalysis

/// An attribute as shoppers count and filter by it: a name and a value, whatever way each is written in.
///
/// The index keeps it as one string, `brand␟apple␟Apple`: what begins with the first two parts is one value in all its
/// writings, and the third is how a seller wrote it.
public struct AttributeValue: Hashable, Sendable {
    /// The name that stands for all its writings: `brand` for 品牌 and BRAND.
    public var name: String
    /// Folded: `apple` for Apple and ＡＰＰＬＥ.
    public var value: String

    /// Nil where the name or the value is none to count by.
    public init?(name: String, value: String) {
        let (name, value) = (Self.standardName(name), Self.folded(value))
        guard !name.isEmpty, !value.isEmpty, value.unicodeScalars.count <= Self.longestValue,
            !name.contains(Self.keySeparator), !(name + value).unicodeScalars.contains(Self.separator)
        else { return nil }
        self.init(folded: name, value)
    }

    private init(folded name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// As clients send it: `brand:apple`. A name has no colon, a value may.
    public init?(key: String) {
        guard let colon = key.firstIndex(of: Self.keySeparator) else { return nil }
        self.init(name: String(key[..<colon]), value: String(key[key.index(after: colon)...]))
    }

    /// What no listing has: blank, or longer than what is kept.
    public static let none = AttributeValue(folded: "", "")

    public var key: String { "\(name)\(Self.keySeparator)\(value)" }

    /// A longer value is a sentence, and no two listings have the same.
    public static let longestValue = 60
    static let keySeparator: Character = ":"
    private static let separator: Unicode.Scalar = "\u{1F}"

    /// What the index's strings of this value begin with.
    var prefix: String { "\(name)\(Self.separator)\(value)\(Self.separator)" }

    /// As the index keeps it, with a seller's own writing.
    func string(writtenAs text: String) -> String { prefix + text }

    /// What a string of the index says.
    static func read(_ string: String) -> (attribute: AttributeValue, text: String)? {
        let parts = string.unicodeScalars.split(separator: separator, maxSplits: 2).map(String.init)
        return parts.count == 3 ? (AttributeValue(folded: parts[0], parts[1]), parts[2]) : nil
    }

    /// The strings of a listing's attributes, each once.
    static func strings(of attributes: [ListingAttribute]) -> [String] {
        attributes.compactMap { attribute in
            AttributeValue(name: attribute.name, value: attribute.value)?.string(writtenAs: attribute.value)
        }
    }

    private static func standardName(_ name: String) -> String {
        let folded = folded(name)
        return AttributeName.known(folded)?.key ?? folded
    }

    private static func folded(_ text: String) -> String {
        String(decoding: TextFolding.units(of: text), as: UTF16.self)
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// A name that many sellers use, in both languages.
public struct AttributeName: Hashable, Sendable {
    public var key: String
    public var english: String
    public var chinese: String
    /// Other writings, folded.
    private var others: [String]

    private init(_ key: String, _ english: String, _ chinese: String, _ others: [String] = []) {
        self.key = key
        self.english = english
        self.chinese = chinese
        self.others = others
    }

    /// The name of a key or of another writing, folded; nil where none stands for it.
    public static func known(_ name: String) -> AttributeName? { byWriting[name] }

    private static let all = [
        AttributeName("brand", "Brand", "品牌", ["牌子", "make", "manufacturer"]),
        AttributeName("colour", "Colour", "颜色", ["color", "颜色分类", "色彩"]),
        AttributeName("size", "Size", "尺码", ["尺寸", "大小", "规格尺寸"]),
        AttributeName("material", "Material", "材质", ["材料", "面料", "质地", "fabric"]),
        AttributeName("model", "Model", "型号", ["model number", "model no", "model no."]),
        AttributeName("style", "Style", "风格", ["款式"]),
        AttributeName("pattern", "Pattern", "图案", ["花纹"]),
        AttributeName("season", "Season", "季节", ["适用季节", "上市季节"]),
        AttributeName("gender", "Gender", "性别", ["适用性别", "sex"]),
        AttributeName("weight", "Weight", "重量", ["净重", "net weight"]),
        AttributeName("capacity", "Capacity", "容量", ["净含量", "volume"]),
        AttributeName("storage", "Storage", "存储容量", ["内存容量"]),
        AttributeName("power", "Power", "功率", ["wattage"]),
        AttributeName("voltage", "Voltage", "电压", []),
        AttributeName("origin", "Origin", "产地", ["原产地", "country of origin", "made in"]),
        AttributeName("language", "Language", "语言", []),
        AttributeName("author", "Author", "作者", []),
        AttributeName("publisher", "Publisher", "出版社", []),
    ]

    private static let byWriting: [String: AttributeName] = {
        var names: [String: AttributeName] = [:]
        for name in all {
            for writing in [name.key, name.english.lowercased(), name.chinese] + name.others { names[writing] = name }
        }
        return names
    }()
}
