import ArgumentParser
import Catalog
import MarketplaceClient
import MarketplaceWire

struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find listings.",
        discussion: "Words of the query may stand unquoted. Without words it browses.")

    @Argument(help: "What to look for, in any script.")
    var words: [String] = []

    @Option(help: "A category and all below it: its name (womens-dresses) or number.")
    var category: String?

    @Option(help: "The lowest price: 99.50. Without --currency it is in the currency that most matches have.")
    var minPrice: String?

    @Option(help: "The highest price.")
    var maxPrice: String?

    @Option(help: "new, like_new, good, fair, for_parts; several with commas.")
    var condition: String?

    @Option(help: "Where the goods are: CN, CN-ZJ.")
    var region: String?

    @Option(help: "Where they must be shipped to.")
    var shipsTo: String?

    @Option(help: ArgumentHelp("Only this seller's.", valueName: "id"))
    var seller: Int64?

    @Option(help: "Only what costs that currency: CNY, USD.")
    var currency: String?

    @Option(
        name: .customLong("attribute"),
        help: ArgumentHelp("What it is: brand=apple; may be given again.", valueName: "name=value"))
    var attributes: [String] = []

    @Option(help: "relevance, price_asc, price_desc, newest, seller_rating, sales.")
    var sort: String?

    @Option(help: "Count the matches by category, condition, price, region, currency, attributes; several with commas.")
    var facets: String?

    @Option(help: "How many to show.")
    var limit: Int?

    @Option(help: "Go on after a page, from what that page said.")
    var cursor: String?

    @Flag(help: "Say why each listing stands where it does.")
    var explain = false

    @OptionGroup var connection: Connection
    @OptionGroup var output: Output

    func run() async throws {
        let client = try connection.client()
        let answer = try await client.search(try await request(client))
        if output.json { return try output.showJSON(answer) }
        if !answer.hits.isEmpty || output.plain { try output.show(answer, as: HitTable.table(answer)) }
        guard !output.plain else { return }
        if explain {
            for line in HitTable.explanations(answer, isChinese: Terminal.isChinese) { Terminal.print(line) }
        }
        for table in FacetTable.tables(answer, isChinese: Terminal.isChinese) {
            Terminal.print("")
            table.print()
        }
        say(answer)
    }

    private func request(_ client: MarketplaceClient) async throws -> SearchRequest {
        var request = SearchRequest(text: words.isEmpty ? nil : words.joined(separator: " "))
        if let category { request.category = try await CategoryNames(client).id(of: category) }
        let prices = currency ?? Currency.cny.code
        request.minPriceMinor = try minPrice.map {
            try ContentOptions.minor($0, currency: prices, option: "--min-price")
        }
        request.maxPriceMinor = try maxPrice.map {
            try ContentOptions.minor($0, currency: prices, option: "--max-price")
        }
        request.currency = currency
        request.attributes = try ContentOptions.attributes(attributes).map { "\($0.name):\($0.value)" }
        request.conditions = Self.list(condition)
        request.region = region
        request.shipsTo = shipsTo
        request.sellerID = seller
        request.sort = sort
        request.facets = Self.list(facets)
        request.explain = explain
        request.limit = limit
        request.cursor = cursor
        return request
    }

    private static func list(_ text: String?) -> [String] {
        (text ?? "").split(separator: ",").map { $0.trimmingPrefix { $0 == " " } }.map { String($0) }
    }

    private func say(_ answer: SearchResponse) {
        let count = answer.total.relation == "exact" ? "\(answer.total.value)" : "at least \(answer.total.value)"
        Terminal.say("\(count) found in \(Double(answer.tookMicroseconds) / 1000) ms")
        if let currency = answer.priceCurrency { Terminal.say("prices are compared in \(currency)") }
        if let correction = answer.correction { Terminal.say("showing results for: \(correction)") }
        if let meant = answer.didYouMean { Terminal.say("did you mean: \(meant)") }
        if !answer.leftOut.isEmpty {
            Terminal.say("too long: not looked for: \(answer.leftOut.joined(separator: ", "))")
        }
        if answer.relaxed {
            // Of words that are all there, some may not stand together: 加厚围巾 in 围巾加厚.
            let without = answer.letGo.joined(separator: ", ")
            Terminal.say(
                without.isEmpty
                    ? "not every word is in each of these as it was typed"
                    : "not every word is in each of these: without \(without)")
        }
        if let next = answer.nextCursor { Terminal.say("more: --cursor \(next)") }
    }
}
