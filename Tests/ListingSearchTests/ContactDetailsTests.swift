import Testing

@testable import ListingSearch

@Suite("How to reach somebody past the market is found")
struct ContactDetailsTests {
    @Test(
        "names on messengers, mail and web addresses, in the ways that people hide them",
        arguments: [
            "iphone 加微信 abc888", "iphone加V：abc888", "iPhone 15 vx abc8889", "iphone wx:abc888", "薇信 abc888", "威信abc888",
            "加薇 abc", "➕v abc888", "+V abc888", "+vx", "QQ 123456789", "ｑｑ：１２３４５６", "Ｑ Ｑ 1 2 3 4 5 6",
            "q.q.1.2.3.4.5.6",
            "V X a b c 8 8 8", "微 信 a b c 8 8 8", "微-信：abc888", "微·信 号 abc888", "微❤信 abc888", "加❤V❤abc",
            "wechat bobshop",
            "WeChat: bob_2020", "w e c h a t bob2020", "telegram @bobshop", "Telegram bobshop", "whatsapp 13800138000",
            "WhatsApp +86 138 0013 8000", "扣扣 88888888", "联系电话 138", "微信号 bobshop", "微信同号", "扫码加群", "加我微信", "私聊",
            "bob@example.com", "bob (at) 163.com", "BOB＠EXAMPLE．COM", "www.bobshop.cn", "http://x.y",
            "https://t.me/bob", "bobshop.com",
            "bobshop。com", "bobshop . com", "bobshop点com", "t.me/bobshop", "微：abc888", "v:abc888", "call me 138",
            "微信: bobshop",
            "𝐰𝐞𝐜𝐡𝐚𝐭 bob2020", "Ⓦⓔⓒⓗⓐⓣ bob2020", "wx\u{200B}: abc888", "加\u{200B}微\u{200B}信 abc888", "電報 bobshop",
            "加賴 bobshop", "b o b s h o p 1 . c o m", "t . m e / b o b s h o p 1", "iphone 卫星 bob8173", "绿泡泡 bob8174",
            "微❤信 bob888", "唯信 bobshop", "溦信 bobshop", "instagram bobshop", "discord bobshop", "抖音号 bobshop",
            "line: bobshop", "fb: bobshop", "bobshop[.]com", "bobshop(dot)com", "bobshop dot com", "bobshop,com",
            "bobshop丶com",
            "bobshop•com", "bob at 163 dot com",
        ])
    func invitations(text: String) {
        #expect(ContactDetails.invite(text), "\(text)")
        #expect(ContactDetails.areIn(text), "\(text)")
    }

    @Test(
        "numbers that may be somebody's",
        arguments: [
            "13800138000", "138 0013 8000", "138-0013-8000", "１３８００１３８０００", "1 3 8 0 0 1 3 8 0 0 0", "1.3.8.0.0.1.3.8",
            "①③⑧⓪⓪①③⑧⓪⓪⓪", "一三八零零一三八零零零", "+86 138 0013 8000", "iphone 8888888", "(010) 8888 8888", "13 80 01 38 00 0",
            "1 3 8 - 0 0 1 3 - 8 1 3 3", "幺三八洞洞幺三八一八四", "1|3|8|0|0|1|3|8", "1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣", "138 - 0013 - 8130",
            "138、0013、8132", "1+3+8+0+0+1+3+8", "1❤3❤8❤0❤0❤1❤3❤8",
        ])
    func numbers(text: String) { #expect(ContactDetails.areIn(text), "\(text)") }

    @Test(
        "what shoppers look for is none of it",
        arguments: [
            "iphone 15", "iPhone 15 Pro Max 256GB", "连衣裙 夏季 2024 新款", "红色 法式 长款 连衣裙", "QQ糖", "微距镜头", "飞机模型", "vx1000",
            "wx-30",
            "KFC", "500ml", "1kg", "usb 3.0", "hdmi 2.1 cable", "2 in 1", "s.h.figuarts", "vitamin b12", "24.5 x 36.7",
            "no.1",
            "三星 s24 ultra", "女鞋 35 36 37", "威士忌", "v领 毛衣", "加绒 加厚", "微波炉", "nike air max 90", "t-shirt",
            "5V 2A 充电器",
            "一次性手套", "三件套", "二手 四六级 真题", "q弹 果冻", "群星 专辑", "id 卡套", "1/144 gundam", "13.3 寸", "coca cola 330 ml",
            "wa lily",
            "telephone", "teapot", "tel aviv", "qqq", "电话亭", "手机号码簿", "dm", "me.", "us 10.5", "7up", "4711",
        ])
    func honest(text: String) { #expect(!ContactDetails.areIn(text), "\(text)") }

    @Test("of real titles hardly one is taken for an invitation", .enabled(if: EvaluationData.hasTitles))
    func realTitles() throws {
        let titles = try EvaluationData.titles()
        let invitations = titles.filter(ContactDetails.invite)
        let share = Double(invitations.count) / Double(titles.count)
        #expect(share < 0.001, "\(invitations.count) of \(titles.count): \(invitations.prefix(40))")
    }
}
