extension DataFields {
    /// Text as it came, which may be empty.
    func text(_ member: DataMember) throws(DataError) -> String? {
        guard let place = try place(member) else { return nil }
        if let plain = plainText(at: place) { return String(decoding: bytes[plain], as: UTF8.self) }
        guard var reader = try reader(member, at: .string) else { return nil }
        do throws(JSONError) { return try reader.readString() } catch {
            throw DataError(error, origin: origin)
        }
    }

    /// True or false.
    func flag(_ member: DataMember) throws(DataError) -> Bool? {
        guard var reader = try reader(member, at: .bool) else { return nil }
        do throws(JSONError) { return try reader.readBool() } catch {
            throw DataError(error, origin: origin)
        }
    }

    /// What a value that is kept as it came may be.
    enum Shape {
        case any, object, objectOrText
    }

    /// A value of some shape, kept as it came.
    func json(_ member: DataMember, _ shape: Shape) throws(DataError) -> JSONValue? {
        guard var reader = try reader(member) else { return nil }
        switch (shape, reader.kind) {
        case (.any, _), (_, .object), (.objectOrText, .string): break
        default:
            let phrase = shape == .object ? "an object" : "an object or text"
            throw error(.wrongType, member, "must be \(phrase)\(reader.butIs)")
        }
        do throws(JSONError) { return try reader.readValue() } catch {
            throw DataError(error, origin: origin).inside(member.text)
        }
    }

    /// One of the words of an enumeration.
    func word<Word: ContractWord>(_ member: DataMember) throws(DataError) -> Word? {
        guard let text = try text(member) else { return nil }
        guard let word = Word(word: text) else {
            let words = Word.words.joined(separator: ", ")
            throw error(.unknownWord, member, "must be one of \(words), not \"\(text)\"")
        }
        return word
    }

    /// An amount, written as a string of digits with at most one point.
    func amount(_ member: DataMember) throws(DataError) -> DecimalAmount? {
        guard let place = try place(member) else { return nil }
        guard bytes[place] == UInt8(ascii: "\"") else {
            let found = JSONReader(bytes, in: place..<range.upperBound).butIs
            throw error(.wrongType, member, "must be text such as \"100.00\"\(found)")
        }
        let plain = plainText(at: place)
        let decoded = plain == nil ? try text(member) : nil
        do throws(DataError) {
            // Held while the span looks at them.
            let bytes = bytes
            if let plain { return try DecimalAmount(utf8: bytes.span.extracting(plain)) }
            return try decoded.map { (text) throws(DataError) in try DecimalAmount(text: text) }
        } catch let problem {
            throw error(problem.code, member, problem.message)
        }
    }

    /// A currency by its code.
    func currency(_ member: DataMember) throws(DataError) -> Currency? {
        guard let text = try text(member) else { return nil }
        guard let currency = Currency(code: text) else {
            throw error(.unknownWord, member, "must be a code of ISO 4217, not \"\(text)\"")
        }
        return currency
    }

    /// Pieces: a whole number from 1.
    func quantity(_ member: DataMember) throws(DataError) -> Int64? {
        guard var reader = try reader(member, at: .number) else { return nil }
        let digits: String
        do throws(JSONError) { digits = try reader.readNumberText() } catch {
            throw DataError(error, origin: origin)
        }
        guard let quantity = Int64(digits), OrderLine.quantities.contains(quantity) else {
            throw error(
                .badQuantity,
                member,
                "must be a whole number from 1 to \(OrderLine.quantities.upperBound), not \(digits)"
            )
        }
        return quantity
    }

    /// A calendar date.
    func date(_ member: DataMember) throws(DataError) -> CalendarDate? {
        guard let text = try text(member) else { return nil }
        do throws(DataError) { return try CalendarDate(text: text) } catch let problem {
            throw error(problem.code, member, "\(problem.message), not as \"\(text)\"")
        }
    }

    /// A time or a calendar date, kept as it came.
    func moment(_ member: DataMember) throws(DataError) -> String? {
        guard let text = try text(member) else { return nil }
        do throws(DataError) {
            if text.utf8.count == CalendarDate.byteCount {
                _ = try CalendarDate(text: text)
            } else {
                _ = try Timestamp(text: text)
            }
        } catch let problem {
            throw error(problem.code, member, "\(problem.message), not as \"\(text)\"")
        }
        return text
    }

    /// The elements of a list, each made by a function that moves a reader from it on.
    func list<Element>(
        _ member: DataMember,
        _ element: (inout JSONReader, _ origin: Int) throws(DataError) -> Element
    ) throws(DataError) -> [Element]? {
        guard var reader = try reader(member, at: .array) else { return nil }
        var elements: [Element] = []
        try begin(&reader)
        while try advance(&reader) {
            do throws(DataError) {
                elements.append(try element(&reader, origin))
            } catch {
                throw error.inside("\(member.text)[\(elements.count)]")
            }
        }
        return elements
    }

    /// The value of a member that must be there.
    func required<Value>(_ member: DataMember, _ value: Value?) throws(DataError) -> Value {
        guard let value else { throw error(.missing, member, "is required") }
        return value
    }
}

extension DataFields {
    private func begin(_ reader: inout JSONReader) throws(DataError) {
        do throws(JSONError) { try reader.beginArray() } catch {
            throw DataError(error, origin: origin)
        }
    }

    private func advance(_ reader: inout JSONReader) throws(DataError) -> Bool {
        do throws(JSONError) { return try reader.nextElement() } catch {
            throw DataError(error, origin: origin)
        }
    }
}
