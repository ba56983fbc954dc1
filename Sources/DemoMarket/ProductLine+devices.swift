extension ProductLine {
    /// Phones, computers, sound and pictures.
    static let deviceTable = """
        phones | 手机,5G手机,智能手机 | smartphone,5G phone | 苹果 Apple iPhone15,华为 HUAWEI Mate60,小米 Xiaomi 14Ultra,荣耀 HONOR 90,OPPO Reno11,vivo X100,三星 Samsung S24 | 全网通,双卡双待,官方正品,国行,拍照,快充 | unlocked,dual SIM,fast charging | 8GB+128GB,8GB+256GB,12GB+256GB,16GB+512GB,16GB+1TB | 899,9999
        phone-cases | 手机壳,保护套,硅胶壳 | phone case,silicone case | 适用iPhone15,适用iPhone14ProMax,适用华为Mate60Pro,适用小米14,UGREEN,Spigen | 防摔,磁吸,透明,液态硅胶,卡通,情侣 | shockproof,MagSafe,clear | 6.1寸,6.7寸 | 9,199
        screen-protectors | 钢化膜,手机膜 | screen protector,tempered glass | 适用iPhone15,闪魔,倍思 Baseus | 高清,防窥,全屏,2片装 | HD,privacy,2 pack | 6.1寸,6.7寸 | 5,89
        chargers-cables | 充电器,数据线,快充头,Type-C数据线 | charger,USB-C cable,fast charger | 绿联 UGREEN,安克 Anker,倍思 Baseus,小米 Xiaomi | 氮化镓,PD快充,编织,1米,2米,多口 | GaN,PD,braided,USB-C | 20W,33W,65W,100W,140W | 9,299
        power-banks | 充电宝,移动电源 | power bank,portable charger | 安克 Anker,罗马仕 ROMOSS,小米 Xiaomi,倍思 Baseus | 快充,自带线,磁吸,可上飞机,大容量 | fast charging,magnetic,slim | 5000mAh,10000mAh,20000mAh,30000mAh | 49,399
        smartwatches | 智能手表,运动手环 | smartwatch,fitness band | 华为 HUAWEI Watch GT4,小米 Xiaomi,佳明 Garmin,Apple Watch | 心率,血氧,GPS,睡眠监测,防水 | heart rate,GPS,sleep tracking | 41mm,46mm | 149,3299
        laptops | 笔记本电脑,游戏本,轻薄本 | laptop,notebook,gaming laptop | 联想 Lenovo ThinkPad X1,惠普 HP EliteBook,戴尔 Dell XPS,华硕 ASUS ROG,苹果 MacBook Pro,华为 MateBook | i5,i7,R7,RTX4060,2.5K,学生,商务办公 | Core i7,16GB,RTX 4060,business | 13.3寸,14寸,15.6寸,16寸,17.3寸 | 2499,18999
        tablets | 平板电脑,学习平板 | tablet | 苹果 iPad Air,华为 MatePad,小米 Xiaomi Pad 6,三星 Galaxy Tab | 护眼,学习,WiFi版,手写笔,高刷 | WiFi,stylus,120Hz | 8寸,10.9寸,11寸,12.9寸 | 599,8999
        memory-modules | 内存条,台式机内存 | memory module,DDR5 RAM | 金士顿 Kingston,海盗船 Corsair,英睿达 Crucial | DDR4,DDR5,3200MHz,6000MHz,马甲条 | DDR4,DDR5,3200MHz | 8GB,16GB,32GB | 79,999
        solid-state-drives | 固态硬盘,移动固态 | SSD,NVMe SSD,portable SSD | 三星 Samsung 990PRO,西部数据 WD SN770,致态,金士顿 Kingston | M.2,PCIe4.0,NVMe,SATA3.0,高速 | M.2,PCIe 4.0,NVMe | 256GB,512GB,1TB,2TB,4TB | 129,1999
        monitors | 显示器,电竞显示器,曲面屏 | monitor,gaming monitor | 戴尔 Dell,AOC,飞利浦 Philips,LG UltraGear,明基 BenQ | 4K,2K,144Hz,IPS,Type-C,护眼 | 4K,144Hz,IPS,USB-C | 23.8寸,27寸,32寸,34寸 | 499,6999
        keyboards | 键盘,机械键盘,无线键盘 | keyboard,mechanical keyboard | 罗技 Logitech,樱桃 CHERRY MX,雷蛇 Razer,Keychron K2 | 红轴,茶轴,RGB,三模,热插拔,静音 | red switch,RGB,wireless | 61键,87键,104键 | 59,1299
        mice | 鼠标,无线鼠标,电竞鼠标 | mouse,wireless mouse | 罗技 Logitech G502,雷蛇 Razer,微软 Microsoft | 静音,蓝牙,可充电,人体工学 | silent,Bluetooth,ergonomic | 1600DPI,4000DPI,26000DPI | 29,899
        usb-flash-drives | U盘,优盘 | USB flash drive | 闪迪 SanDisk,金士顿 Kingston,爱国者 | USB3.2,Type-C双接口,金属,高速 | USB 3.2,metal | 32GB,64GB,128GB,256GB | 19,199
        routers | 路由器,千兆路由器 | router,WiFi 6 router | 华为 HUAWEI AX3,TP-LINK,小米 Xiaomi AX3000,华硕 ASUS | WiFi6,双频,穿墙,Mesh,千兆 | WiFi 6,dual band,mesh | AX1800,AX3000,AX6000 | 79,1499
        printers | 打印机,激光打印机,喷墨打印机 | printer,laser printer,inkjet printer | 惠普 HP LaserJet,爱普生 Epson L4266,佳能 Canon,兄弟 Brother | 家用,无线,双面,彩色,复印扫描一体机 | wireless,duplex,all-in-one,colour | A4,A3 | 299,3999
        headphones | 耳机,蓝牙耳机,头戴式耳机 | headphones,earbuds,wireless headphones | 索尼 Sony WH-1000XM5,AirPods Pro 2,漫步者 EDIFIER,森海塞尔 Sennheiser,Bose QC45 | 主动降噪,蓝牙5.3,长续航,入耳式,Hi-Res | noise cancelling,Bluetooth 5.3,Hi-Res | 黑色,白色 | 49,2999
        speakers | 音箱,蓝牙音箱,回音壁 | speaker,Bluetooth speaker,soundbar | JBL Flip6,漫步者 EDIFIER,小米 Xiaomi,Marshall | 便携,防水,低音炮,户外 | portable,waterproof,bass | 10W,20W,40W,100W | 59,2999
        digital-cameras | 相机,微单相机,单反相机 | camera,mirrorless camera | 索尼 Sony A7M4,佳能 Canon R6,尼康 Nikon Z5,富士 Fujifilm X-T5 | 全画幅,4K,套机,Vlog,防抖 | full frame,4K,vlog | 机身,24-70mm套机 | 1999,19999
        camera-lenses | 镜头,定焦镜头 | lens,prime lens | 适马 Sigma,腾龙 Tamron,佳能 Canon RF,索尼 Sony FE | 大光圈,人像,广角,长焦 | f/1.8,portrait,wide angle | 35mm,50mm,85mm,70-200mm | 699,12999
        game-consoles | 游戏机,掌机 | game console,handheld console | 任天堂 Nintendo Switch OLED,索尼 PS5,Xbox Series X,Steam Deck | 国行,日版,双手柄,续航 | OLED,1TB,bundle | 512GB,1TB | 899,4999
        televisions | 电视,液晶电视,智能电视 | TV,smart TV,LED TV | 小米 Xiaomi,海信 Hisense,TCL,索尼 Sony,创维 Skyworth | 4K,高刷,语音,护眼,全面屏 | 4K,120Hz,QLED | 43寸,55寸,65寸,75寸,85寸 | 999,9999
        """
}
