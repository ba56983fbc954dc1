/// The impact table of a channel over all parts of what is written, and the codes of their payloads and documents.
struct ChannelCodes: Sendable {
    /// Without the base codes.
    let meta: SegmentMeta.Channel
    /// By part and number of a payload.
    let codes: [[UInt8]]
    /// By part and document, in the order in which they were added.
    let bases: [[UInt8]]

    init(_ parts: [InvertedChannel], schema: Schema) {
        let lengths = schema.fields.indices.map { field in parts.reduce(0) { $0 + $1.totalLengths[field] } }
        let documents = schema.fields.indices.map { field in parts.reduce(0) { $0 + $1.documentsWithText[field] } }
        var payloads = ValueTable()
        let numbers = parts.map { part in part.payloads.map { payloads.number(of: $0) } }
        let isMeasured = parts.contains(where: \.isMeasured)
        let scale = ImpactScale(
            schema, measuring: isMeasured ? parts.first?.number : nil, totalLength: lengths.reduce(0, +),
            documents: documents.reduce(0) { $0 + UInt64($1) })
        let (table, codeOf) = ImpactTable.choose(payloads.values.map(scale.impact))
        let codes = numbers.map { numbers in numbers.map { codeOf[Int($0)] } }
        self.codes = codes
        bases = zip(parts, codes).map { part, codes in part.basePayloads.map { codes[Int($0)] } }
        meta = SegmentMeta.Channel(
            totalLengths: lengths, documentsWithText: documents, impacts: table.impacts,
            origins: isMeasured ? Self.origins(payloads.values, codeOf, count: table.impacts.count) : nil, bases: [])
    }

    /// What each code was made from, where no two payloads share one.
    private static func origins(_ payloads: [UInt32], _ codes: [UInt8], count: Int) -> [ImpactOrigin]? {
        guard payloads.count == count else { return nil }
        var origins = [ImpactOrigin](repeating: ImpactOrigin(count: 0, length: 0), count: count)
        for (payload, code) in zip(payloads, codes) {
            origins[Int(code)] = ImpactOrigin(count: payload >> 16, length: payload & 0xFFFF)
        }
        return origins
    }
}

/// Turns the payloads of a channel into impacts.
struct ImpactScale {
    private let saturation: Float
    private let scoring: TextField.Scoring?

    /// - Parameters:
    ///   - channel: the channel whose average length is measured, if it is.
    ///   - totalLength: of all its texts.
    ///   - documents: that have a text in it.
    init(_ schema: Schema, measuring channel: Int?, totalLength: UInt64, documents: UInt64) {
        saturation = schema.saturation
        scoring = channel.map { Self.measured(schema, $0, totalLength: totalLength, documents: documents) }
    }

    /// The scoring of the one field of a channel whose average is measured.
    static func measured(
        _ schema: Schema, _ channel: Int, totalLength: UInt64, documents: UInt64
    ) -> TextField.Scoring {
        var scoring = schema.fields[0].scoring[channel]
        scoring.averageLength = documents == 0 ? 1 : max(1, Float(Double(totalLength) / Double(documents)))
        return scoring
    }

    static func impact(_ x: Float, saturation: Float) -> Float { x / (x + saturation) }

    /// The impact of a payload.
    func impact(_ payload: UInt32) -> Float {
        let x =
            scoring.map { $0.weighted(count: payload >> 16, length: payload & 0xFFFF) } ?? Float(bitPattern: payload)
        return Self.impact(x, saturation: saturation)
    }
}
