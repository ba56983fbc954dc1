/// What is sold in one category: words in both languages, and what they cost.
///
/// A line of the table, cells between bars, words between commas:
/// `slug | nouns zh | nouns en | brands zh/en | features zh | features en | sizes | lowest and highest price in yuan`
struct ProductLine: Sendable {
    var slug: String
    var nounsChinese: [String]
    var nounsEnglish: [String]
    var brands: [String]
    var featuresChinese: [String]
    var featuresEnglish: [String]
    var sizes: [String]
    var lowestYuan: Int
    var highestYuan: Int

    init?(_ line: Substring) {
        let cells = line.split(separator: "|").map { cell in
            cell.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
        }
        guard cells.count == 8, let slug = cells[0].first, cells[7].count == 2, let low = Int(cells[7][0]),
            let high = Int(cells[7][1]), !cells.contains(where: \.isEmpty)
        else { return nil }
        self.slug = slug
        nounsChinese = cells[1]
        nounsEnglish = cells[2]
        brands = cells[3]
        featuresChinese = cells[4]
        featuresEnglish = cells[5]
        sizes = cells[6]
        lowestYuan = low
        highestYuan = high
    }

    static let all: [ProductLine] = [wearTable, deviceTable, homeTable].joined(separator: "\n")
        .split(separator: "\n").compactMap(ProductLine.init)
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
