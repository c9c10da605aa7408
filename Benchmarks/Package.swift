// swift-tools-version: 6.3
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A package of its own, so that users of the ledger never resolve what only measuring needs.
let package = Package(
    name: "orderledger-benchmarks",
    dependencies: [
        .package(name: "orderledger", path: ".."),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.0", traits: []),
    ],
    targets: [
        .systemLibrary(name: "CRawLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"])]),
        .target(name: "RawLMDB", dependencies: ["CRawLMDB"], swiftSettings: settings),
        .target(
            name: "Workloads",
            dependencies: [
                "RawLMDB",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "OrderLedger", package: "orderledger"),
            ],
            swiftSettings: settings,
        ),
        .executableTarget(
            name: "ratios",
            dependencies: ["Workloads"],
            path: "Sources/Ratios",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "contender",
            dependencies: ["RawLMDB", "Workloads"],
            path: "Sources/Contender",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "growth",
            dependencies: ["Workloads"],
            path: "Sources/Growth",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "LedgerBenchmarks",
            dependencies: ["Workloads", .product(name: "Benchmark", package: "benchmark")],
            path: "Benchmarks/Ledger",
            swiftSettings: settings,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")],
        ),
    ],
)
