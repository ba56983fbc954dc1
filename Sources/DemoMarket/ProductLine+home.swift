extension ProductLine {
    /// Home, kitchen, beauty, food, children, sport and the rest.
    static let homeTable = """
        rice-cookers | 电饭煲,电饭锅 | rice cooker | 美的 Midea,苏泊尔 SUPOR,九阳 Joyoung | IH加热,预约,不粘,迷你 | induction,non-stick,mini | 1.6L,3L,4L,5L | 99,1299
        kettles | 电热水壶,养生壶 | electric kettle | 美的 Midea,苏泊尔 SUPOR,小熊 Bear | 304不锈钢,自动断电,保温,玻璃 | stainless steel,auto off,glass | 0.8L,1.5L,1.7L | 39,299
        coffee-machines | 咖啡机,意式咖啡机 | coffee machine,espresso machine | 德龙 DeLonghi,飞利浦 Philips,雀巢 Nespresso | 全自动,奶泡,研磨一体,家用 | automatic,milk frother,grinder | 1.2L,1.8L | 199,5999
        air-fryers | 空气炸锅 | air fryer | 美的 Midea,九阳 Joyoung,飞利浦 Philips | 可视,大容量,免翻面,智能 | large,digital,visible | 4L,5L,6L | 129,899
        vacuum-cleaners | 吸尘器,扫地机器人,洗地机 | vacuum cleaner,robot vacuum | 戴森 Dyson V12,石头 Roborock,科沃斯 ECOVACS,小米 Xiaomi | 无线,大吸力,自清洁,除螨 | cordless,self cleaning | 150W,400W | 199,4999
        hair-dryers | 电吹风,吹风机 | hair dryer | 戴森 Dyson HD15,松下 Panasonic,徕芬 laifen | 负离子,高速,护发,折叠 | ionic,high speed,foldable | 1200W,1600W,1800W | 59,2999
        skincare | 面霜,精华液,爽肤水,面膜 | face cream,serum,toner,sheet mask | 兰蔻 Lancôme,雅诗兰黛 Estée Lauder,珀莱雅 PROYA,科颜氏 Kiehl's,SK-II | 补水保湿,抗皱,美白,敏感肌,玻尿酸 | hydrating,anti-aging,sensitive skin | 30ml,50ml,100ml,250ml,5片 | 49,1999
        makeup | 口红,粉底液,眼影,气垫 | lipstick,foundation,eyeshadow | 迪奥 Dior 999,MAC,花西子,完美日记,YSL | 持久,不脱色,哑光,滋润,显白 | matte,long lasting,moisturising | 3.5g,30ml | 29,459
        perfume | 香水,淡香水 | perfume,eau de toilette | 香奈儿 Chanel No.5,祖玛珑 Jo Malone,迪奥 Dior,气味图书馆 | 持久淡香,木质调,花香,礼盒 | woody,floral,gift box | 30ml,50ml,100ml | 59,1699
        shampoo | 洗发水,护发素 | shampoo,conditioner | 海飞丝,潘婷 Pantene,卡诗 Kérastase,欧莱雅 L'Oréal | 去屑,控油,柔顺,防脱,无硅油 | anti-dandruff,oil control,silicone free | 250ml,500ml,750ml,1L | 19,399
        tea | 茶叶,绿茶,龙井,普洱茶,铁观音 | tea,green tea,oolong tea,puer tea | 八马,大益,西湖牌,立顿 Lipton | 明前特级,浓香,礼盒装,罐装,2024新茶 | premium,loose leaf,gift box | 50g,100g,250g,500g,1斤 | 19,999
        snacks | 坚果,薯片,牛肉干,饼干 | nuts,chips,beef jerky,biscuits | 三只松鼠,良品铺子,乐事 Lay's,百草味 | 网红,大礼包,独立小包装,孕妇,办公室零食 | gift pack,individually wrapped | 100g,250g,500g,1kg,2斤 | 9,199
        coffee | 咖啡豆,挂耳咖啡,速溶咖啡 | coffee beans,drip coffee,instant coffee | 星巴克 Starbucks,三顿半,雀巢 Nescafé,隅田川 | 深烘,意式拼配,无糖,冻干 | dark roast,espresso blend,sugar free | 100g,250g,500g,1kg | 19,299
        fresh-fruit | 苹果,车厘子,橙子,芒果 | apples,cherries,oranges,mango | 烟台,赣南,智利进口,海南 | 新鲜,脆甜,整箱,包邮,当季 | fresh,sweet,box | 2斤,5斤,10斤,5kg | 19,199
        bed-sets | 四件套,床单,被套 | bedding set,duvet cover | 水星家纺,罗莱 LUOLAI,南极人 | 纯棉,磨毛,ins风,1.8m床,裸睡 | cotton,brushed,king size | 1.2m,1.5m,1.8m,2.0m | 69,1299
        storage | 收纳盒,置物架,收纳箱 | storage box,shelf,organizer | 宜家 IKEA,禧天龙,太力 | 透明,折叠,带盖,大号,免打孔 | foldable,clear,with lid | 10L,30L,60L,100L | 9,199
        pans-pots | 炒锅,不粘锅,砂锅 | wok,frying pan,stock pot | 苏泊尔 SUPOR,双立人 ZWILLING,炊大皇 | 无涂层,电磁炉通用,麦饭石,304不锈钢 | non-stick,induction,stainless steel | 24cm,28cm,30cm,32cm | 49,1299
        lighting | 台灯,吸顶灯,小夜灯 | desk lamp,ceiling light,night light | 飞利浦 Philips,欧普 OPPLE,小米 Xiaomi | 护眼,LED,遥控,可充电 | LED,dimmable,rechargeable | 5W,12W,24W,36W | 19,599
        building-blocks | 积木,拼装玩具 | building blocks,brick set | 乐高 LEGO,布鲁可,森宝 | 益智,男孩,机械组,儿童生日礼物 | educational,creative,gift | 200片,500片,1000片 | 29,1999
        nappies | 纸尿裤,拉拉裤 | diapers,pull-up pants | 帮宝适 Pampers,花王 Merries,好奇 Huggies | 超薄,透气,干爽,一级帮 | ultra thin,breathable | S,M,L,XL,XXL | 49,299
        yoga | 瑜伽垫,瑜伽服 | yoga mat,yoga wear | Lululemon,Keep,迪卡侬 Decathlon | 防滑,加厚,TPE,初学者 | non-slip,thick,TPE | 6mm,8mm,10mm | 29,699
        tents | 帐篷,天幕 | tent,camping tarp | 牧高笛,探险者,迪卡侬 Decathlon | 全自动,防雨,3-4人,户外露营 | automatic,rainproof,4 person | 2人,4人,6人 | 99,1499
        bicycles | 自行车,山地车,折叠车 | bicycle,mountain bike,folding bike | 捷安特 GIANT,美利达 MERIDA,永久 | 变速,碟刹,铝合金,通勤 | disc brakes,aluminium,21 speed | 20寸,24寸,26寸,27.5寸 | 299,4999
        fiction | 小说,三体,长篇小说 | novel,science fiction | 人民文学出版社,作家出版社,Penguin | 正版,精装,全集,签名版 | hardcover,box set,paperback | 16开,32开 | 15,199
        dog-food | 狗粮,狗零食 | dog food,dog treats | 皇家 Royal Canin,比瑞吉,渴望 Orijen | 成犬,幼犬,无谷,通用型 | adult,puppy,grain free | 1.5kg,2kg,10kg,20斤 | 29,699
        cat-food | 猫粮,猫罐头,猫条 | cat food,wet cat food | 皇家 Royal Canin,渴望 Orijen,网易严选 | 全价,冻干,成猫,幼猫,无谷 | adult,kitten,grain free | 85g,1.5kg,2kg,5斤 | 9,599
        car-accessories | 车载手机支架,行车记录仪,脚垫 | car phone mount,dash cam,car mats | 70迈,小米 Xiaomi,3M,固特异 | 高清夜视,磁吸,专用,四季通用 | night vision,magnetic,universal | 单镜头,双镜头 | 19,899
        power-tools | 电钻,角磨机,电动螺丝刀 | cordless drill,angle grinder,screwdriver | 博世 BOSCH,得伟 DEWALT,牧田 Makita | 锂电,无刷,家用,套装 | brushless,cordless,kit | 12V,18V,20V | 59,1999
        """
}
