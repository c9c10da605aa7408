extension JSONValue {
    /// This value with an update laid over it, as carts and amendments are.
    ///
    /// Objects merge key by key, all else is replaced, and null removes the member that it is
    /// given for. Members keep their places; new ones come last.
    public func merged(with update: JSONValue) -> JSONValue {
        guard case .object(let changes) = update else { return update }
        var members: [Member] = []
        if case .object(let present) = self { members = present }
        var places: [[UInt8]: Int] = [:]
        for (index, member) in members.enumerated() { places[Array(member.name.utf8)] = index }
        var removed: Set<Int> = []
        for change in changes {
            let place = places[Array(change.name.utf8)]
            if case .null = change.value {
                if let place { removed.insert(place) }
            } else if let place {
                members[place].value = members[place].value.merged(with: change.value)
            } else {
                members.append(Member(change.name, JSONValue.null.merged(with: change.value)))
            }
        }
        guard !removed.isEmpty else { return .object(members) }
        return .object(members.indices.filter { !removed.contains($0) }.map { members[$0] })
    }
}
