// swift-tools-version: 6.3
import PackageDescription

/// One list of settings for every target, so that no room is stricter than another.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
    name: "orderledger",
    products: [
        .library(name: "OrderLedger", targets: ["OrderLedger"]),
        .library(name: "LedgerConformance", targets: ["LedgerConformance"]),
        .executable(name: "orderledger", targets: ["OrderLedgerCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.6.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        // Imports point one way: CLMDB, LMDB, EventLog, Projections, Audit, OrderLedger, command;
        // MerkleTree (over CTreeHash) and Orders, which do no input or output, stand under EventLog,
        // Subscriptions beside Audit.
        .systemLibrary(name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"])]),
        .target(
            name: "LMDB",
            dependencies: ["CLMDB"],
            swiftSettings: settings + [.enableExperimentalFeature("Lifetimes")],
        ),
        room("Orders"),
        .target(name: "CTreeHash"),
        room("MerkleTree", ["CTreeHash", .product(name: "Crypto", package: "swift-crypto")]),
        room(
            "EventLog",
            ["LMDB", "MerkleTree", "Orders", .product(name: "Crypto", package: "swift-crypto")]
        ),
        room("Projections", ["EventLog", "LMDB", "Orders"]),
        room(
            "Audit",
            [
                "EventLog", "LMDB", "MerkleTree", "Orders", "Projections",
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        room("Subscriptions", ["EventLog", "LMDB", "Orders", "Projections"]),
        room("Interchange", ["EventLog", "Orders", .product(name: "Yams", package: "Yams")]),
        room(
            "OrderLedger",
            [
                "Audit", "EventLog", "Interchange", "LMDB", "MerkleTree", "Orders", "Projections",
                "Subscriptions",
            ]
        ),
        .executableTarget(
            name: "OrderLedgerCommand",
            dependencies: [
                "OrderLedger",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings,
        ),
        room("LedgerConformance", ["EventLog", "Orders"]),
        room("LedgerTesting", ["EventLog", "LMDB", "MerkleTree", "Orders", "Projections"]),

        tests("LMDBTests", ["LMDB"]),
        tests(
            "MerkleTreeTests",
            ["LedgerTesting", "MerkleTree", .product(name: "Crypto", package: "swift-crypto")]
        ),
        tests("OrdersTests", ["EventLog", "LedgerTesting", "Orders"]),
        tests(
            "EventLogTests",
            ["EventLog", "LedgerTesting", "LMDB", "MerkleTree", "Orders"]
        ),
        tests("ProjectionsTests", ["EventLog", "LedgerTesting", "LMDB", "Orders", "Projections"]),
        tests(
            "SubscriptionsTests",
            ["EventLog", "LedgerTesting", "LMDB", "Orders", "Projections", "Subscriptions"]
        ),
        tests(
            "AuditTests",
            ["Audit", "EventLog", "LedgerTesting", "LMDB", "MerkleTree", "Orders", "Projections"]
        ),
        tests("InterchangeTests", ["EventLog", "Interchange", "Orders"]),
        tests(
            "ContractTests",
            [
                "Audit", "EventLog", "LedgerConformance", "LedgerTesting", "LMDB", "MerkleTree",
                "OrderLedger", "Orders", "Projections", "Subscriptions",
            ]
        ),
        tests(
            "SimulationTests",
            ["Audit", "EventLog", "LedgerTesting", "Orders", "Projections"]
        ),
        tests(
            "CommandLineTests",
            [
                "Audit", "EventLog", "LedgerTesting", "LMDB", "MerkleTree", "OrderLedger",
                "OrderLedgerCommand",
            ]
        ),
        tests("StoriesTests", ["OrderLedger"]),
        tests("TidyTests", ["LedgerTesting", "OrderLedger"]),
    ],
)

/// A module of the house, under the settings that all share.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of a module, or of promises that several keep together.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}
