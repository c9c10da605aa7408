import ArgumentParser

/// Whether to go on at the end of the log.
struct FollowOptions: ParsableArguments {
    @Flag(
        name: .customLong("follow"),
        help: "Go on with what comes, until the rows of --limit, SIGINT or SIGTERM."
    )
    var isFollowing = false
}
