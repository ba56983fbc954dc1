import Catalog
import SeededRandom

/// Writes one listing of a product line, in the way of one kind of seller.
struct ListingWriter {
    private let product: ProductLine
    private let random: SplitMix64

    /// How a title is written.
    private enum Style {
        case simplified, traditional, english, bilingual
    }

    init(product: ProductLine, random: SplitMix64) {
        self.product = product
        self.random = random
    }

    func content(categoryID: Category.ID) -> ListingContent {
        var random = random
        let style = style(&random)
        let brand = product.brands[random.skewed(product.brands.count)]
        let size = product.sizes[random.below(product.sizes.count)]
        let colour = Words.colours[random.below(Words.colours.count)]
        let title = title(style, brand: brand, size: size, colour: colour, &random)
        let place = Words.places[style == .traditional ? random.below(2) : 2 + random.skewed(Words.places.count - 2)]
        let condition: Condition = random.chance(0.86) ? .new : Condition.allCases[1 + random.below(4)]
        let price = price(condition, currency: place.currency, &random)
        return ListingContent(
            title: title, description: description(style, title: title, colour: colour, size: size, &random),
            categoryID: categoryID, condition: condition, price: price,
            quantity: condition == .new ? 1 + random.below(999) : 1, region: place.region,
            shipsTo: random.chance(0.3) ? ["worldwide"] : [String(place.region.prefix(2))],
            shippingFeeMinor: random.chance(0.7) ? 0 : Int64(5 + random.below(20)) * 100,
            attributes: attributes(style, brand: brand, colour: colour, size: size))
    }

    private func style(_ random: inout SplitMix64) -> Style {
        let draw = random.share()
        if draw < 0.6 { return .simplified }
        if draw < 0.72 { return .traditional }
        return draw < 0.9 ? .english : .bilingual
    }

    // MARK: Words

    private func title(
        _ style: Style, brand: String, size: String, colour: (chinese: String, english: String),
        _ random: inout SplitMix64
    ) -> String {
        switch style {
        case .english: return english(brand, size, colour.english, &random)
        case .simplified: return chinese(brand, size, colour.chinese, &random)
        case .traditional: return Traditional.text(chinese(brand, size, colour.chinese, &random))
        case .bilingual:
            let noun = product.nounsEnglish[random.below(product.nounsEnglish.count)]
            return "\(chinese(brand, size, colour.chinese, &random)) \(noun)"
        }
    }

    private func chinese(_ brand: String, _ size: String, _ colour: String, _ random: inout SplitMix64) -> String {
        let features = pick(product.featuresChinese, 2 + random.below(3), &random)
        let noun = product.nounsChinese[random.skewed(product.nounsChinese.count)]
        var parts = [brand.contains(" ") && random.chance(0.5) ? brand.replacing(" ", with: "/") : brand]
        parts += features.dropLast()
        parts.append(noun)
        parts += features.suffix(1)
        if random.chance(0.6) { parts.append(colour) }
        if random.chance(0.7) { parts.append(size) }
        if random.chance(0.35) { parts.append(Words.offers[random.skewed(Words.offers.count)]) }
        if random.chance(0.4) { parts.append(model(&random)) }
        if random.chance(0.25) { parts.insert(Words.years[random.below(Words.years.count)], at: 1) }
        return parts.joined(separator: random.chance(0.5) ? " " : "")
    }

    private func english(_ brand: String, _ size: String, _ colour: String, _ random: inout SplitMix64) -> String {
        let features = pick(product.featuresEnglish, 1 + random.below(3), &random)
        let noun = product.nounsEnglish[random.skewed(product.nounsEnglish.count)]
        let latin = brand.split(separator: " ").filter { $0.utf8.allSatisfy { $0 < 0x80 } }.joined(separator: " ")
        var parts = latin.isEmpty ? [] : [latin]
        parts += [noun] + features
        parts.append(colour)
        if size.utf8.allSatisfy({ $0 < 0x80 }) { parts.append(size) }
        if random.chance(0.5) { parts.append(model(&random).uppercased()) }
        return parts.joined(separator: " ")
    }

    private func model(_ random: inout SplitMix64) -> String {
        let letters = Array("abcdefghjkmnprstuvwxyz")
        let first = letters[random.below(letters.count)]
        let second = letters[random.below(letters.count)]
        return "\(first)\(second)\(100 + random.below(9_900))"
    }

    private func pick(_ words: [String], _ count: Int, _ random: inout SplitMix64) -> [String] {
        var rest = words
        return (0..<min(count, words.count)).map { _ in rest.remove(at: random.below(rest.count)) }
    }

    private func description(
        _ style: Style, title: String, colour: (chinese: String, english: String), size: String,
        _ random: inout SplitMix64
    ) -> String {
        if style == .english {
            let opening = Words.openingsEnglish[random.below(Words.openingsEnglish.count)]
            return
                "\(opening) \(product.nounsEnglish[0]), \(colour.english), \(size). Ships within \(1 + random.below(5)) days."
        }
        let opening = Words.openingsChinese[random.below(Words.openingsChinese.count)]
        let text = "\(opening)\(product.nounsChinese[0])，\(colour.chinese)，规格\(size)，\(1 + random.below(5))天内发货。"
        return style == .traditional ? Traditional.text(text) : text
    }

    private func attributes(
        _ style: Style, brand: String, colour: (chinese: String, english: String), size: String
    ) -> [ListingAttribute] {
        if style == .english {
            return [
                ListingAttribute(name: "brand", value: brand), ListingAttribute(name: "colour", value: colour.english),
                ListingAttribute(name: "size", value: size),
            ]
        }
        let attributes = [("品牌", brand), ("颜色", colour.chinese), ("规格", size)]
        return attributes.map { name, value in
            style == .traditional
                ? ListingAttribute(name: Traditional.text(name), value: Traditional.text(value))
                : ListingAttribute(name: name, value: value)
        }
    }

    // MARK: Prices

    /// Between the line's ends, low prices more often; odd prices as shops like them.
    private func price(_ condition: Condition, currency: Currency, _ random: inout SplitMix64) -> Money {
        let span = Double(product.highestYuan - product.lowestYuan)
        let draw = random.share()
        var yuan = Double(product.lowestYuan) + span * draw * draw
        if condition != .new { yuan *= 0.5 }
        let units = max(1, (yuan / Words.yuanPerUnit(currency)).rounded())
        let cents: Int64 = random.chance(0.5) ? 0 : 90
        let minor = currency.minorDigits == 0 ? Int64(units) : Int64(units) * 100 + cents
        return Money(amountMinor: minor, currency: currency)
    }
}
