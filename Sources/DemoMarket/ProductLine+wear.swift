extension ProductLine {
    /// Clothing, shoes, bags and jewellery.
    static let wearTable = """
        womens-dresses | 连衣裙,长裙,碎花裙,吊带裙 | dress,maxi dress,midi dress | 茵曼,ZARA,优衣库 UNIQLO,伊芙丽,MO&Co. | 夏季新款,雪纺,显瘦,法式,气质,收腰,复古,小个子,高腰,春秋 | chiffon,floral,summer,elegant,A-line,slim | S,M,L,XL,2XL | 59,899
        womens-skirts | 半身裙,百褶裙,牛仔裙,A字裙 | skirt,pleated skirt | 茵曼,ONLY,VERO MODA,森马 | 高腰,显瘦,中长款,春夏,学院风 | high waist,pleated,summer | S,M,L,XL | 39,459
        womens-tshirts | T恤女,短袖女,打底衫 | women t-shirt,tee | 优衣库 UNIQLO,太平鸟,韩都衣舍 | 纯棉,宽松,夏装,印花,圆领,短袖 | cotton,loose,crew neck,printed | S,M,L,XL,XXL | 19,199
        womens-knitwear | 毛衣女,针织衫,开衫 | sweater,cardigan | 恒源祥,鄂尔多斯,UR | 羊毛,加厚,慵懒风,V领,秋冬 | wool,thick,v-neck | M,L,XL | 69,699
        womens-down-jackets | 羽绒服女,羽绒外套 | down jacket women | 波司登 BOSIDENG,雪中飞,鸭鸭 | 中长款,白鸭绒,加厚,连帽,轻薄 | hooded,lightweight,long,warm | S,M,L,XL | 199,1999
        womens-jeans | 牛仔裤女,阔腿裤 | women jeans,wide leg jeans | Lee,Levi's,ONLY | 高腰,直筒,显瘦,弹力,九分 | high rise,straight,stretch | 25,26,27,28,29,30 | 69,699
        mens-tshirts | T恤男,短袖男,polo衫 | men t-shirt,polo shirt | 海澜之家,优衣库 UNIQLO,李宁 LI-NING | 纯棉,宽松,速干,夏季,潮牌 | cotton,quick dry,loose fit | M,L,XL,2XL,3XL | 29,299
        mens-shirts | 衬衫男,长袖衬衫 | men shirt,oxford shirt | 雅戈尔,海澜之家,罗蒙 | 免烫,商务,修身,白色,格子 | non-iron,business,slim fit | 38,39,40,41,42 | 59,599
        mens-jackets | 夹克男,冲锋衣,外套 | men jacket,windbreaker | 七匹狼,骆驼 CAMEL,探路者 | 防风,防水,加绒,春秋,三合一 | windproof,waterproof,fleece | L,XL,2XL,3XL | 129,1299
        mens-jeans | 牛仔裤男,直筒裤 | men jeans | Levi's,Lee,GXG | 修身,弹力,宽松,黑色 | slim,stretch,black | 29,30,31,32,33,34 | 79,799
        socks | 袜子,船袜,中筒袜 | socks,ankle socks | 浪莎,南极人,恒源祥 | 纯棉,防臭,吸汗,10双装,秋冬 | cotton,odor resistant,10 pairs | 均码 | 9,69
        sleepwear | 睡衣,家居服,睡裙 | pajamas,nightdress | 南极人,芬腾,猫人 | 纯棉,珊瑚绒,情侣,长袖,套装 | cotton,couple,long sleeve | M,L,XL | 49,299
        running-shoes | 跑步鞋,运动鞋,跑鞋 | running shoes,trainers | 耐克 Nike,阿迪达斯 adidas,李宁 LI-NING,安踏 ANTA,亚瑟士 ASICS | 缓震,透气,轻便,网面,男女同款 | cushioned,breathable,lightweight | 36,37,38,39,40,41,42,43,44 | 159,1499
        basketball-shoes | 篮球鞋,高帮球鞋 | basketball shoes | 耐克 Nike,李宁 LI-NING,安踏 ANTA,乔丹 Jordan | 实战,防滑,耐磨,碳板 | high top,grip,carbon plate | 40,41,42,43,44,45 | 259,1899
        canvas-shoes | 帆布鞋,小白鞋 | canvas shoes,sneakers | 匡威 Converse,Vans,回力 Warrior | 经典,低帮,高帮,百搭,学生 | classic,low top,high top | 35,36,37,38,39,40,41,42 | 49,599
        high-heels | 高跟鞋,单鞋 | high heels,pumps | 百丽 BELLE,达芙妮,星期六 | 尖头,细跟,真皮,6cm,婚鞋 | pointed toe,leather,6cm | 34,35,36,37,38,39 | 99,899
        mens-leather-shoes | 皮鞋男,商务皮鞋 | leather shoes,oxfords | 奥康,红蜻蜓,意尔康 | 真皮,牛皮,正装,系带,透气 | genuine leather,formal,lace-up | 38,39,40,41,42,43,44 | 129,999
        handbags | 手提包,斜挎包,托特包,单肩包 | handbag,crossbody bag,tote bag | Coach,Michael Kors,小CK,MCM | 真皮,大容量,小众,通勤,链条 | leather,large,chain,commuter | 小号,中号,大号 | 99,4999
        backpacks | 双肩包,书包,电脑包 | backpack,school bag,laptop backpack | 小米 Xiaomi,新秀丽 Samsonite,北面 The North Face | 大容量,防水,15.6寸,轻便,USB | waterproof,15.6 inch,large | 20L,25L,30L,40L | 59,899
        suitcases | 行李箱,拉杆箱,登机箱 | suitcase,carry-on luggage | 新秀丽 Samsonite,美旅,90分 | 万向轮,铝框,密码锁,静音 | spinner wheels,TSA lock,aluminium | 20寸,24寸,26寸,28寸 | 159,2499
        watches | 手表,石英表,机械表 | watch,quartz watch,automatic watch | 卡西欧 CASIO,天梭 Tissot,精工 SEIKO,西铁城 CITIZEN | 防水,夜光,钢带,男表,女表,日历 | waterproof,steel band,luminous | 36mm,40mm,42mm | 99,7999
        necklaces | 项链,吊坠,锁骨链 | necklace,pendant | 周大福,潘多拉 PANDORA,施华洛世奇 Swarovski | 925银,送女友,珍珠,18K金 | 925 silver,pearl,18K gold | 40cm,45cm | 59,3999
        sunglasses | 太阳镜,墨镜 | sunglasses | 雷朋 Ray-Ban,暴龙,陌森 | 偏光,防紫外线,开车,复古 | polarized,UV400,driving | 均码 | 69,1299
        """
}
