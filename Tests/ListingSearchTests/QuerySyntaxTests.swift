import Testing

@testable import ListingSearch

/// Quotes and minus mean something, and nothing else does.
struct QuerySyntaxTests {
    private func pieces(_ text: String) -> [String] {
        QuerySyntax(text).pieces.map { piece in
            switch piece.kind {
            case .plain: "+\(piece.text.split(separator: " ").joined(separator: " "))"
            case .phrase: "=\(piece.text)"
            case .without: "-\(piece.text)"
            }
        }
    }

    @Test func quotesAndMinusAreSeen() {
        #expect(pieces("red \"summer dress\" -silk 棉") == ["+red", "=summer dress", "-silk", "+棉"])
        #expect(pieces("“连衣 裙” -\"a b\"") == ["=连衣 裙", "-a b"])
        #expect(pieces("Type-C wh-1000 - x -- -") == ["+Type-C wh-1000 - x -- -"])
        #expect(pieces("12\" screen") == ["+12\" screen"])
        #expect(pieces("27\" and 32\" screens \"red frame\"") == ["+27\" and 32\" screens", "=red frame"])
        #expect(pieces("红色“连衣裙”") == ["+红色", "=连衣裙"])
        #expect(pieces("睡袋 -20℃ -0.5 -红") == ["+睡袋 -20℃ -0.5", "-红"])
        #expect(pieces("-silk") == ["+-silk"])
        #expect(pieces("AND (x OR y) * ~ title:z") == ["+AND (x OR y) * ~ title:z"])
        #expect(pieces("  ").isEmpty)
    }

    @Test func aLiteralTextHasNoSignsHoweverManyStandInOneAnother() {
        let deep =
            " -x " + String(repeating: "「", count: 200) + String(repeating: "“", count: 100) + "y"
            + String(repeating: "”", count: 100) + " -z －w"
        for text in ["a -b", "“a -「b” c」", "-“-a”", deep] {
            let literal = QuerySyntax.literal(text)
            #expect(QuerySyntax(literal).pieces.allSatisfy { $0.kind == .plain }, "\(text) became \(literal)")
            let letters = text.filter { $0.isLetter }
            #expect(literal.filter { $0.isLetter } == letters, "\(text) became \(literal)")
        }
    }

    @Test func aWordBehindAMinusIsNotFound() throws {
        let market = try SmallMarket(["手机", "手机壳", "手机 充电器", "壳 手机"])
        #expect(Set(try market.complete("手机")) == [0, 1, 2, 3])
        #expect(Set(try market.complete("手机 -手机壳")) == [0, 2, 3])
        #expect(Set(try market.complete("手机 -充电器 -壳")) == [0])
        // A minus alone leaves nothing to look for: it is no sign then.
        #expect(try market.complete("-手机壳").first == 1)
    }

    @Test func aPhraseIsNeverLetGo() throws {
        let market = try SmallMarket(["hdmi cable", "cable", "long cable for hdmi"])
        #expect(try market.stretch("\"long cable\" purple").hits.map(\.id) == [2])
        #expect(try market.stretch("\"long cable\" purple").isRelaxed)
    }

    @Test func whatIsLetGoIsSaid() throws {
        let market = try SmallMarket(["红色连衣裙", "蓝色长裤", "连衣裙 绿"])
        let found = try market.stretch("紫红连衣裙")
        #expect(found.isRelaxed && found.hits.first?.id == 0)
        #expect(found.letGo == ["紫"])
        #expect(try market.stretch("连衣裙").letGo.isEmpty)
    }
}
