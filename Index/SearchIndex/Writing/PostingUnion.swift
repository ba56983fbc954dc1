/// Makes one run of one term's postings in several parts.
@unsafe struct PostingUnion {
    private var runs: [PostingRun] = unsafe []
    private var merged = Room()
    private var spare = Room()

    private struct Room {
        var documents: [UInt32] = []
        var codes: [UInt8] = []

        mutating func reserve(_ count: Int) {
            guard documents.count < count else { return }
            let wanted = max(count, 2 * documents.count)
            documents = [UInt32](repeating: 0, count: wanted)
            codes = [UInt8](repeating: 0, count: wanted)
        }

        func withRun(_ count: Int, _ body: (PostingRun) -> Void) {
            unsafe documents.withUnsafeBufferPointer { documents in
                unsafe codes.withUnsafeBufferPointer { codes in
                    unsafe body(
                        PostingRun(
                            documents: UnsafeBufferPointer(rebasing: documents[..<count]),
                            codes: UnsafeBufferPointer(rebasing: codes[..<count])))
                }
            }
        }
    }

    mutating func removeAll() { unsafe runs.removeAll(keepingCapacity: true) }

    /// Adds a run that shares no document with the others and stays until `withPostings` has returned.
    mutating func add(_ run: PostingRun) { unsafe runs.append(run) }

    /// Calls the body with all postings by rising document.
    mutating func withPostings(_ body: (PostingRun) -> Void) {
        guard unsafe runs.count > 1 else {
            if let run = unsafe runs.first { unsafe body(run) }
            return
        }
        var count = unsafe runs[0].documents.count
        for place in unsafe runs.indices.dropFirst() {
            let next = unsafe runs[place]
            unsafe merged.reserve(count + next.documents.count)
            if place == 1 {
                unsafe Self.merge(runs[0], next, into: &merged)
            } else {
                unsafe spare.withRun(count) { unsafe Self.merge($0, next, into: &merged) }
            }
            unsafe count += next.documents.count
            unsafe swap(&merged, &spare)
        }
        unsafe spare.withRun(count) { unsafe body($0) }
    }

    private static func merge(_ left: PostingRun, _ right: PostingRun, into room: inout Room) {
        unsafe room.documents.withUnsafeMutableBufferPointer { documents in
            unsafe room.codes.withUnsafeMutableBufferPointer { codes in
                unsafe merge(left, right, documents, codes)
            }
        }
    }

    private static func merge(
        _ left: PostingRun, _ right: PostingRun, _ documents: UnsafeMutableBufferPointer<UInt32>,
        _ codes: UnsafeMutableBufferPointer<UInt8>
    ) {
        var (one, two, place) = (0, 0, 0)
        while unsafe one < left.documents.count && two < right.documents.count {
            // Chosen without a branch: which comes first cannot be foreseen.
            let (first, second) = unsafe (left.documents[one], right.documents[two])
            let (firstCode, secondCode) = unsafe (left.codes[one], right.codes[two])
            let isFirst = first < second
            unsafe documents[place] = isFirst ? first : second
            unsafe codes[place] = isFirst ? firstCode : secondCode
            one &+= isFirst ? 1 : 0
            two &+= isFirst ? 0 : 1
            place &+= 1
        }
        let rest = unsafe one < left.documents.count ? left.dropFirst(one) : right.dropFirst(two)
        for index in unsafe rest.documents.indices {
            unsafe documents[place] = unsafe rest.documents[index]
            unsafe codes[place] = unsafe rest.codes[index]
            place &+= 1
        }
    }
}
