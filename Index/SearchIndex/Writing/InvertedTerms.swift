/// The terms of a channel in all parts of what is written, cut into pieces that are encoded side by side.
struct InvertedTerms: Sendable {
    private let terms: [SortedTerms]
    private let postings: [SortedPostings]
    /// By piece and part: the places of its terms.
    private let pieces: [[Range<Int>]]

    var pieceCount: Int { pieces.count }

    init(_ terms: [SortedTerms], _ postings: [SortedPostings], postingsPerPiece: Int) {
        self.terms = terms
        self.postings = postings
        pieces = Self.cut(terms, postings, weight: max(1, postingsPerPiece / max(1, postings.count)))
    }

    /// Pieces of about one size: a stretch of the part with the most postings, and what the others have there.
    private static func cut(_ terms: [SortedTerms], _ postings: [SortedPostings], weight: Int) -> [[Range<Int>]] {
        guard let largest = postings.indices.max(by: { postings[$0].count < postings[$1].count }) else { return [] }
        let cuts = largestCuts(terms[largest], postings[largest], weight: weight)
        var starts = terms.map { _ in 0 }
        var pieces: [[Range<Int>]] = []
        for cut in cuts {
            let ends = terms.indices.map { part in
                unsafe part == largest ? cut : terms[part].view.firstPlace(notBefore: terms[largest].view, cut)
            }
            pieces.append(zip(starts, ends).map { $0..<$1 })
            starts = ends
        }
        pieces.append(zip(starts, terms).map { $0..<$1.count })
        return pieces
    }

    /// Places between 0 and the number of terms, both apart, so that about `weight` postings are between two.
    private static func largestCuts(_ terms: SortedTerms, _ postings: SortedPostings, weight: Int) -> [Int] {
        let (terms, lists) = unsafe (terms.view, postings.view)
        var cuts: [Int] = []
        var sum = 0
        for place in unsafe 0..<terms.count {
            if sum >= weight {
                cuts.append(place)
                sum = 0
            }
            unsafe sum += lists.list(terms.number(place)).documents.count
        }
        return cuts
    }

    /// The terms of a piece with their lists.
    ///
    /// - Parameter bases: the base code of every document of the segment.
    func encoded(_ piece: Int, bases: BaseCodes) -> EncodedTerms {
        var encoded = EncodedTerms()
        var union = unsafe PostingUnion()
        var walk = unsafe TermWalk(terms.map { unsafe $0.view }, pieces[piece])
        let lists = unsafe postings.map { unsafe $0.view }
        while let term = unsafe walk.next({ part, number in unsafe union.add(lists[part].list(number)) }) {
            unsafe union.withPostings {
                unsafe encoded.add(term, documents: $0.documents, codes: $0.codes, bases: bases.view)
            }
            unsafe union.removeAll()
        }
        return encoded
    }
}

/// Walks stretches of the parts' terms together.
@unsafe private struct TermWalk {
    private let terms: [SortedTerms.View]
    private var places: [Int]
    private let ends: [Int]

    init(_ terms: [SortedTerms.View], _ ranges: [Range<Int>]) {
        unsafe self.terms = unsafe terms
        unsafe places = ranges.map(\.lowerBound)
        unsafe ends = ranges.map(\.upperBound)
    }

    /// The next term, and to the body each part that has it with its number there; nil at the end.
    @inline(__always)
    mutating func next(_ body: (_ part: Int, _ number: Int) -> Void) -> UnsafeBufferPointer<UInt8>? {
        guard let least = unsafe least() else { return nil }
        let place = unsafe places[least]
        let term = unsafe terms[least]
        for part in unsafe least..<terms.count where unsafe places[part] < ends[part] {
            guard unsafe part == least || terms[part].compare(places[part], term, place) == 0 else { continue }
            unsafe body(part, terms[part].number(places[part]))
            unsafe places[part] += 1
        }
        return unsafe term[place]
    }

    /// The first part whose next term none comes before.
    @inline(__always)
    private func least() -> Int? {
        var least: Int?
        for part in unsafe terms.indices where unsafe places[part] < ends[part] {
            if let known = least, unsafe terms[part].compare(places[part], terms[known], places[known]) >= 0 {
                continue
            }
            least = part
        }
        return least
    }
}
