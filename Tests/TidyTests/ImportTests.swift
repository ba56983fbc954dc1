import Testing

@Suite("Rooms and what they may lean on")
struct ImportTests {
    /// What a room may import besides Swift's own modules. A new room gets its line here and in ARCHITECTURE.md.
    private static let allowed: [String: Set<String>] = [
        "Locking": [],
        "DiskSpace": [],
        "PrintableText": [],
        "PrivateFiles": [],
        "SeededRandom": [],
        "Scheduling": ["CStacks", "DequeModule", "Locking"],
        "TextAnalysis": ["CICU", "COpenCC", "CSnowball", "Locking"],
        "SearchIndex": ["CChecksum", "CMappedFaults", "DiskSpace", "Locking", "TextAnalysis"],
        "Accounts": ["Crypto", "Locking", "Scheduling", "CryptoExtras", "_CryptoExtras"],
        "Catalog": [],
        "CreditProfile": ["Crypto"],
        "Ledger": ["Catalog", "Crypto"],
        "Orders": ["Catalog", "Crypto", "Ledger", "Locking"],
        "Ratings": ["Catalog", "Crypto", "HashTreeCollections", "Ledger", "Locking", "Orders"],
        "PaymentGateway": ["AsyncHTTPClient", "Catalog", "NIOCore", "NIOHTTP1", "Orders"],
        "payment-sandbox": [
            "ArgumentParser", "AsyncHTTPClient", "HTTPTypes", "Hummingbird", "Locking", "Logging", "NIOCore",
            "NIOHTTP1", "Orders", "PaymentGateway", "PrintableText", "PrivateFiles", "SeededRandom",
        ],
        "ListingCSV": ["CICU", "Catalog", "SwiftCSV"],
        "MarketplaceStore": [
            "Accounts", "Catalog", "CreditProfile", "DiskSpace", "GRDB", "Ledger", "Locking", "Orders", "PrivateFiles",
            "Ratings", "Scheduling",
        ],
        "ListingSearch": ["Catalog", "Locking", "Scheduling", "SearchIndex", "TextAnalysis", "Logging"],
        "MarketplaceWire": [],
        "MarketplaceAPI": [
            "Accounts", "Catalog", "CreditProfile", "Ledger", "ListingSearch", "Locking", "MarketplaceWire", "Orders",
            "PaymentGateway", "Ratings", "Scheduling", "Hummingbird", "HummingbirdCore", "HTTPTypes", "Logging",
            "Metrics",
            "CoreMetrics", "NIOCore", "NIOHTTP1", "NIOHTTPTypes", "NIOHTTPTypesHTTP1", "NIOPosix", "ServiceLifecycle",
        ],
        "MarketplaceClient": ["MarketplaceWire", "AsyncHTTPClient", "NIOCore", "NIOHTTP1", "NIOPosix"],
        "DemoMarket": ["Catalog", "SeededRandom"],
        "sesame": [
            "Catalog", "CreditProfile", "ListingCSV", "MarketplaceClient", "MarketplaceWire", "ArgumentParser",
            "Crypto", "PrintableText", "PrivateFiles", "Rainbow",
            "Ratings",
        ],
        "sesamed": [
            "Accounts", "ArgumentParser", "Catalog", "CJemalloc", "DemoMarket", "DiskSpace", "Hummingbird", "Ledger",
            "ListingCSV", "ListingSearch", "Locking", "Logging", "MarketplaceAPI", "MarketplaceStore", "Metrics",
            "Orders",
            "PaymentGateway", "PrintableText", "PrivateFiles", "Ratings", "Scheduling", "SearchIndex",
            "ServiceLifecycle", "TextAnalysis", "UnixSignals",
        ],
    ]
    private static let ofSwift: Set<String> = [
        "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Swift", "Synchronization", "_Concurrency",
    ]

    @Test("every room imports only what stands below it")
    func imports() throws {
        for file in try Project.swiftFiles(in: "Sources", "Index") {
            let room = try #require(file.room)
            let allowed = try #require(Self.allowed[room], "\(room) has no line in the table of imports")
            for (line, module) in imports(of: file) where !Self.ofSwift.contains(module) {
                #expect(allowed.contains(module), "\(file.place(line)): \(room) must not import \(module)")
            }
        }
    }

    @Test("the table of imports names no room that is gone")
    func tableIsTrue() throws {
        let rooms = Set(try Project.folders(in: "Sources") + Project.folders(in: "Index"))
        #expect(Set(Self.allowed.keys).subtracting(rooms).isEmpty)
    }

    @Test("SQL is spoken in MarketplaceStore and nowhere else")
    func sql() throws {
        let statement =
            #/"\s*(SELECT |INSERT (OR \w+ )?INTO |UPDATE \w+ SET |DELETE FROM |CREATE (TABLE|INDEX|TRIGGER) |PRAGMA )/#
        for file in try Project.swiftFiles(in: "Sources", "Index") where file.room != "MarketplaceStore" {
            for (line, text) in file.code where text.contains(statement) {
                Issue.record("\(file.place(line)): \(text)")
            }
        }
    }

    private func imports(of file: SourceFile) -> [(line: Int, module: String)] {
        let form =
            #/^\s*(?:@\w+(?:\(\w+\))?\s+)*(?:(?:public|package|internal|private|fileprivate)\s+)?import\s+(?:(?:struct|class|enum|func|protocol|typealias|var|let)\s+)?(?<module>\w+)/#
        return file.code.compactMap { line, text in
            text.prefixMatch(of: form).map { (line, String($0.module)) }
        }
    }
}
