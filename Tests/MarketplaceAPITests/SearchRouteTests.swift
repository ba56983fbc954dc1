import Catalog
import Foundation
import HTTPTypes
import ListingSearch
import Testing

@testable import MarketplaceAPI

@Suite("Search over HTTP")
struct SearchRouteTests {
    private func path(_ parameters: KeyValuePairs<String, String>) -> String {
        var components = URLComponents()
        components.queryItems = parameters.map { URLQueryItem(name: $0.key, value: $0.value) }
        return "/v1/search?" + (components.percentEncodedQuery ?? "")
    }

    private func titles(_ answer: Client.Answer) -> [String] {
        (answer.json["hits"] as? [[String: Any]] ?? []).compactMap {
            ($0["listing"] as? [String: Any])?["title"] as? String
        }
    }

    @Test("both scripts of Chinese, pieces of words and English find a listing, with what matched marked")
    func finds() async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller()
            _ = try await client.list("雪紡連衣裙 <summer> dress", token: token)
            _ = try await client.list("机械键盘", token: token)
            try market.index()
            for query in ["连衣裙", "連衣裙", "衣裙", "裙", "dresses", "SUMMER"] {
                #expect(titles(try await client.send(.get, path(["q": query]))) == ["雪紡連衣裙 <summer> dress"], "\(query)")
            }
            let marked = try await client.send(.get, path(["q": "连衣裙", "highlight": "true", "explain": "true"]))
            #expect(marked.text.contains("雪紡<em>連衣裙</em> &lt;summer&gt; <em>dress</em>"), "\(marked.text)")
            #expect(marked.text.contains("explanation"))
            #expect(marked.json["relaxed"] as? Bool == false)
        }
    }

    @Test("a listing is read once for the pages that show it, and again once it has changed")
    func listingsAreKept() async throws {
        let market = try await Market(clock: .striding)
        try await market.test { client in
            let token = try await client.seller()
            let id = try await client.list("机械键盘", token: token)
            try market.index()
            func counts() async throws -> [String?] {
                let text = try await client.send(.get, "/metrics").text
                return ["hits", "misses"].map { name in
                    text.split(separator: "\n").first { $0.hasPrefix("sesame_listing_cache_\(name)_total ") }
                        .flatMap { $0.split(separator: " ").last.map(String.init) }
                }
            }
            for limit in ["1", "2", "3"] { _ = try await client.send(.get, path(["q": "键盘", "limit": limit])) }
            #expect(try await counts() == ["2", "1"])
            let changed = try await client.send(
                .patch, "/v1/listings/\(id)", ["title": "静音键盘"], token: token, headers: ["If-Match": "\"v1\""])
            #expect(changed.status == 200, "\(changed.text)")
            try market.index()
            #expect(titles(try await client.send(.get, path(["q": "键盘"]))) == ["静音键盘"])
            #expect(try await counts() == ["2", "2"])
        }
    }

    @Test("filters, facets, sorting and pages hold together")
    func filters() async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller()
            for number in 1...25 {
                var listing = Client.listing("袜子 \(number)")
                listing["price_minor"] = number * 100
                listing["region"] = number % 2 == 0 ? "CN-ZJ" : "SG"
                #expect(try await client.send(.post, "/v1/listings", listing, token: token).status == 201)
            }
            try market.index()
            let facets = try await client.send(
                .get, path(["q": "袜子", "facets": "region,category,price,condition", "limit": "1"]))
            let regions = (facets.json["facets"] as? [String: Any])?["region"] as? [[String: Any]]
            #expect(regions?.compactMap { $0["count"] as? Int } == [13, 12], "\(facets.text)")
            let cheap = try await client.send(
                .get, path(["q": "袜子", "region": "CN", "max_price": "1000", "sort": "price_desc"]))
            #expect(titles(cheap) == ["袜子 10", "袜子 8", "袜子 6", "袜子 4", "袜子 2"])
            #expect(try await client.send(.get, path(["min_price": "5", "max_price": "1"])).status == 422)
            var cursor: String?
            var seen: [String] = []
            repeat {
                var parameters = "/v1/search?q=%E8%A2%9C%E5%AD%90&limit=7&sort=price_asc"
                if let cursor { parameters += "&cursor=\(cursor)" }
                let page = try await client.send(.get, parameters)
                #expect(page.status == 200, "\(page.text)")
                seen += titles(page)
                cursor = page.json["next_cursor"] as? String
            } while cursor != nil && seen.count < 100
            #expect(seen == (1...25).map { "袜子 \($0)" })
            #expect(try await client.send(.get, path(["q": "袜子", "cursor": "bm9uc2Vuc2U"])).status == 422)
            // A page goes on in the same query alone, however long it is and whatever it shows.
            let first = try await client.send(.get, path(["q": "袜子", "limit": "3"]))
            let next = try #require(first.json["next_cursor"] as? String)
            for other in [["q": "袜"], ["q": "袜子", "region": "SG"], ["q": "袜子", "max_price": "100"]] {
                var parameters = other.map { URLQueryItem(name: $0.key, value: $0.value) }
                parameters.append(URLQueryItem(name: "cursor", value: next))
                var components = URLComponents()
                components.queryItems = parameters
                let refused = try await client.send(.get, "/v1/search?" + (components.percentEncodedQuery ?? ""))
                #expect(refused.status == 422 && refused.fields == ["cursor"], "\(other) \(refused.text)")
            }
            let same = try await client.send(
                .get, path(["q": "袜子", "limit": "5", "facets": "price", "highlight": "true", "cursor": next]))
            #expect(titles(same).count == 5, "\(same.text)")
        }
    }

    private func buckets(_ answer: Client.Answer, _ facet: String) -> [String: Int] {
        let facets = (answer.json["facets"] as? [String: Any])?[facet] as? [[String: Any]] ?? []
        return Dictionary(
            facets.map { ($0["key"] as? String ?? "", $0["count"] as? Int ?? 0) },
            uniquingKeysWith: { first, _ in first })
    }

    @Test("prices are compared in one currency, asked for or the one of most matches, and the answer says which")
    func currencies() async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller()
            let prices = [("CNY", 1_000), ("CNY", 4_999), ("CNY", 5_000), ("USD", 1_200), ("USD", 900), ("JPY", 100)]
            for (number, (currency, price)) in prices.enumerated() {
                var listing = Client.listing("雨伞 \(number)")
                (listing["price_minor"], listing["currency"]) = (price, currency)
                #expect(try await client.send(.post, "/v1/listings", listing, token: token).status == 201)
            }
            // Of other goods most cost dollars.
            for number in 0..<4 {
                var listing = Client.listing("茶 \(number)")
                (listing["price_minor"], listing["currency"]) = (1_000 + number, number == 0 ? "CNY" : "USD")
                #expect(try await client.send(.post, "/v1/listings", listing, token: token).status == 201)
            }
            try market.index()
            let plain = try await client.send(.get, path(["q": "雨伞", "facets": "currency"]))
            #expect(buckets(plain, "currency") == ["CNY": 3, "USD": 2, "JPY": 1])
            #expect(plain.json["price_currency"] is NSNull)
            let faceted = try await client.send(.get, path(["q": "雨伞", "facets": "price"]))
            #expect(buckets(faceted, "price") == ["1000-4999": 2, "5000-9999": 1], "\(faceted.text)")
            #expect(faceted.json["price_currency"] as? String == "CNY")
            let bounded = try await client.send(.get, path(["q": "雨伞", "min_price": "1000", "max_price": "4999"]))
            #expect(Set(titles(bounded)) == ["雨伞 0", "雨伞 1"] && bounded.json["price_currency"] as? String == "CNY")
            let other = try await client.send(.get, path(["q": "茶", "min_price": "1000", "max_price": "1002"]))
            #expect(Set(titles(other)) == ["茶 1", "茶 2"] && other.json["price_currency"] as? String == "USD")
            let dollars = try await client.send(
                .get, path(["q": "雨伞", "currency": "USD", "sort": "price_asc", "facets": "price"]))
            #expect(titles(dollars) == ["雨伞 4", "雨伞 3"] && dollars.json["price_currency"] as? String == "USD")
            #expect(buckets(dollars, "price") == ["0-999": 1, "1000-4999": 1])
            #expect(try await client.send(.get, path(["currency": "ABC"])).fields == ["currency"])
        }
    }

    @Test("by price what costs another currency comes behind, once, with the same total as by any other order")
    func otherCurrenciesComeBehind() async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller()
            for number in 0..<30 {
                var listing = Client.listing("袜子 \(number)")
                listing["price_minor"] = 100 + (number * 37) % 50
                listing["currency"] = number % 3 == 0 ? "USD" : "CNY"
                #expect(try await client.send(.post, "/v1/listings", listing, token: token).status == 201)
            }
            try market.index()
            let total = try await client.send(.get, path(["q": "袜子"])).json["total"] as? [String: Any]
            for sort in ["price_asc", "price_desc"] {
                var (seen, cursor): ([(currency: String, price: Int)], String?) = ([], nil)
                repeat {
                    var address = path(["q": "袜子", "sort": sort, "limit": "7"])
                    if let cursor { address += "&cursor=\(cursor)" }
                    let page = try await client.send(.get, address)
                    let found = page.json["total"] as? [String: Any]
                    #expect(found?["value"] as? Int == total?["value"] as? Int)
                    for hit in page.json["hits"] as? [[String: Any]] ?? [] {
                        let listing = hit["listing"] as? [String: Any]
                        seen.append((listing?["currency"] as? String ?? "", listing?["price_minor"] as? Int ?? 0))
                    }
                    cursor = page.json["next_cursor"] as? String
                } while cursor != nil && seen.count < 100
                #expect(seen.map(\.currency) == Array(repeating: "CNY", count: 20) + Array(repeating: "USD", count: 10))
                for part in [seen.prefix(20), seen.suffix(10)] {
                    let rising = part.map(\.price).sorted()
                    #expect(part.map(\.price) == (sort == "price_asc" ? rising : rising.reversed()))
                }
            }
        }
    }

    @Test("attributes are counted and filtered in all their writings, and facets have names in both languages")
    func attributes() async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller()
            for (number, (brand, colour)) in [
                ("Apple", "红"), ("APPLE", "紅"), ("apple", "Blue"), ("华为", "blue"), ("a,b:c", "红"),
            ].enumerated() {
                var listing = Client.listing("手机 \(number)")
                listing["attributes"] = [
                    ["name": number % 2 == 0 ? "品牌" : "Brand", "value": brand],
                    ["name": number == 2 ? "color" : "颜色", "value": colour],
                ]
                listing["region"] = "CN-ZJ"
                #expect(try await client.send(.post, "/v1/listings", listing, token: token).status == 201)
            }
            try market.index()
            let answer = try await client.send(
                .get, path(["q": "手机", "facets": "attributes,category,condition,region"]))
            let facets = answer.json["attribute_facets"] as? [[String: Any]] ?? []
            #expect(facets.map { $0["key"] as? String } == ["brand", "colour"], "\(answer.text)")
            #expect(facets.first?["name"] as? [String: String] == ["en": "Brand", "zh": "品牌"])
            let counts = facets.map { facet in
                (facet["buckets"] as? [[String: Any]] ?? []).map { "\($0["key"] ?? "") \($0["count"] ?? 0)" }
            }
            #expect(counts.first == ["brand:apple 3", "brand:a,b:c 1", "brand:华为 1"])
            #expect(counts.last == ["colour:红 3", "colour:blue 2"])
            for (filters, found) in [
                (["brand:apple"], [0, 1, 2]), (["品牌:ＡＰＰＬＥ"], [0, 1, 2]), (["brand:apple", "brand:华为"], [0, 1, 2, 3]),
                (["brand:apple", "colour:blue"], [2]), (["Brand:a,b:c"], [4]), (["brand:nokia"], []),
                (["shape:round"], []),
            ] {
                let query = filters.map { URLQueryItem(name: "attribute", value: $0) }
                var components = URLComponents()
                components.queryItems = [URLQueryItem(name: "q", value: "手机")] + query
                let page = try await client.send(.get, "/v1/search?" + (components.percentEncodedQuery ?? ""))
                #expect(Set(titles(page)) == Set(found.map { "手机 \($0)" }), "\(filters) \(page.text)")
            }
            #expect(try await client.send(.get, path(["attribute": "apple"])).fields == ["attribute"])
            let hit = (answer.json["hits"] as? [[String: Any]])?.first?["category"] as? [String: Any]
            #expect(hit?["slug"] is String && hit?["name"] is [String: String], "\(answer.text)")
            let named = answer.json["facets"] as? [String: [[String: Any]]]
            let path = named?["category"]?.map { ($0["path"] as? [[String: Any]] ?? []).count } ?? []
            #expect(path.sorted() == Array(1...path.count), "each from the top down to itself")
            #expect(
                named?["region"]?.first?["name"] as? [String: String] == [
                    "en": "China mainland (CN-ZJ)", "zh": "中国大陆（CN-ZJ）",
                ])
            #expect(named?["condition"]?.first?["name"] as? [String: String] == ["en": "New", "zh": "全新"])
        }
    }

    @Test("a part of a country is that part alone, UK is GB, and what is no place is refused")
    func places() async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller()
            for region in ["ES", "ES-B", "ES-BI", "UK-LND", "GB"] {
                var listing = Client.listing("毛衣 \(region)")
                listing["region"] = region
                #expect(try await client.send(.post, "/v1/listings", listing, token: token).status == 201, "\(region)")
            }
            try market.index()
            for (region, found) in [
                ("ES", ["ES", "ES-B", "ES-BI"]), ("ES-B", ["ES-B"]), ("ES-BI", ["ES-BI"]), ("GB", ["GB", "UK-LND"]),
                ("UK", ["GB", "UK-LND"]), ("UK-LND", ["UK-LND"]), ("GB-LND", ["UK-LND"]), ("FR", []),
            ] {
                let answer = try await client.send(.get, path(["q": "毛衣", "region": region]))
                #expect(Set(titles(answer)) == Set(found.map { "毛衣 \($0)" }), "\(region) \(answer.text)")
            }
            for unknown in ["XX", "EU", "cn", "AA-B"] {
                #expect(try await client.send(.get, path(["region": unknown])).fields == ["region"], "\(unknown)")
                var listing = Client.listing("毛衣")
                listing["region"] = unknown
                let refused = try await client.send(.post, "/v1/listings", listing, token: token)
                #expect((400...422).contains(refused.status) && refused.fields == ["region"], "\(refused.text)")
            }
        }
    }

    @Test("a list is joined by commas or repeated, and a category is a number or a slug")
    func listsAndCategories() async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller()
            _ = try await client.list("碎花连衣裙", token: token)
            try market.index()
            let id = try #require(Client.listing("a")["category_id"] as? Int)
            let category = try #require(CategorySeed.categories.first { $0.id == id })
            let joined = try await client.send(.get, path(["facets": "category,region", "category": "\(id)"]))
            let repeated = try await client.send(
                .get, path(["facets": "category", "category": category.slug]) + "&facets=region")
            #expect(titles(joined) == ["碎花连衣裙"] && titles(repeated) == titles(joined), "\(repeated.text)")
            let facets = [joined, repeated].map { Set(($0.json["facets"] as? [String: Any] ?? [:]).keys) }
            #expect(facets == [["category", "region"], ["category", "region"]])
            let twice = try await client.send(.get, path(["facets": "region"]) + "&facets=region")
            #expect(twice.status == 400 && twice.fields == ["facets"])
            #expect(try await client.send(.get, path(["q": "a"]) + "&q=b").fields == ["q"])
            for unknown in ["no-such-thing", "0", "-1", "٣"] {
                #expect(try await client.send(.get, path(["category": unknown])).fields == ["category"], "\(unknown)")
            }
        }
    }

    @Test("an explanation adds up to the score and says it in both languages")
    func explanation() async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller()
            var full = Client.listing("羊毛围巾")
            full["description"] = String(repeating: "羊毛", count: 30)
            #expect(try await client.send(.post, "/v1/listings", full, token: token).status == 201)
            for _ in 0..<10 { _ = try await client.list("羊毛围巾", token: token) }
            let other = try await client.seller("other")
            _ = try await client.list("羊毛围巾 另一家", token: other)
            try market.index()
            let answer = try await client.send(.get, path(["q": "羊毛围巾", "explain": "true"]))
            let hits = try #require(answer.json["hits"] as? [[String: Any]])
            #expect(hits.count == 12)
            for hit in hits {
                let parts = try #require(hit["explanation"] as? [[String: Any]])
                let sum = parts.reduce(0) { $0 + ($1["score"] as? Double ?? 0) }
                #expect(abs(sum - (hit["score"] as? Double ?? 0)) < 1e-9)
                #expect(Set(parts.compactMap { $0["kind"] as? String }) == ["word", "ranking"])
                let reason = try #require(hit["reason"] as? [String: String])
                #expect(reason["en"]?.contains("being listed today gives") == true, "\(reason)")
                #expect(reason["zh"]?.contains("今天上架贡献") == true, "\(reason)")
            }
            // The fullest first, the second of its seller, the other seller's; the rest waits.
            #expect(titles(answer)[2] == "羊毛围巾 另一家")
            #expect(hits[0]["extract"] as? String == String(repeating: "羊毛", count: 30))
            let sellers = hits.map { ($0["listing"] as? [String: Any])?["seller_id"] as? Int }
            #expect(sellers[0] == sellers[1] && sellers[2] != sellers[0])
            #expect((hits[11]["reason"] as? [String: String])?["zh"]?.contains("同一卖家") == true)
            let cheapest = try await client.send(
                .get, path(["q": "羊毛围巾", "explain": "true", "sort": "price_asc", "limit": "1"]))
            #expect(cheapest.text.contains("\"zh\":\"按价格从低到高排列。\"") && cheapest.text.contains("\"explanation\":[]"))
            let plain = try await client.send(.get, path(["q": "羊毛围巾"]))
            #expect(!plain.text.contains("\"reason\"") && !plain.text.contains("explanation"))
        }
    }

    @Test("any text is a valid query; what is over a limit is refused with its name")
    func anyText() async throws {
        let market = try await Market()
        try await market.test { client in
            for text in ["", " ", "\"", "AND OR NOT", "*", "😀", "a\u{301}", "<script>", "' OR 1=1 --", "％＿"] {
                #expect(try await client.send(.get, path(["q": text])).status == 200, "\(text)")
            }
            let long = try await client.send(.get, path(["q": String(repeating: "裙", count: 501)]))
            #expect(long.status == 400 && long.fields == ["q"] && long.text.contains("500"))
            #expect(try await client.send(.get, path(["limit": "0"])).fields == ["limit"])
            #expect(try await client.send(.get, path(["limit": "101"])).status == 400)
            #expect(try await client.send(.get, path(["sort": "best"])).fields == ["sort"])
            #expect(try await client.send(.get, path(["no_such": "1"])).status == 400)
        }
    }

    @Test("suggestions carry on what was typed, most frequent first, and find something")
    func suggestions() async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller()
            for title in ["法式连衣裙", "碎花连衣裙 女", "机械键盘 keyboard", "keyring"] {
                _ = try await client.list(title, token: token)
            }
            try market.index()
            let han = try await client.send(.get, "/v1/suggest?q=%E8%BF%9E%E8%A1%A3")
            #expect(han.status == 200 && han.text.contains("连衣裙"), "\(han.text)")
            let latin = try await client.send(.get, "/v1/suggest?q=key")
            #expect(latin.text.contains("keyboard") && latin.text.contains("keyring"), "\(latin.text)")
            #expect(try await client.send(.get, "/v1/suggest?q=zzzz").text.contains("[]"))
        }
    }

    @Test("what several people ask is suggested once beside titles' phrases, and nothing that finds nothing")
    func suggestedQueries() async throws {
        let market = try await Market(trustsForwardedAddress: true)
        try await market.test { client in
            let token = try await client.seller()
            let red = try await client.list("红色 法式 长款 连衣裙", token: token)
            for title in ["碎花连衣裙 女", "iphone 15"] { _ = try await client.list(title, token: token) }
            try market.index()
            func suggested(_ typed: String, limit: Int = 10) async throws -> [String] {
                let answer = try await client.send(
                    .get, path(["q": typed, "limit": "\(limit)"]).replacing("search", with: "suggest"))
                return (answer.json["suggestions"] as? [[String: Any]] ?? []).compactMap { $0["text"] as? String }
            }
            // More people than have to ask, since two may count as one.
            let many = (1...20).map { "203.0.113.\($0)" }
            func ask(_ query: String, from addresses: [String]) async throws {
                for address in addresses {
                    let answer = try await client.send(
                        .get, path(["q": query]), headers: ["X-Forwarded-For": address])
                    #expect(answer.status == 200)
                }
                try market.index()
            }
            #expect(try await !suggested("红色").contains("红色 連衣裙"))
            // Four people, one of whom has a whole network, and one who cannot be told from others.
            try await ask("红色 連衣裙", from: Array(many.prefix(3) + many.prefix(3)))
            try await ask("红色 連衣裙", from: (1...30).map { "2001:db8:1:2::\($0)" } + ["unknown"])
            #expect(try await !suggested("红色").contains("红色 連衣裙"))
            try await ask("红色 連衣裙", from: many)
            #expect(try await suggested("红色").first == "红色 連衣裙")
            #expect(try await suggested("hongselianyi").first == "红色 連衣裙")
            #expect(try await suggested("hslyq").first == "红色 連衣裙")
            // Nothing that found nothing, none with signs, and no text twice.
            try await ask("红色大象", from: many)
            try await ask("红色 -碎花", from: many)
            try await ask("iphone15", from: many)
            let texts = try await suggested("红色")
            #expect(Set(texts).count == texts.count && !texts.contains("红色大象") && !texts.contains("红色 碎花"), "\(texts)")
            try await ask("連衣裙", from: many)
            let dresses = try await suggested("连衣")
            #expect(dresses.first == "連衣裙" && !dresses.contains("连衣裙"), "\(dresses)")
            let phones = try await suggested("iphone")
            #expect(phones.filter { $0.filter { $0 != " " } == "iphone15" }.count == 1, "\(phones)")
            #expect(try await suggested("红色", limit: 1) == ["红色 連衣裙"])
            // What is asked is not suggested any more once nothing holds it.
            let gone = try await client.send(
                .delete, "/v1/listings/\(red)", token: token, headers: ["If-Match": "\"v1\""])
            #expect(gone.status == 204, "\(gone.text)")
            try market.follower.step()
            #expect(try await !suggested("红色").contains("红色 連衣裙"))
        }
    }

    @Test("a misspelt query is answered with what was meant, and says so")
    func corrections() async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller()
            for number in 1...30 { _ = try await client.list("碎花连衣裙 \(number)", token: token) }
            try market.index()
            let found = try await client.send(.get, path(["q": "连衣群", "limit": "20", "highlight": "true"]))
            #expect(found.json["correction"] as? String == "连衣裙", "\(found.text)")
            #expect(titles(found).count == 20 && found.text.contains("<em>连衣裙</em>"))
            let cursor = try #require(found.json["next_cursor"] as? String)
            let rest = try await client.send(.get, path(["q": "连衣群", "limit": "20", "cursor": cursor]))
            #expect(titles(rest).count == 10 && rest.json["correction"] as? String == "连衣裙")
            #expect(Set(titles(found) + titles(rest)).count == 30)
            let asTyped = try await client.send(.get, path(["q": "连衣群", "correct": "false"]))
            #expect(asTyped.json["correction"] is NSNull)
            let right = try await client.send(.get, path(["q": "连衣裙"]))
            #expect(right.json["correction"] is NSNull && titles(right).count == 20)
        }
    }

    @Test("a word that is found and may be another is answered as typed, and the other is named")
    func didYouMean() async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller()
            for number in 1...40 { _ = try await client.list("leather phone case \(number)", token: token) }
            _ = try await client.list("phone cage", token: token)
            _ = try await client.list("Boswell cases", token: token)
            try market.index()
            // Far fewer are called so than by a near name.
            let rare = try await client.send(.get, path(["q": "phone cage"]))
            #expect(titles(rare).first == "phone cage" && rare.json["correction"] is NSNull, "\(rare.text)")
            #expect(rare.json["did_you_mean"] as? String == "phone case")
            // Only the stem is found: nobody writes it so.
            let stem = try await client.send(.get, path(["q": "boswel"]))
            #expect(titles(stem) == ["Boswell cases"] && stem.json["did_you_mean"] as? String == "boswell")
            for query in ["leather phone case", "Boswell", "\"phone cage\"", "phone cage -leather"] {
                let sure = try await client.send(.get, path(["q": query]))
                #expect(sure.json["did_you_mean"] is NSNull, "\(sure.text)")
            }
            let asTyped = try await client.send(.get, path(["q": "phone cage", "correct": "false"]))
            #expect(asTyped.json["did_you_mean"] is NSNull)
        }
    }

    @Test("what is asked is counted by query, and the counts outlive the server")
    func queryLog() async throws {
        let market = try await Market()
        let file = market.folder + "/" + QueryLog.fileName
        try await market.test { client in
            let token = try await client.seller()
            for title in ["碎花连衣裙", "hdmi cable"] { _ = try await client.list(title, token: token) }
            try market.index()
            for query in ["连衣裙", " 连衣裙 ", "HDMI\tcable", "zzzzzz", "连衣群", "hdmi silver", ""] {
                #expect(try await client.send(.get, path(["q": query])).status == 200)
            }
            try market.queries.write()
            let counts = QueryLog.read(file)
            #expect(counts["连衣裙"] == QueryLog.Count(asked: 2))
            #expect(counts["hdmi cable"]?.asked == 1 && counts["zzzzzz"]?.empty == 1)
            #expect(counts["连衣群"]?.corrected == 1 && counts["hdmi silver"]?.relaxed == 1)
            #expect(counts.count == 5)
        }
        try Data("连衣裙\t2\t0\t0\t0\nbroken\t-1\t0\t0\t0\n\u{0}\t1\n".utf8).write(to: URL(fileURLWithPath: file))
        #expect(QueryLog.read(file) == ["连衣裙": QueryLog.Count(asked: 2)])
    }

    @Test("quotes hold words together, a minus leaves out, and what was let go is told")
    func syntax() async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller()
            for title in ["hdmi cable gold", "cable for hdmi", "hdmi switch", "花茶 茶花", "茶花茶"] {
                _ = try await client.list(title, token: token)
            }
            try market.index()
            #expect(titles(try await client.send(.get, path(["q": "\"hdmi cable\""]))) == ["hdmi cable gold"])
            #expect(titles(try await client.send(.get, path(["q": "“茶花茶”"]))) == ["茶花茶"])
            let without = titles(try await client.send(.get, path(["q": "hdmi -cable"])))
            #expect(without == ["hdmi switch"])
            let loose = try await client.send(.get, path(["q": "hdmi switch purple"]))
            #expect(loose.json["relaxed"] as? Bool == true && loose.json["let_go"] as? [String] == ["purple"])
            let cheapest = try await client.send(.get, path(["q": "hdmi switch purple", "sort": "price_asc"]))
            #expect(cheapest.json["relaxed"] as? Bool == true)
            #expect((cheapest.json["let_go"] as? [String])?.contains("purple") == true)
            #expect((cheapest.json["let_go"] as? [String])?.contains("hdmi") == false)
        }
    }

    @Test("before the index is open the server is alive, not ready, and says so")
    func notReady() async throws {
        try await Market(opensIndex: false).test { client async throws -> Void in
            #expect(try await client.send(.get, "/healthz").status == 200)
            #expect(try await client.send(.get, "/readyz").status == 503)
            #expect(try await client.send(.get, "/v1/search?q=x").status == 503)
        }
        // Everyone would seem to be a newcomer.
        try await Market(readsRatings: false).test { client async throws -> Void in
            #expect(try await client.send(.get, "/readyz").status == 503)
        }
        try await Market().test { client async throws -> Void in
            #expect(try await client.send(.get, "/readyz").status == 200)
        }
    }
}
