// swift-tools-version: 6.3
import PackageDescription

let package = Package(
    name: "follow-tab",
    dependencies: [.package(name: "orderledger", path: "../../..")],
    targets: [
        .executableTarget(
            name: "FollowTab",
            dependencies: [.product(name: "OrderLedger", package: "orderledger")]
        )
    ]
)
