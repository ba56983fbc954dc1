/// Titles as people write them, in pairs: who types one has to find the other, before the wrong ones.
///
/// A line is `one | other` or `one | other | wrong ; wrong`; the lines behind a `#` are of one kind.
enum WritingPairs {
    struct Pair: Sendable {
        var kind: String
        var one: String
        var other: String
        var wrong: [String]
    }

    static let all: [Pair] = {
        var kind = ""
        return text.split(separator: "\n").compactMap { line in
            guard !line.hasPrefix("# ") else {
                kind = String(line.dropFirst(2))
                return nil
            }
            let parts = line.split(separator: " | ").map(String.init)
            let wrong = parts.count > 2 ? parts[2].split(separator: " ; ").map(String.init) : []
            return Pair(kind: kind, one: parts[0], other: parts[1], wrong: wrong)
        }
    }()

    private static let text = #"""
        # accents
        Pokémon cards | pokemon cards
        crème brûlée torch | creme brulee torch
        L'Oréal shampoo | loreal shampoo
        L'Oréal mascara | L'Oreal mascara
        Nescafé Gold | nescafe gold
        Häagen-Dazs cup | haagen dazs cup
        jalapeño sauce | jalapeno sauce
        piñata party | pinata party
        Citroën key | citroen key
        Škoda Octavia mat | skoda octavia mat
        Lancôme serum | lancome serum
        Estée Lauder cream | estee lauder cream
        Hermès scarf | hermes scarf
        Chloé bag | chloe bag
        Kérastase oil | kerastase oil
        Øresund map | oresund map
        Łódź poster | lodz poster
        smørrebrød board | smorrebrod board
        große Tasse | grosse tasse
        encyclopædia set | encyclopaedia set
        hors d'œuvre plate | hors d'oeuvre plate
        Đà Nẵng coffee | da nang coffee
        café table | cafe table
        Zürich watch | zurich watch
        İstanbul lamp | istanbul lamp
        façade paint | facade paint
        Beyoncé vinyl | beyonce vinyl
        São Paulo shirt | sao paulo shirt
        Malmö chair | malmo chair
        Ångström ruler | angstrom ruler
        Dvořák score | dvorak score
        # digit groups and decimals
        20,000mAh power bank | 20000mAh power bank | 2000mAh power bank ; 20mAh power bank
        20 000 mAh power bank | 20000mah power bank | 2000mAh power bank
        1,000 piece puzzle | 1000 piece puzzle | 100 piece puzzle ; 1 piece puzzle
        1 000 Teile Puzzle | 1000 Teile Puzzle | 1 Teile Puzzle
        10,000 lumen torch | 10000 lumen torch | 10 lumen torch
        1,5 m cable | 1.5 m cable | 15 m cable ; 5 m cable
        1,5m Kabel | 1.5m Kabel | 15m Kabel
        2,5kg dumbbell | 2.5kg dumbbell | 25kg dumbbell
        0,7 mm pen | 0.7 mm pen | 7 mm pen
        3,5mm jack | 3.5mm jack | 35mm jack
        1,200W kettle | 1200W kettle | 200W kettle
        12,000 BTU air conditioner | 12000 BTU air conditioner | 12 BTU air conditioner
        1,000,000 volt lamp | 1000000 volt lamp | 1000 volt lamp
        ５０ml 精华 | 50ml 精华 | 500ml 精华
        # dimensions
        床单 60x90 | 床单 60×90 | 床单 90x60 ; 床单 60x80
        床单 60*90 | 床单 60x90 | 床单 60x80
        床单 60 x 90 | 床单 60×90 | 床单 60x80
        床单 60 × 90 cm | 床单 60*90cm | 床单 60*80cm
        frame 8X10 | frame 8x10 | frame 10x12
        frame 8 x 10 | frame 8×10 | frame 10 x 12
        1.8x2.0m 床垫 | 1.8×2.0m 床垫 | 1.5x2.0m 床垫
        150*200cm 被子 | 150x200cm 被子 | 180x200cm 被子
        30×40×50 box | 30x40x50 box | 30x40x60 box
        60cmx90cm rug | 60cm x 90cm rug | 80cm x 90cm rug
        2✕4 lumber | 2x4 lumber | 2x6 lumber
        90乘60 桌布 | 90x60 桌布 | 80x60 桌布
        5'x7' rug | 5x7 rug | 8x10 rug
        # inches
        27" monitor | 27 inch monitor | 24 inch monitor
        27″ monitor | 27 inch monitor | 24 inch monitor
        27-inch monitor | 27" monitor | 24" monitor
        27inch monitor | 27 inches monitor | 24 inches monitor
        27'' monitor | 27" monitor | 24" monitor
        27寸显示器 | 27英寸显示器 | 24英寸显示器
        27" 显示器 | 27寸 显示器 | 24寸 显示器
        27 inch 显示器 | 27英寸 显示器 | 24英寸 显示器
        27吋螢幕 | 27寸屏幕 | 24寸屏幕
        15.6" laptop sleeve | 15.6 inch laptop sleeve | 13.3 inch laptop sleeve
        1/2" pipe | 1/2 inch pipe | 3/4 inch pipe
        1/2 in. pipe | 1/2 inch pipe | 3/4 inch pipe
        ½ inch pipe | 1/2 inch pipe | 3/4 inch pipe
        3/4 in. hose | 3/4" hose | 1/2" hose
        6 ft. ladder | 6ft ladder | 8ft ladder
        6' ladder | 6 ft ladder | 8 ft ladder
        6 foot ladder | 6 ft ladder | 8 ft ladder
        # temperatures and negatives
        睡袋 -20℃ | 睡袋 -20°C | 睡袋 20℃ ; 睡袋 -10℃
        睡袋 -20 ℃ | 睡袋 -20℃ | 睡袋 -10℃
        sleeping bag -20°C | sleeping bag -20C | sleeping bag -10C
        sleeping bag -20 °C | sleeping bag -20℃ | sleeping bag -10℃
        睡袋 −20度 | 睡袋 -20度 | 睡袋 -10度
        睡袋 零下20度 | 睡袋 -20度 | 睡袋 -10度
        reading glasses +2.5 | reading glasses 2.5 | reading glasses 1.5
        镜片 -3.00 | 镜片 -3.0 | 镜片 -5.00
        # joined, split, hyphenated
        wi-fi router | wifi router
        wi fi router | wifi router
        Wi-Fi router | wi fi router
        e-mail server | email server
        e mail server | e-mail server
        J'adore perfume | jadore perfume
        J’adore perfume | j adore perfume
        t-shirt red | tshirt red
        t shirt red | t-shirt red
        T恤 男 | t恤 男
        usb-c cable | usbc cable
        usb c cable | usb-c cable
        USB Type-C cable | usb typec cable
        blu-ray player | bluray player
        blu ray player | blu-ray player
        hi-fi amplifier | hifi amplifier
        anti-slip mat | antislip mat
        anti slip mat | anti-slip mat
        non-stick pan | nonstick pan
        air-pods case | airpods case
        smart-watch band | smartwatch band
        x-box controller | xbox controller
        o-ring seal | oring seal
        mp-3 player | mp3 player
        Levi's jeans | levis jeans
        Kiehl's lotion | kiehls lotion
        McDonald’s toy | mcdonalds toy
        women's shoes | womens shoes
        women’s shoes | women shoes
        rock-n-roll poster | rock n roll poster
        rock 'n' roll poster | rock n roll poster
        Coca-Cola glass | cocacola glass
        Spider-Man costume | spiderman costume
        iPhone-15 case | iphone15 case | iphone 14 case
        PS-5 game | ps5 game | ps4 game
        WH-1000XM4 headphones | wh1000xm4 headphones | WH-1000XM5 headphones
        ISBN 978-7-111-40701-0 | 9787111407010 | ISBN 978-7-111-40702-7
        ISBN 978-0-306-40615-7 | isbn 9780306406157 | ISBN 978-0-306-40616-4
        EAN 4 006381 333931 | 4006381333931 | EAN 4 006381 333948
        4006381 333931 pen | 4006381333931 pen | 4006381333948 pen
        U盘 64GB | u盘 64gb | U盘 32GB
        U盘 64 GB | u盘 64gb | U盘 32 GB
        # signs that belong to a word
        C++ book | c++ book | C book ; C# book
        C# book | c# book | C book ; C++ book
        .NET guide | .net guide | net guide
        F# book | f# book | F book
        S10+ case | s10+ case | S10 case
        Galaxy S10 Plus case | galaxy s10+ case | Galaxy S10 case
        Note 10+ film | note 10+ film | Note 10 film
        A+ mat | a+ mat | A mat
        Google+ sticker | google+ sticker | Google sticker
        # Chinese numerals
        三件套 床品 | 3件套 床品 | 四件套 床品
        四件套 床品 | 4件套 床品 | 3件套 床品
        两只装 杯 | 2只装 杯 | 3只装 杯
        二只装 杯 | 2只装 杯 | 三只装 杯
        十二件 茶具 | 12件 茶具 | 十件 茶具 ; 2件 茶具
        六层 鞋架 | 6层 鞋架 | 五层 鞋架
        第二代 音箱 | 第2代 音箱 | 第三代 音箱
        五斤 苹果 | 5斤 苹果 | 10斤 苹果
        二十片 面膜 | 20片 面膜 | 10片 面膜
        一百抽 纸巾 | 100抽 纸巾 | 10抽 纸巾
        双人 三件套 | 双人 3件套 | 双人 4件套
        半斤 茶叶 | 0.5斤 茶叶 | 1斤 茶叶
        # Taiwan's and everyday words
        笔记本电脑 支架 | 筆電 支架
        显示器 支架 | 螢幕 支架
        屏幕 清洁 | 螢幕 清潔
        充电宝 大容量 | 行動電源 大容量
        移动电源 大容量 | 行動電源 大容量
        连衣裙 夏 | 連身裙 夏
        连衣裙 夏 | 洋裝 夏
        纸尿裤 婴儿 | 尿布 嬰兒
        尿不湿 婴儿 | 尿布 嬰兒
        半身裙 女 | 裙子 女
        鼠标 无线 | 滑鼠 無線
        U盘 金属 | 隨身碟 金屬
        打印机 家用 | 印表機 家用
        数码相机 | 數位相機
        自行车 儿童 | 腳踏車 兒童
        空调 挂机 | 冷氣 掛機
        电饭煲 智能 | 電鍋 智能
        洗面奶 男 | 洗面乳 男
        沐浴露 香氛 | 沐浴乳 香氛
        圆珠笔 黑 | 原子筆 黑
        保温杯 不锈钢 | 保溫瓶 不鏽鋼
        硬盘 1TB | 硬碟 1TB
        软件 光盘 | 軟體 光碟
        网络 摄像头 | 網路 攝影機
        手机壳 | 手機殼
        手机壳 | 手機套
        耳机 蓝牙 | 耳機 藍牙
        摩托车 头盔 | 機車 安全帽
        菠萝 罐头 | 鳳梨 罐頭
        土豆 刨丝 | 馬鈴薯 刨絲
        三文鱼 | 鮭魚
        酸奶 机 | 優格 機
        方便面 | 泡麵
        卫生纸 | 衛生紙
        出租车 模型 | 計程車 模型
        吸尘器 手持 | 吸塵器 手持
        口罩 儿童 | 口罩 兒童
        运动鞋 男 | 球鞋 男
        发卡 女 | 髮夾 女
        塑料 盒 | 塑膠 盒
        创可贴 | OK绷
        猕猴桃 | 奇異果
        # full width and width
        ＡＢＣ 字母 | abc 字母
        ﾊﾝﾄﾞﾊﾞｯｸﾞ | ハンドバッグ
        ｉＰｈｏｎｅ 壳 | iphone 壳
        ①号 电池 | 1号 电池 | 5号 电池
        ㎡ 地毯 5㎡ | 地毯 5m2 | 地毯 6m2
        H₂O bottle | h2o bottle
        10㎝ ruler | 10cm ruler | 20cm ruler
        """#
}
