import Catalog

/// Words that every line of products shares.
enum Words {
    static let colours: [(chinese: String, english: String)] = [
        ("黑色", "black"), ("白色", "white"), ("红色", "red"), ("蓝色", "blue"), ("灰色", "grey"), ("粉色", "pink"),
        ("绿色", "green"), ("米色", "beige"), ("棕色", "brown"), ("紫色", "purple"), ("金色", "gold"), ("银色", "silver"),
    ]
    static let offers = ["包邮", "正品", "官方旗舰店", "特价", "新款", "现货", "买一送一", "顺丰包邮", "清仓"]
    static let years = ["2024", "2025新款", "2026年", "新品"]
    static let openingsChinese = ["全新", "厂家直销", "品质保证，", "专柜同款", "支持七天无理由退换的"]
    static let openingsEnglish = ["Brand new", "Factory direct", "Best quality", "Hand checked", "Popular"]

    struct Place {
        var region: String
        var currency: Currency
    }

    /// The first two write Traditional characters.
    static let places: [Place] = [
        ("TW", "TWD"), ("HK", "HKD"), ("CN-ZJ", "CNY"), ("CN-GD", "CNY"), ("CN-SH", "CNY"), ("CN-JS", "CNY"),
        ("CN-FJ", "CNY"), ("CN-BJ", "CNY"), ("CN-SD", "CNY"), ("CN-SC", "CNY"), ("SG", "SGD"), ("US-CA", "USD"),
        ("US-NY", "USD"), ("MY", "MYR"), ("GB", "GBP"),
    ].map { Place(region: $0.0, currency: Currency(code: $0.1) ?? .cny) }

    /// Roughly; the prices are invented anyway.
    static func yuanPerUnit(_ currency: Currency) -> Double {
        switch currency.code {
        case "TWD": 0.22
        case "HKD": 0.92
        case "SGD": 5.4
        case "USD": 7.2
        case "MYR": 1.6
        case "GBP": 9.1
        default: 1
        }
    }
}

/// Writes the demo's Chinese in Traditional characters, as sellers in Taiwan and Hong Kong do.
enum Traditional {
    /// Simplified and Traditional, one after the other; the characters that the demo's words have.
    private static let pairs = Array(
        "连連裤褲长長夏夏显顯气氣质質韩韓纺紡复復针針开開绒絨轻輕双雙鸭鴨宽寬夹夾冲衝风風织織线線袜襪纯純装裝对對级級爱愛"
            + "鞋鞋缓緩跑跑运運动動网網轻輕蓝藍篮籃战戰经經单單细細婚婚红紅绿綠灰灰紫紫银銀钢鋼带帶圆圓领領买買赠贈邮郵专專业業"
            + "旗旗舰艦馆館卖賣货貨价價现現顺順丰豐仓倉厂廠销銷证證护護铁鐵电電脑腦显顯键鍵盘盤鼠鼠标標无無线線声聲响響视視频頻机機"
            + "壳殼膜膜华華为為荣榮罗羅联聯戴戴戏戲学學习習办辦务務轻輕内內处處显顯储儲优優闪閃爱愛国國图圖书書说說传傳记記录錄仪儀车車"
            + "载載脚腳垫墊钻鑽磨磨锂鋰刷刷猫貓粮糧罐罐狗狗场場饭飯锅鍋热熱壶壺养養烧燒炸炸气氣吸吸尘塵扫掃地地发發梳梳润潤滋滋颜顏规規"
            + "肤膚补補湿濕抗抗皱皺敏敏龙龍井井铁鐵观觀礼禮盒盒坚堅饼餅干乾独獨袋袋速速豆豆挂掛鲜鮮樱櫻脆脆床床单單层層归歸纳納折折叠疊盖蓋"
            + "积積木木儿兒岁歲尿尿裤褲透透尔爾帐帳篷篷营營变變碟碟铝鋁军軍质質贝貝贝貝广廣东東杭杭台台灯燈吊吊顶頂亮亮调調遥遙体體验驗"
            + "适適钢鋼屏屏窥窺磁磁保保龟龜编編织織镓鎵宝寶倍倍稳穩压壓测測静靜时時钟鐘计計检檢氧氧样樣丽麗莲蓮帅帥师師区區间間买買")

    private static let table: [Character: Character] = {
        var table: [Character: Character] = [:]
        for place in stride(from: 0, to: pairs.count - 1, by: 2) { table[pairs[place]] = pairs[place + 1] }
        return table
    }()

    static func text(_ simplified: String) -> String { String(simplified.map { table[$0] ?? $0 }) }
}
