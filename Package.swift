// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

// The arrows between targets are drawn in ARCHITECTURE.md; RulesTests compares every `import` line with it.
let package = Package(
    name: "draft",
    products: [
        .library(name: "CollabClient", targets: ["CollabClient", "CollabAPI", "DraftCore"]),
        .executable(name: "draft", targets: ["DraftTUI"]),
        .executable(name: "collab-server", targets: ["collab-server"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // Pure: no I/O, no clock, no Foundation.
        .target(name: "DraftCore", swiftSettings: settings),
        .target(name: "CellGrid", swiftSettings: settings),
        .target(name: "DraftScreens", dependencies: ["DraftCore", "CellGrid"], swiftSettings: settings),

        // The wire, spoken by both sides.
        .target(name: "CollabAPI", dependencies: ["DraftCore"], swiftSettings: settings),

        // The client.
        .target(
            name: "CollabClient",
            dependencies: [
                "CollabAPI", "DraftCore", "CCurl", "CWslay",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "DraftTUI",
            dependencies: [
                "DraftScreens", "CellGrid", "CollabClient", "CollabAPI", "DraftCore", "CNcurses",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "TOMLKit", package: "TOMLKit"),
            ],
            swiftSettings: settings),

        // The server.
        .target(
            name: "DraftStorage",
            dependencies: [
                "DraftCore", "CPostgres",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "collab-server",
            dependencies: [
                "DraftStorage", "CollabAPI", "DraftCore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),

        // Tests, one folder a target, and what they share.
        .target(
            name: "CollabTesting",
            dependencies: [
                "collab-server", "DraftStorage", "DraftCore",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Tests/CollabTesting", swiftSettings: settings),
        .testTarget(name: "DraftCoreTests", dependencies: ["DraftCore", "CollabTesting"], swiftSettings: settings),
        .testTarget(name: "CellGridTests", dependencies: ["CellGrid"], swiftSettings: settings),
        .testTarget(
            name: "DraftScreensTests", dependencies: ["DraftScreens", "CellGrid", "DraftCore"], exclude: ["Goldens"],
            swiftSettings: settings),
        .testTarget(
            name: "DraftStorageTests",
            dependencies: [
                "DraftStorage", "CollabTesting", "DraftCore",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Fixtures"], swiftSettings: settings),
        .testTarget(
            name: "CollabServerTests",
            dependencies: [
                "collab-server", "CollabTesting", "DraftStorage", "CollabAPI", "DraftCore",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "CollabClientTests", dependencies: ["CollabClient", "CollabTesting", "CollabAPI", "DraftCore"],
            swiftSettings: settings),
        .testTarget(
            name: "DraftTUITests",
            dependencies: ["DraftTUI", "DraftScreens", "CellGrid", "CollabClient", "CollabAPI", "DraftCore"],
            swiftSettings: settings),
        .testTarget(
            name: "FuzzTests",
            dependencies: [
                "DraftTUI", "collab-server", "CollabTesting", "CollabClient", "DraftStorage", "CollabAPI", "DraftCore",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
            ],
            exclude: ["Dictionaries", "Seeds"], swiftSettings: settings),
        .testTarget(name: "RulesTests", dependencies: ["CollabAPI"], swiftSettings: settings),
        // A client without a screen, to be killed.
        .executableTarget(
            name: "chaos-writer", dependencies: ["CollabClient", "CollabAPI", "DraftCore"], path: "Tests/ChaosWriter",
            swiftSettings: settings),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "DraftTUI", "chaos-writer", "collab-server", "CollabTesting", "CollabClient", "CollabAPI", "DraftCore",
                "DraftScreens", "CellGrid",
            ],
            swiftSettings: settings),

        // Debian's C libraries.
        .systemLibrary(name: "CNcurses", path: "Sources/C/CNcurses", providers: [.apt(["libncurses-dev"])]),
        .target(name: "CCurl", path: "Sources/C/CCurl"),
        .systemLibrary(name: "CWslay", path: "Sources/C/CWslay", providers: [.apt(["libwslay-dev"])]),
        .systemLibrary(
            name: "CPostgres", path: "Sources/C/CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    ]
)

// Nothing but what it fuzzes is built with the fuzzer's instruments, which takes its time.
if Context.environment["DRAFT_FUZZ"] != nil {
    package.targets.removeAll { $0.type == .test && $0.name != "FuzzTests" }
}
