import TextAnalysis

/// Finds in a text how to reach somebody past the market: names of accounts on messengers, mail and web addresses, phone
/// numbers; also written in full width, in other scripts' digits, or with signs between the characters.
///
/// It is used where one person's words would be shown to others as the market's own. There it is better to leave out too
/// much: `vx 10001` may be a part's number.
struct ContactDetails {
    /// A text, and before which of its units something was left out.
    private struct Line {
        var units: [UInt16] = []
        var gaps: Set<Int> = []
    }

    private let text: [UInt16]
    /// Without what stands between Han characters and letters that stand alone: `微 信 a.b.c` is `微信abc`.
    private let joined: Line
    /// The same with the signs of addresses: `s h o p . c o m` is `shop.com`.
    private let joinedAddress: Line

    private init(_ text: String) {
        self.text = TextFolding.units(of: text)
        joined = Self.joined(self.text)
        joinedAddress = Self.joined(self.text, keeping: Self.addressSigns)
    }

    /// Whether a text says how to reach somebody, or holds a number that may be somebody's.
    static func areIn(_ text: String) -> Bool {
        let details = ContactDetails(text)
        return details.invites || details.hasLongNumber
    }

    /// Whether a text says how to reach somebody. Long numbers alone may be of parts and books.
    static func invite(_ text: String) -> Bool { ContactDetails(text).invites }

    private var invites: Bool {
        // What was not joined is the text itself.
        Self.hasAddress(text) || Self.hasMarker(Line(units: text))
            || !joined.gaps.isEmpty && (Self.hasAddress(joinedAddress.units) || Self.hasMarker(joined))
    }
}

// MARK: - Characters

extension ContactDetails {
    private static func isDigit(_ unit: UInt16) -> Bool { (0x30...0x39).contains(unit) }
    private static func isLetter(_ unit: UInt16) -> Bool { (0x61...0x7A).contains(unit) }
    private static func isAlphanumeric(_ unit: UInt16) -> Bool { isDigit(unit) || isLetter(unit) }
    private static func isHan(_ unit: UInt16) -> Bool { (0x3400...0x9FFF).contains(unit) }
    /// Neither a letter nor a digit of any kind that a text has once it is folded.
    private static func isSign(_ unit: UInt16) -> Bool { !isAlphanumeric(unit) && !isHan(unit) }
    private static func isOfName(_ unit: UInt16) -> Bool {
        isAlphanumeric(unit) || unit == UInt16(ascii: "_") || unit == UInt16(ascii: "-")
    }

    /// What may stand between the characters of a word without parting it for a reader.
    private static let longestGap = 3

    private static func joined(_ text: [UInt16], keeping signs: Set<UInt16> = []) -> Line {
        var result = Line()
        var place = 0
        while place < text.count {
            let unit = text[place]
            result.units.append(unit)
            place += 1
            var next = place
            while next < text.count, isSign(text[next]) { next += 1 }
            guard next > place, next < text.count, next - place <= longestGap else { continue }
            guard isSingle(text, place - 1), isSingle(text, next) else { continue }
            result.gaps.insert(result.units.count)
            result.units += text[place..<next].filter(signs.contains)
            place = next
        }
        return result
    }

    private static let addressSigns = dots.union("@/:".utf16)

    /// A Han character, or a letter or digit that stands alone.
    private static func isSingle(_ text: [UInt16], _ place: Int) -> Bool {
        isHan(text[place])
            || (place == 0 || !isAlphanumeric(text[place - 1]))
                && (place + 1 == text.count || !isAlphanumeric(text[place + 1]))
    }
}

// MARK: - Signals

extension ContactDetails {
    /// What a unit may begin. Nearly all begin nothing, so one look into a table spares looking for words there.
    private struct Signals: OptionSet {
        let rawValue: UInt8

        static let dot = Self(rawValue: 1)
        static let webAddress = Self(rawValue: 2)
        static let marker = Self(rawValue: 4)
    }

    /// By unit.
    private static let signals: [Signals] = {
        var signals = [Signals](repeating: [], count: 1 << 16)
        for unit in dots { signals[Int(unit)].insert(.dot) }
        for beginning in webBeginnings { signals[Int(beginning[0])].insert(.webAddress) }
        for unit in markers.keys { signals[Int(unit)].insert(.marker) }
        return signals
    }()
}

// MARK: - Numbers

extension ContactDetails {
    private static let hanDigits = Set("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺洞两拐勾".utf16)
    /// A run of digits so long is the number of somebody or of something that nobody types.
    private static let longRun = 7
    /// Digits in groups, as phone numbers are written.
    private static let longGroups = 10
    /// Groups of one or two digits.
    private static let shortGroup = 2

    private var hasLongNumber: Bool {
        var groups: [Int] = []
        var gap = 0
        var hanRun = 0
        for unit in text {
            hanRun = Self.hanDigits.contains(unit) ? hanRun + 1 : 0
            if hanRun >= Self.longRun { return true }
            if Self.isDigit(unit) || hanRun > 0 {
                if gap == 0, let last = groups.last {
                    groups[groups.count - 1] = last + 1
                } else {
                    groups.append(1)
                }
                gap = 0
                if Self.isLong(groups) { return true }
            } else if Self.isSign(unit), gap < Self.longestGap, !groups.isEmpty {
                gap += 1
            } else {
                groups = []
                gap = 0
            }
        }
        return false
    }

    private static func isLong(_ groups: [Int]) -> Bool {
        let sum = groups.reduce(0, +)
        let longest = groups.max() ?? 0
        return longest >= longRun || sum >= longGroups
            || (sum >= longRun && longest <= shortGroup && groups.count > longestGap)
    }
}

// MARK: - Addresses

extension ContactDetails {
    private static let domains: Set<[UInt16]> = Set(
        """
        com cn net org shop top xyz cc me io vip co info site online store app link ltd club tk ru hk tw uk de to ly biz \
        asia wang mobi icu pro live fun ink dev ai
        """.split(separator: " ").map { Array($0.utf16) })
    private static let commonDomains = Set(["com", "net", "org"].map { Array($0.utf16) })
    private static let webBeginnings = ["http", "www", "://", "t.me", "wa.me"].map { Array($0.utf16) }
    private static let dots = Set(".。・·点丶".utf16)

    private static func hasAddress(_ text: [UInt16]) -> Bool {
        let table = Self.signals
        for (place, unit) in text.enumerated() {
            // A mail address, or a name with its sign.
            if unit == UInt16(ascii: "@"), let next = text[(place + 1)...].first(where: { $0 != 0x20 }),
                isAlphanumeric(next)
            {
                return true
            }
            let signals = table[Int(unit)]
            if signals.contains(.dot), isDomain(text, place) { return true }
            if isParted(text, place) { return true }
            guard signals.contains(.webAddress), place == 0 || !isAlphanumeric(text[place - 1]) else { continue }
            if webBeginnings.contains(where: { text[place...].starts(with: $0) }) { return true }
        }
        return false
    }

    /// Whether a name and a common domain are parted at a place by something that is read as a dot: `shop[.]com`,
    /// `shop dot com`, `shop,com`.
    private static func isParted(_ text: [UInt16], _ place: Int) -> Bool {
        guard place > 0, isOfName(text[place - 1]), !isOfName(text[place]) else { return false }
        let rest = text[place...].prefix(longestParting)
        var part = Array(rest.prefix(while: isSign))
        let word = rest.dropFirst(part.count).prefix(while: isLetter)
        if word.elementsEqual("dot".utf16) {
            part += rest.dropFirst(part.count).prefix(word.count)
            part += rest.dropFirst(part.count).prefix(while: isSign)
        }
        let domain = text[(place + part.count)...].prefix(while: isAlphanumeric)
        guard part.contains(where: { $0 != 0x20 }), commonDomains.contains(Array(domain)) else { return false }
        return text[..<place].reversed().prefix(while: isOfName).contains(where: isAlphanumeric)
    }

    private static let longestParting = 12

    /// Whether the dot at a place has a name before it and a domain behind it.
    private static func isDomain(_ text: [UInt16], _ place: Int) -> Bool {
        let before = text[..<place].reversed().drop { $0 == 0x20 }.prefix(while: isOfName)
        let behind = text[(place + 1)...].drop { $0 == 0x20 }
        let domain = Array(behind.prefix(while: isAlphanumeric))
        if before.contains(where: isLetter) { return domains.contains(domain) }
        // 163.com, which is no number with a fraction.
        return before.count >= 2 && commonDomains.contains(domain)
    }
}

// MARK: - Messengers

extension ContactDetails {
    private struct Marker {
        enum Kind {
            /// Says by itself that somebody is to be reached elsewhere.
            case invitation
            /// Names a messenger: what follows is somebody's name there.
            case name
            /// May be something else; what follows has to look like a name.
            case short
            /// One sign for a messenger, which a colon makes clear.
            case sign
        }

        var text: [UInt16]
        var kind: Kind
    }

    private static func markers(_ kind: Marker.Kind, _ words: String) -> [Marker] {
        words.split(separator: ",").map { word in
            Marker(text: Array(word.drop { $0.isWhitespace }.utf16), kind: kind)
        }
    }

    /// By their first unit, in Simplified characters and small letters.
    private static let markers = Dictionary(
        grouping: markers(
            .invitation,
            """
            加微,加薇,加威,加维,加徽,加v,加vx,加wx,加qq,加q,加扣,加群,加line,加赖,加电报,加tg,加我,加好友,+v,+vx,+wx,+微,+薇,+q,+qq,\
            ➕v,➕vx,➕微,➕薇,➕q,私聊,私信,联系方式,联系电话,微信号,微信群,微信同号,微信联系,薇信号,qq号,qq群,vx号,wx号,v信号,扣扣号,\
            企鹅号,飞机号,纸飞机,扫码加,call me,text me,contact me,dm me,add me,message me,my wechat,my whatsapp,my telegram
            """)
            + markers(
                .name,
                """
                微信,薇信,威信,维信,徽信,微x,v信,薇芯,威芯,扣扣,电报,电话,手机号,wechat,we chat,weixin,wei xin,w3chat,\
                whatsapp,whats app,telegram,kakaotalk,skype,snapchat,line id,gmail,hotmail,outlook.com,instagram,discord,\
                viber,facebook,小红书号,抖音号,快手号,卫星,绿泡泡,绿泡,绿色软件,唯信,魏信,溦信,电报群,纸飞机,加微,\
                加魏,家微,家薇,jiawei,jia wei
                """)
            + markers(.short, "vx,wx,qq,tg,加v,加w,wa,tel,v信,微号,ins,fb,ig")
            + markers(.sign, "微,薇,威,v,q,扣,群,id,line,飞机,抖音,小红书")
    ) { $0.text[0] }

    private static let fillers = Set(" :;=-_.,，、。→>～~#*|/\\()（）【】[]是为搜号码账帐同联系我加➕+".utf16)
    private static let longestFiller = 6
    private static let colons = Set(":=：→".utf16)

    /// What follows as one name; of a number its groups together.
    private static func name(_ text: ArraySlice<UInt16>) -> [UInt16] {
        guard let first = text.first, isDigit(first) else { return Array(text.prefix(while: isOfName)) }
        let number = text.prefix { isDigit($0) || isSign($0) }.filter(isDigit)
        let name = text.prefix(while: isOfName)
        return name.count > number.count ? Array(name) : number
    }

    private static func hasMarker(_ line: Line) -> Bool {
        let table = Self.signals
        for (place, unit) in line.units.enumerated() where table[Int(unit)].contains(.marker) {
            guard let candidates = markers[unit] else { continue }
            for marker in candidates where holds(marker, line, place) { return true }
        }
        return false
    }

    private static func holds(_ marker: Marker, _ line: Line, _ place: Int) -> Bool {
        let text = line.units
        guard text[place...].starts(with: marker.text) else { return false }
        // A word in letters is none inside another.
        if isAlphanumeric(marker.text[0]), place > 0, isAlphanumeric(text[place - 1]), !line.gaps.contains(place) {
            return false
        }
        let end = place + marker.text.count
        let endsInLetter = marker.text.last.map(isLetter) ?? false
        let runsOn = end < text.count && endsInLetter && isLetter(text[end]) && !line.gaps.contains(end)
        if marker.kind == .invitation { return !runsOn }
        guard !runsOn else { return false }
        let filler = text[end...].prefix { fillers.contains($0) }.prefix(longestFiller)
        let name = name(text[(end + filler.count)...])
        let hasColon = filler.contains { colons.contains($0) }
        switch marker.kind {
        case .invitation: return true
        case .name: return name.count >= 4
        case .short: return name.count >= 5 && name.contains(where: isDigit) || hasColon && name.count >= 4
        case .sign: return hasColon && name.count >= 5
        }
    }
}

extension UInt16 {
    fileprivate init(ascii scalar: Unicode.Scalar) { self = UInt16(UInt8(ascii: scalar)) }
}
