extension PartSearch {
    /// Calls the body with every match in order, until it returns false; no scores.
    mutating func forEachMatch(_ body: (UInt32) -> Bool) {
        if isHopeless { return }
        if !required.isEmpty {
            forEachConjunction(body)
        } else if plan.terms.contains(where: { $0.role == .optional }) {
            forEachUnion(body)
        } else {
            for document in 0..<limit where passes(document) {
                if !body(document) { return }
            }
        }
    }

    private mutating func forEachConjunction(_ body: (UInt32) -> Bool) {
        var document = required[0].document
        while document < limit {
            if let next = mismatch(document) {
                required[0].postings.advance(to: next)
            } else {
                if passes(document), !body(document) { return }
                required[0].postings.next()
            }
            document = required[0].document
        }
    }

    private mutating func forEachUnion(_ body: (UInt32) -> Bool) {
        let present = unsafe scratch.present
        var start: UInt32 = 0
        while start < limit {
            let end = min(limit, start &+ UInt32(SearchScratch.windowLength))
            for index in optional.indices {
                optional[index].postings.visit(below: end) { document, _ in
                    let slot = Int(document &- start)
                    unsafe present[slot >> 6] |= 1 &<< UInt64(slot & 63)
                }
            }
            var goesOn = true
            for word in 0..<(Int(end &- start) + 63) / 64 {
                var bits = unsafe present[word]
                unsafe present[word] = 0
                while bits != 0, goesOn {
                    let document = start &+ UInt32(word &* 64 &+ bits.trailingZeroBitCount)
                    bits &= bits &- 1
                    if passes(document) { goesOn = body(document) }
                }
            }
            if !goesOn { return }
            start = end
        }
    }
}
