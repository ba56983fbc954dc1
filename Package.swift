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
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/onevcat/Rainbow", exact: "4.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", exact: "0.10.0"),
    ],
    targets: [
        // The engine.
        .systemLibrary(name: "CICU", path: "Index/CICU", pkgConfig: "icu-uc", providers: [.apt(["libicu-dev"])]),
        .systemLibrary(
            name: "COpenCC", path: "Index/COpenCC", pkgConfig: "opencc", providers: [.apt(["libopencc-dev"])]),
        .systemLibrary(name: "CSnowball", path: "Index/CSnowball", providers: [.apt(["libstemmer-dev"])]),
        .systemLibrary(name: "CChecksum", path: "Index/CChecksum"),
        .target(name: "CMappedFaults", path: "Index/CMappedFaults"),
        .target(name: "DiskSpace", path: "Index/DiskSpace"),
        .target(name: "Locking", path: "Index/Locking"),
        // What may be shown on a terminal, and files that nobody else may read.
        .target(name: "PrintableText"),
        .target(name: "PrivateFiles"),
        .target(
            name: "TextAnalysis", dependencies: ["CICU", "COpenCC", "CSnowball", "Locking"], path: "Index/TextAnalysis"),
        .target(
            name: "SearchIndex",
            dependencies: ["CChecksum", "CMappedFaults", "DiskSpace", "Locking", "TextAnalysis"],
            path: "Index/SearchIndex"),

        // Threads, admission and the watchdog.
        .target(name: "CStacks"),
        .target(
            name: "Scheduling",
            dependencies: ["CStacks", "Locking", .product(name: "DequeModule", package: "swift-collections")]),

        // The domains: values and rules.
        .target(
            name: "Accounts",
            dependencies: [
                "Locking", "Scheduling",
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
            dependencies: [
                "Catalog", "Ledger", "Locking", "Orders", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HashTreeCollections", package: "swift-collections"),
            ]),
        .target(name: "CreditProfile", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "ListingCSV", dependencies: ["Catalog", "CICU", .product(name: "SwiftCSV", package: "SwiftCSV")]),

        // The marketplace around them.
        .target(
            name: "MarketplaceStore",
            dependencies: [
                "Accounts", "Catalog", "CreditProfile", "DiskSpace", "Ledger", "Locking", "Orders", "PrivateFiles",
                "Ratings", "Scheduling",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .target(
            name: "ListingSearch",
            dependencies: [
                "Catalog", "Locking", "Scheduling", "SearchIndex", "TextAnalysis",
                .product(name: "Logging", package: "swift-log"),
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
                "Orders", "PaymentGateway", "Ratings", "Scheduling",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
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
                "Catalog", "CreditProfile", "ListingCSV", "MarketplaceClient", "MarketplaceWire", "PrintableText",
                "PrivateFiles", "Ratings",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Rainbow", package: "Rainbow"),
            ]),
        .executableTarget(
            name: "sesamed",
            dependencies: [
                .target(name: "CJemalloc", condition: .when(traits: ["Jemalloc"])), "Accounts", "Catalog", "DemoMarket",
                "DiskSpace", "Ledger", "ListingCSV", "ListingSearch", "Locking", "MarketplaceAPI", "MarketplaceStore",
                "Orders", "PaymentGateway", "PrintableText", "PrivateFiles", "Ratings", "Scheduling", "SearchIndex",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        .executableTarget(
            name: "payment-sandbox",
            dependencies: [
                "Locking", "Orders", "PaymentGateway", "PrintableText", "PrivateFiles", "SeededRandom",
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
        .testTarget(name: "PrintableTextTests", dependencies: ["PrintableText"]),
        .testTarget(name: "PrivateFilesTests", dependencies: ["PrivateFiles", "TestSupport"]),
        .testTarget(name: "TextAnalysisTests", dependencies: ["TestSupport", "TextAnalysis"]),
        .testTarget(
            name: "SearchIndexTests", dependencies: ["DiskSpace", "SearchIndex", "TestSupport", "TextAnalysis"]),
        .testTarget(name: "SchedulingTests", dependencies: ["Locking", "Scheduling", "TestSupport"]),
        .testTarget(name: "AccountsTests", dependencies: ["Accounts", "TestSupport"]),
        .testTarget(name: "CatalogTests", dependencies: ["Catalog", "TestSupport"]),
        .testTarget(name: "LedgerTests", dependencies: ["Catalog", "Ledger", "TestSupport"]),
        .testTarget(name: "RatingsTests", dependencies: ["Orders", "Ratings", "TestSupport"]),
        .testTarget(name: "OrdersTests", dependencies: ["Catalog", "Ledger", "Orders", "TestSupport"]),
        .testTarget(name: "ListingCSVTests", dependencies: ["ListingCSV"]),
        .testTarget(
            name: "MarketplaceStoreTests",
            dependencies: [
                "Accounts", "Locking", "MarketplaceStore", "Orders", "Ratings", "Scheduling", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "ListingSearchTests",
            dependencies: [
                "Accounts", "Catalog", "ListingSearch", "Locking", "MarketplaceStore", "Scheduling", "SearchIndex",
                "TestSupport", "TextAnalysis",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .testTarget(
            name: "MarketplaceAPITests",
            dependencies: [
                "Accounts", "Catalog", "CreditProfile", "Ledger", "ListingSearch", "Locking", "MarketplaceAPI",
                "MarketplaceStore", "MarketplaceWire", "Orders", "PaymentGateway", "Ratings", "Scheduling",
                "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            ]),
        .testTarget(name: "DemoMarketTests", dependencies: ["Catalog", "DemoMarket"]),
        .testTarget(name: "MarketplaceClientTests", dependencies: ["MarketplaceClient", "MarketplaceWire"]),
        .testTarget(
            name: "SesameTests",
            dependencies: [
                "Catalog", "CreditProfile", "ListingCSV", "MarketplaceClient", "MarketplaceWire", "PrintableText",
                "TestSupport",
                "sesame",
            ]),
        .testTarget(name: "TidyTests"),
        // With the commands, so that they are built when their processes are to be started.
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "Accounts", "Catalog", "CreditProfile", "Locking", "MarketplaceClient", "MarketplaceStore",
                "MarketplaceWire", "Orders", "Scheduling", "SearchIndex", "TestSupport", "TextAnalysis",
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
