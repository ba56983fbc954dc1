/// The impact table of a merged channel, and how each input's codes turn into its own.
struct MergedImpacts {
    /// Without the base codes.
    let meta: SegmentMeta.Channel
    /// By input and old code.
    let remap: [[UInt8]]

    init(_ inputs: [SegmentMeta.Channel], schema: Schema, channel: Int) {
        let fields = schema.fields.indices
        let lengths = fields.map { field in inputs.reduce(0) { $0 + $1.totalLengths[field] } }
        let documents = fields.map { field in
            UInt32(clamping: inputs.reduce(UInt64(0)) { $0 + UInt64($1.documentsWithText[field]) })
        }
        let origins = inputs.map(\.origins)
        // While the average length is being measured, impacts are made anew from what they were made from.
        let scoring =
            origins.contains { $0 == nil }
            ? nil
            : ImpactScale.measured(schema, channel, totalLength: lengths[0], documents: UInt64(documents[0]))
        var values: [Float] = []
        var valueOrigins: [ImpactOrigin?] = []
        for input in inputs {
            for code in input.impacts.indices {
                let origin = scoring == nil ? nil : input.origins?[code]
                let impact = origin.flatMap { origin in
                    scoring.map {
                        ImpactScale.impact(
                            $0.weighted(count: origin.count, length: origin.length), saturation: schema.saturation)
                    }
                }
                values.append(impact ?? input.impacts[code])
                valueOrigins.append(origin)
            }
        }
        let (table, codes) = ImpactTable.choose(values)
        var remap: [[UInt8]] = []
        var start = 0
        for input in inputs {
            remap.append(Array(codes[start..<start + input.impacts.count]))
            start += input.impacts.count
        }
        self.remap = remap
        meta = SegmentMeta.Channel(
            totalLengths: lengths, documentsWithText: documents, impacts: table.impacts,
            origins: Self.origins(valueOrigins, codes, count: table.impacts.count), bases: [])
    }

    /// The origin of each code, where no code has two.
    private static func origins(_ origins: [ImpactOrigin?], _ codes: [UInt8], count: Int) -> [ImpactOrigin]? {
        var byCode = [ImpactOrigin?](repeating: nil, count: count)
        for (origin, code) in zip(origins, codes) {
            guard let origin, byCode[Int(code)].map({ $0 == origin }) ?? true else { return nil }
            byCode[Int(code)] = origin
        }
        let known = byCode.compactMap { $0 }
        return known.count == count ? known : nil
    }
}
