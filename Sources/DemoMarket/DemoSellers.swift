/// The sellers of the demo market, a few with many listings and many with a few.
public enum DemoSellers {
    public static let count = 400

    private static let placesChinese = ["杭州", "义乌", "广州", "深圳", "上海", "成都", "泉州", "苏州", "北京", "青岛"]
    private static let placesEnglish = [
        "harbour", "lotus", "north", "maple", "river", "sunny", "jade", "metro", "alpine", "coral",
    ]
    private static let kindsChinese = ["优品", "小铺", "旗舰店", "专营店", "生活馆", "数码", "服饰", "百货"]
    private static let kindsEnglish = ["goods", "store", "market", "trading", "corner", "supply", "outlet", "house"]

    /// Lower-case Latin letters, digits and hyphens; a name a number.
    public static func username(_ number: Int) -> String {
        "\(placesEnglish[number % 10])-\(kindsEnglish[number / 10 % 8])-\(number)"
    }

    /// The shop's name: two of three in Chinese.
    public static func displayName(_ number: Int) -> String {
        if number % 3 == 2 {
            return "\(placesEnglish[number % 10].capitalizedFirst) \(kindsEnglish[number / 10 % 8]) \(number)"
        }
        return "\(placesChinese[number % 10])\(kindsChinese[number / 10 % 8])\(number)号"
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
