// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "sesame",
    products: [
        .library(name: "SearchIndex", targets: ["SearchIndex", "TextAnalysis"]),
        .executable(name: "sesame", targets: ["sesame"]),
        .executable(name: "sesamed", targets: ["sesamed"]),
        .executable(name: "payment-sandbox", targets: ["payment-sandbox"]),
        .executable(name: "sesame-bench", targets: ["sesame-bench"]),
    ],
    traits: [
        .default(enabledTraits: ["Jemalloc"]),
        // Off for sanitizers, which bring an allocator of their own: --disable-default-traits.
        .trait(name: "Jemalloc", description: "jemalloc serves sesamed's malloc"),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/onevcat/Rainbow", from: "4.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
    ],
    targets: [
        // The engine.
        .systemLibrary(name: "CICU", path: "Index/CICU", pkgConfig: "icu-uc", providers: [.apt(["libicu-dev"])]),
        .systemLibrary(
            name: "COpenCC", path: "Index/COpenCC", pkgConfig: "opencc", providers: [.apt(["libopencc-dev"])]),
        .systemLibrary(name: "CSnowball", path: "Index/CSnowball", providers: [.apt(["libstemmer-dev"])]),
        .systemLibrary(name: "CChecksum", path: "Index/CChecksum"),
        .target(name: "Locking", path: "Index/Locking"),
        .target(
            name: "TextAnalysis", dependencies: ["CICU", "COpenCC", "CSnowball", "Locking"], path: "Index/TextAnalysis"),
        .target(
            name: "SearchIndex", dependencies: ["CChecksum", "Locking", "TextAnalysis"], path: "Index/SearchIndex"),

        // The domains: values and rules.
        .target(
            name: "Accounts",
            dependencies: [
                "Locking",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]),
        .target(name: "Catalog"),
        .target(name: "Ledger", dependencies: ["Catalog", .product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "Orders",
            dependencies: ["Catalog", "Ledger", "Locking", .product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "Ratings",
            dependencies: ["Catalog", "Ledger", "Locking", "Orders", .product(name: "Crypto", package: "swift-crypto")]),
        .target(name: "CreditProfile", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "ListingCSV", dependencies: ["Catalog", .product(name: "SwiftCSV", package: "SwiftCSV")]),

        // The marketplace around them.
        .target(
            name: "MarketplaceStore",
            dependencies: [
                "Accounts", "Catalog", "CreditProfile", "Ledger", "Locking", "Orders", "Ratings",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .target(
            name: "ListingSearch",
            dependencies: [
                "Catalog", "Locking", "SearchIndex", "TextAnalysis", .product(name: "Logging", package: "swift-log"),
            ],
            resources: [
                .embedInCode("Resources/lookalikes.txt"), .embedInCode("Resources/readings.txt"),
                .embedInCode("Resources/synonyms.txt"),
            ]),
        .target(name: "MarketplaceWire"),
        .target(
            name: "PaymentGateway",
            dependencies: [
                "Catalog", "Orders", .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        .target(
            name: "MarketplaceAPI",
            dependencies: [
                "Accounts", "Catalog", "CreditProfile", "Ledger", "ListingSearch", "Locking", "MarketplaceWire",
                "Orders", "PaymentGateway", "Ratings",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
            ]),
        .target(
            name: "MarketplaceClient",
            dependencies: [
                "MarketplaceWire",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .target(name: "DemoMarket", dependencies: ["Catalog", "SeededRandom"]),
        .target(name: "SeededRandom"),

        // The commands.
        .systemLibrary(
            name: "CJemalloc", path: "Sources/CJemalloc", pkgConfig: "jemalloc", providers: [.apt(["libjemalloc-dev"])]),
        .executableTarget(
            name: "sesame",
            dependencies: [
                "Catalog", "CreditProfile", "ListingCSV", "MarketplaceClient", "MarketplaceWire", "Ratings",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Rainbow", package: "Rainbow"),
            ]),
        .executableTarget(
            name: "sesamed",
            dependencies: [
                .target(name: "CJemalloc", condition: .when(traits: ["Jemalloc"])), "Accounts", "Catalog", "DemoMarket",
                "Ledger", "ListingCSV", "ListingSearch", "MarketplaceAPI", "MarketplaceStore", "Orders",
                "PaymentGateway", "Ratings", "SearchIndex",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        .executableTarget(
            name: "payment-sandbox",
            dependencies: [
                "Locking", "Orders", "PaymentGateway", "SeededRandom",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        .executableTarget(
            name: "sesame-bench",
            dependencies: [
                "Catalog", "DemoMarket", "ListingSearch", "Locking", "SearchIndex", "TestSupport", "TextAnalysis",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/sesame-bench"),
        .executableTarget(
            name: "trade-bench",
            dependencies: [
                "Locking", "MarketplaceClient", "MarketplaceWire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Benchmarks/trade-bench"),

        // The tests mirror the rooms.
        .target(name: "TestSupport", dependencies: ["SeededRandom"], path: "Tests/TestSupport"),
        .testTarget(name: "TextAnalysisTests", dependencies: ["TestSupport", "TextAnalysis"]),
        .testTarget(name: "SearchIndexTests", dependencies: ["SearchIndex", "TestSupport", "TextAnalysis"]),
        .testTarget(name: "AccountsTests", dependencies: ["Accounts"]),
        .testTarget(name: "CatalogTests", dependencies: ["Catalog"]),
        .testTarget(name: "LedgerTests", dependencies: ["Catalog", "Ledger", "TestSupport"]),
        .testTarget(name: "RatingsTests", dependencies: ["Orders", "Ratings", "TestSupport"]),
        .testTarget(name: "OrdersTests", dependencies: ["Catalog", "Ledger", "Orders", "TestSupport"]),
        .testTarget(name: "ListingCSVTests", dependencies: ["ListingCSV"]),
        .testTarget(
            name: "MarketplaceStoreTests",
            dependencies: [
                "MarketplaceStore", "Ratings", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "ListingSearchTests",
            dependencies: [
                "Accounts", "Catalog", "ListingSearch", "MarketplaceStore", "SearchIndex", "TestSupport",
                "TextAnalysis",
                .product(name: "Logging", package: "swift-log"),
            ]),
        .testTarget(
            name: "MarketplaceAPITests",
            dependencies: [
                "Accounts", "Catalog", "CreditProfile", "Ledger", "ListingSearch", "Locking", "MarketplaceAPI",
                "MarketplaceStore", "MarketplaceWire", "Orders", "PaymentGateway", "Ratings", "TestSupport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        .testTarget(name: "DemoMarketTests", dependencies: ["Catalog", "DemoMarket"]),
        .testTarget(name: "MarketplaceClientTests", dependencies: ["MarketplaceClient", "MarketplaceWire"]),
        .testTarget(
            name: "SesameTests",
            dependencies: [
                "Catalog", "CreditProfile", "ListingCSV", "MarketplaceClient", "MarketplaceWire", "TestSupport",
                "sesame",
            ]),
        .testTarget(name: "TidyTests"),
        // With the commands, so that they are built when their processes are to be started.
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "Accounts", "Catalog", "Locking", "MarketplaceClient", "MarketplaceStore", "MarketplaceWire",
                "SearchIndex", "TestSupport", "TextAnalysis",
                "payment-sandbox", "sesame", "sesamed", "trade-bench",
            ]),
    ])

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableExperimentalFeature("Lifetimes"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]
for target in package.targets where target.type != .system {
    target.swiftSettings = settings
}
