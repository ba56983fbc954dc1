extension CategorySeed {
    /// The market's categories, one a line: number, slug, Chinese name, English name. The indentation is the depth.
    /// A number and a slug once given stay; a category that goes out of use keeps its line.
    static let table = """
        1000 womens-clothing 女装 Women's Clothing
          1010 womens-dresses 连衣裙 Dresses
          1020 womens-skirts 半身裙 Skirts
          1030 womens-tshirts 女士T恤 Women's T-Shirts
          1040 womens-shirts-blouses 女士衬衫 Shirts & Blouses
          1050 womens-knitwear 女士针织衫 Women's Knitwear
          1060 womens-coats 女士大衣 Women's Coats
          1070 womens-down-jackets 女士羽绒服 Women's Down Jackets
          1080 womens-trousers 女裤 Women's Trousers
          1090 womens-jeans 女士牛仔裤 Women's Jeans
          1100 womens-suits 女士套装 Women's Suits
          1110 hanfu-qipao 汉服旗袍 Hanfu & Qipao
        2000 mens-clothing 男装 Men's Clothing
          2010 mens-tshirts 男士T恤 Men's T-Shirts
          2020 mens-shirts 男士衬衫 Men's Shirts
          2030 mens-jackets 男士夹克 Men's Jackets
          2040 mens-down-jackets 男士羽绒服 Men's Down Jackets
          2050 mens-hoodies 男士卫衣 Men's Hoodies
          2060 mens-trousers 男士休闲裤 Men's Trousers
          2070 mens-jeans 男士牛仔裤 Men's Jeans
          2080 mens-suits 西装 Men's Suits
          2090 mens-knitwear 男士针织衫 Men's Knitwear
        3000 underwear-sleepwear 内衣家居服 Underwear & Sleepwear
          3010 bras 文胸 Bras
          3020 briefs 内裤 Briefs
          3030 socks 袜子 Socks
          3040 sleepwear 睡衣 Sleepwear
          3050 thermal-underwear 保暖内衣 Thermal Underwear
        4000 shoes 鞋靴 Shoes
          4010 womens-shoes 女鞋 Women's Shoes
            4011 high-heels 高跟鞋 High Heels
            4012 womens-boots 女靴 Women's Boots
            4013 womens-flats 平底鞋 Flats
            4014 womens-sandals 女士凉鞋 Women's Sandals
          4020 mens-shoes 男鞋 Men's Shoes
            4021 mens-leather-shoes 男士皮鞋 Men's Leather Shoes
            4022 mens-boots 男靴 Men's Boots
            4023 mens-casual-shoes 男士休闲鞋 Men's Casual Shoes
          4030 sneakers 运动鞋 Sneakers
            4031 running-shoes 跑步鞋 Running Shoes
            4032 basketball-shoes 篮球鞋 Basketball Shoes
            4033 canvas-shoes 帆布鞋 Canvas Shoes
          4040 slippers 拖鞋 Slippers
        5000 bags-luggage 箱包 Bags & Luggage
          5010 handbags 女包 Handbags
          5020 backpacks 双肩包 Backpacks
          5030 suitcases 行李箱 Suitcases
          5040 wallets 钱包 Wallets
          5050 mens-bags 男包 Men's Bags
        6000 jewellery-watches 珠宝手表 Jewellery & Watches
          6010 watches 手表 Watches
          6020 necklaces 项链 Necklaces
          6030 rings 戒指 Rings
          6040 bracelets 手链手镯 Bracelets
          6050 earrings 耳饰 Earrings
          6060 gold-jewellery 黄金首饰 Gold Jewellery
          6070 jade 翡翠玉石 Jade
          6080 sunglasses 太阳镜 Sunglasses
          6090 spectacles 眼镜 Spectacles
        7000 phones-accessories 手机及配件 Phones & Accessories
          7010 phones 手机 Mobile Phones
          7020 phone-cases 手机壳 Phone Cases
          7030 screen-protectors 手机膜 Screen Protectors
          7040 chargers-cables 充电器数据线 Chargers & Cables
          7050 power-banks 充电宝 Power Banks
          7060 smartwatches 智能手表 Smartwatches
          7070 phone-parts 手机零件 Phone Parts
        8000 computers-office 电脑办公 Computers & Office
          8010 computers 电脑整机 Computers
            8011 laptops 笔记本电脑 Laptops
            8012 desktops 台式电脑 Desktop Computers
            8013 tablets 平板电脑 Tablets
            8014 servers 服务器 Servers
          8020 computer-components 电脑配件 Computer Components
            8021 processors 处理器 Processors
            8022 graphics-cards 显卡 Graphics Cards
            8023 memory-modules 内存条 Memory Modules
            8024 solid-state-drives 固态硬盘 Solid State Drives
            8025 hard-drives 机械硬盘 Hard Drives
            8026 motherboards 主板 Motherboards
            8027 power-supplies 电脑电源 Power Supplies
            8028 computer-cases-cooling 机箱散热 Cases & Cooling
          8030 computer-peripherals 电脑外设 Computer Peripherals
            8031 monitors 显示器 Monitors
            8032 keyboards 键盘 Keyboards
            8033 mice 鼠标 Mice
            8034 usb-flash-drives U盘 USB Flash Drives
            8035 memory-cards 存储卡 Memory Cards
            8036 webcams 摄像头 Webcams
            8037 cables-adapters 线缆转接器 Cables & Adapters
            8038 laptop-accessories 笔记本配件 Laptop Accessories
            8039 docking-stations 扩展坞 Docks & Hubs
          8040 networking 网络设备 Networking
            8041 routers 路由器 Routers
            8042 network-switches 交换机 Network Switches
            8043 network-storage 网络存储 Network Storage
          8050 printing 打印设备 Printing
            8051 printers 打印机 Printers
            8052 scanners 扫描仪 Scanners
            8053 ink-toner 墨盒硒鼓 Ink & Toner
            8054 projectors 投影仪 Projectors
          8060 stationery 文具 Stationery
            8061 pens 笔类 Pens
            8062 notebooks 笔记本本册 Notebooks & Paper
            8063 art-supplies 画具画材 Art Supplies
          8070 software 软件 Software
          8080 ups-power 不间断电源 UPS & Power Protection
        9000 electronics 影音数码 Electronics
          9010 headphones 耳机 Headphones
          9020 speakers 音箱 Speakers
          9030 cameras 相机 Cameras
            9031 digital-cameras 数码相机 Digital Cameras
            9032 camera-lenses 镜头 Camera Lenses
            9033 camera-accessories 相机配件 Camera Accessories
            9034 drones 无人机 Drones
            9035 action-cameras 运动相机 Action Cameras
          9040 gaming 游戏设备 Gaming
            9041 game-consoles 游戏机 Game Consoles
            9042 video-games 电子游戏 Video Games
            9043 game-controllers 游戏手柄 Game Controllers
          9050 ebook-readers 电子书阅读器 E-Book Readers
          9060 microphones 麦克风 Microphones
          9070 smart-home-devices 智能家居 Smart Home Devices
          9080 batteries 电池 Batteries
        10000 home-appliances 家用电器 Home Appliances
          10010 televisions 电视机 Televisions
          10020 refrigerators 冰箱 Refrigerators
          10030 washing-machines 洗衣机 Washing Machines
          10040 air-conditioners 空调 Air Conditioners
          10050 kitchen-appliances 厨房小电 Kitchen Appliances
            10051 rice-cookers 电饭煲 Rice Cookers
            10052 kettles 电热水壶 Kettles
            10053 ovens 烤箱 Ovens
            10054 microwaves 微波炉 Microwaves
            10055 blenders-juicers 榨汁机 Blenders & Juicers
            10056 coffee-machines 咖啡机 Coffee Machines
            10057 air-fryers 空气炸锅 Air Fryers
          10060 vacuum-cleaners 吸尘器 Vacuum Cleaners
          10070 fans-heaters 风扇取暖器 Fans & Heaters
          10080 air-purifiers 空气净化器 Air Purifiers
          10090 hair-dryers 电吹风 Hair Dryers
          10100 shavers 剃须刀 Shavers
          10110 dishwashers 洗碗机 Dishwashers
          10120 water-heaters 热水器 Water Heaters
        11000 beauty 美妆护肤 Beauty
          11010 skincare 护肤 Skincare
            11011 face-masks 面膜 Face Masks
            11012 face-creams 面霜 Face Creams
            11013 serums 精华液 Serums
            11014 cleansers 洁面 Cleansers
            11015 sunscreen 防晒霜 Sunscreen
            11016 toners 爽肤水 Toners
          11020 makeup 彩妆 Makeup
            11021 lipsticks 口红 Lipsticks
            11022 foundation 粉底 Foundation
            11023 eye-makeup 眼妆 Eye Makeup
            11024 makeup-tools 美妆工具 Makeup Tools
          11030 perfume 香水 Perfume
          11040 nail-care 美甲 Nail Care
        12000 personal-care 个人护理 Personal Care
          12010 shampoo 洗发水 Shampoo
          12020 body-wash 沐浴露 Body Wash
          12030 oral-care 口腔护理 Oral Care
          12040 feminine-care 女性护理 Feminine Care
          12050 tissues 纸巾 Tissues
          12060 wigs 假发 Wigs
        13000 food-drinks 食品饮料 Food & Drinks
          13010 snacks 零食 Snacks
            13011 nuts-dried-fruit 坚果果干 Nuts & Dried Fruit
            13012 biscuits-cakes 饼干糕点 Biscuits & Cakes
            13013 sweets-chocolate 糖果巧克力 Sweets & Chocolate
            13014 jerky 肉干肉脯 Jerky
          13020 tea 茶叶 Tea
          13030 coffee 咖啡 Coffee
          13040 drinks 饮料 Soft Drinks
          13050 alcohol 酒类 Alcohol
          13060 fresh-fruit 水果 Fresh Fruit
          13070 meat-seafood 肉类海鲜 Meat & Seafood
          13080 grain-oil 粮油 Grain & Oil
          13090 seasonings 调味品 Seasonings
          13100 instant-food 方便食品 Instant Food
          13110 milk-dairy 乳制品 Milk & Dairy
        14000 health 医药保健 Health
          14010 supplements 保健品 Supplements
          14020 traditional-tonics 传统滋补 Traditional Tonics
          14030 medical-devices 医疗器械 Medical Devices
          14040 massagers 按摩器 Massagers
        15000 home-furnishing 家居家装 Home & Furnishing
          15010 furniture 家具 Furniture
            15011 sofas 沙发 Sofas
            15012 beds 床 Beds
            15013 mattresses 床垫 Mattresses
            15014 desks-tables 桌子 Desks & Tables
            15015 chairs 椅子 Chairs
            15016 wardrobes-shelves 衣柜书架 Wardrobes & Shelves
          15020 bedding 床上用品 Bedding
            15021 bed-sets 四件套 Bed Sets
            15022 duvets 被子 Duvets
            15023 pillows 枕头 Pillows
          15030 curtains 窗帘 Curtains
          15040 carpets 地毯 Carpets
          15050 lighting 灯具 Lighting
          15060 home-decor 家居饰品 Home Decor
          15070 kitchenware 厨具 Kitchenware
            15071 pans-pots 锅具 Pans & Pots
            15072 knives 刀具 Knives
            15073 tableware 餐具 Tableware
            15074 cups-bottles 水杯 Cups & Bottles
          15080 storage 收纳 Storage
          15090 cleaning 清洁用品 Cleaning
          15100 bathroom 卫浴 Bathroom
          15110 towels 毛巾浴巾 Towels
          15120 umbrellas 雨伞雨具 Umbrellas & Rainwear
        16000 tools-hardware 五金工具 Tools & Hardware
          16010 power-tools 电动工具 Power Tools
          16020 hand-tools 手动工具 Hand Tools
          16030 electrical-supplies 电工电料 Electrical Supplies
          16040 paint-materials 油漆建材 Paint & Materials
          16050 locks 锁具 Locks
          16060 lab-industrial 工业用品 Industrial Supplies
        17000 baby-maternity 母婴 Baby & Maternity
          17010 nappies 纸尿裤 Nappies
          17020 baby-formula 奶粉 Baby Formula
          17030 baby-clothing 婴儿服装 Baby Clothing
          17040 prams 婴儿推车 Prams
          17050 feeding 喂养用品 Feeding
          17060 maternity-wear 孕妇装 Maternity Wear
          17070 childrens-clothing 童装 Children's Clothing
          17080 childrens-shoes 童鞋 Children's Shoes
        18000 toys-hobbies 玩具乐器 Toys & Hobbies
          18010 building-blocks 积木 Building Blocks
          18020 dolls-plush 毛绒玩具 Dolls & Plush
          18030 remote-control-toys 遥控玩具 Remote-Control Toys
          18040 puzzles 拼图 Puzzles
          18050 figures-models 手办模型 Figures & Models
          18060 board-games 桌游 Board Games
          18070 musical-instruments 乐器 Musical Instruments
            18071 guitars 吉他 Guitars
            18072 pianos-keyboards 钢琴电子琴 Pianos & Keyboards
            18073 traditional-instruments 民族乐器 Traditional Instruments
        19000 books-media 图书音像 Books & Media
          19010 books 图书 Books
            19011 fiction 小说 Fiction
            19012 childrens-books 童书 Children's Books
            19013 textbooks 教材 Textbooks
            19014 computing-books 计算机图书 Computing Books
            19015 comics 漫画 Comics
            19016 foreign-books 外文图书 Foreign-Language Books
          19020 magazines 杂志 Magazines
          19030 music-films 音乐影视 Music & Films
        20000 sports-outdoor 运动户外 Sports & Outdoor
          20010 camping 露营 Camping
            20011 tents 帐篷 Tents
            20012 sleeping-bags 睡袋 Sleeping Bags
            20013 outdoor-cookware 户外炊具 Outdoor Cookware
          20020 hiking 登山徒步 Hiking
          20030 cycling 骑行 Cycling
            20031 bicycles 自行车 Bicycles
            20032 cycling-gear 骑行装备 Cycling Gear
          20040 fishing 钓鱼 Fishing
          20050 fitness 健身器材 Fitness
          20060 yoga 瑜伽 Yoga
          20070 ball-sports 球类运动 Ball Sports
            20071 badminton 羽毛球 Badminton
            20072 table-tennis 乒乓球 Table Tennis
            20073 basketball 篮球 Basketball
            20074 football 足球 Football
            20075 tennis 网球 Tennis
          20080 swimming 游泳 Swimming
          20090 sportswear 运动服 Sportswear
          20100 winter-sports 冰雪运动 Winter Sports
        21000 pets 宠物 Pets
          21010 dog-food 狗粮 Dog Food
          21020 cat-food 猫粮 Cat Food
          21030 cat-litter 猫砂 Cat Litter
          21040 pet-toys 宠物玩具 Pet Toys
          21050 pet-beds-carriers 宠物窝包 Pet Beds & Carriers
          21060 aquariums 水族 Aquariums
        22000 car-motorcycle 汽车摩托 Cars & Motorcycles
          22010 car-parts 汽车配件 Car Parts
            22011 tyres 轮胎 Tyres
            22012 car-lights 车灯 Car Lights
            22013 brakes-filters 刹车滤清器 Brakes & Filters
          22020 car-accessories 汽车用品 Car Accessories
            22021 dash-cams 行车记录仪 Dash Cams
            22022 car-mats-seats 脚垫坐垫 Mats & Seat Covers
          22030 car-care 汽车养护 Car Care
          22040 motorcycles 摩托车 Motorcycles
          22050 motorcycle-gear 摩托车装备 Motorcycle Gear
          22060 electric-scooters 电动车 Electric Scooters
        23000 flowers-garden 鲜花园艺 Flowers & Garden
          23010 houseplants 绿植 Houseplants
          23020 seeds 种子 Seeds
          23030 garden-tools 园艺工具 Garden Tools
          23040 cut-flowers 鲜花 Cut Flowers
        24000 collectibles-art 收藏艺术 Collectibles & Art
          24010 coins-stamps 钱币邮票 Coins & Stamps
          24020 antiques 古董 Antiques
          24030 paintings-calligraphy 字画 Paintings & Calligraphy
          24040 crafts 工艺品 Crafts
          24050 trading-cards 卡牌 Trading Cards
        25000 second-hand 二手闲置 Second Hand
          25010 second-hand-phones 二手手机 Second-Hand Phones
          25020 second-hand-computers 二手电脑 Second-Hand Computers
          25030 second-hand-clothing 二手服饰 Second-Hand Clothing
          25040 second-hand-books 二手图书 Second-Hand Books
          25050 second-hand-luxury 二手奢侈品 Second-Hand Luxury
        26000 fashion-accessories 服饰配件 Fashion Accessories
          26010 hats 帽子 Hats
          26020 scarves 围巾 Scarves
          26030 belts 皮带 Belts
          26040 gloves 手套 Gloves
          26050 ties 领带 Ties
          26060 hair-accessories 发饰 Hair Accessories
        27000 other 其他 Other
          27010 party-supplies 节庆用品 Party & Festival
          27020 packaging 包装材料 Packaging
          27030 fabric-sewing 布料缝纫 Fabric & Sewing
          27040 miscellaneous 杂项 Miscellaneous
        """
}
