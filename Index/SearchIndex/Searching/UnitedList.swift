import Locking

/// The posting list of a term of several forms in one segment: the documents that hold any of them.
///
/// It is written as a list of the term's channel would be, so that every way of searching takes it as it takes a list
/// from disk. A document's code is the one of its best form, as near as the channel's impacts allow.
@safe final class UnitedList: @unchecked Sendable {
    // Safe to share: the bytes are this object's own and do not change after init.
    let entry: TermEntry
    private let bytes: UnsafeMutableRawBufferPointer
    private let listByteCount: Int

    var list: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(rebasing: bytes[..<listByteCount]) }
    var byteCount: Int { unsafe bytes.count }

    private init(entry: TermEntry, bytes encoded: [UInt8]) {
        self.entry = entry
        listByteCount = encoded.count
        // A run's decoding loads whole words, up to so many bytes behind the list.
        unsafe bytes = .allocate(byteCount: encoded.count + BitPacking.overread, alignment: 8)
        unsafe bytes.copyBytes(from: encoded + [UInt8](repeating: 0, count: BitPacking.overread))
    }

    deinit { unsafe bytes.deallocate() }

    /// - Returns: nil where no document holds any of the forms.
    /// - Throws: `IndexError.corrupt`.
    static func make(
        _ term: Query.Term, in segment: SegmentReader, scratch: SearchScratch
    ) throws(IndexError) -> UnitedList? {
        guard term.channel < segment.meta.channels.count else { return nil }
        var united = try postings(of: term.ownForm, as: term.channel, in: segment, scratch)
        for form in term.forms {
            united = Self.united(united, try postings(of: form, as: term.channel, in: segment, scratch))
        }
        guard !united.isEmpty else { return nil }
        let documents = united.map(\.document)
        let codes = united.map(\.code)
        var lists = EncodedLists()
        let entry = unsafe documents.withUnsafeBufferPointer { documents in
            unsafe codes.withUnsafeBufferPointer {
                unsafe lists.add(documents: documents, codes: $0, bases: segment.bases[term.channel].view)
            }
        }
        return UnitedList(entry: entry, bytes: lists.bytes)
    }

    // MARK: Postings

    private typealias Posting = (document: UInt32, code: UInt8)

    /// The documents that hold every piece of a form, rising, with codes of a channel.
    private static func postings(
        of form: Query.Form, as channel: Int, in segment: SegmentReader, _ scratch: SearchScratch
    ) throws(IndexError) -> [Posting] {
        var joined: [Posting]?
        for piece in form.pieces {
            guard let entry = try segment.entry(piece.channel, piece.bytes) else { return [] }
            var cursor = unsafe try segment.cursor(piece.channel, entry, buffer: scratch.blocks.buffer(0))
            let recoded = recoded(segment.impacts(piece.channel), as: segment.impacts(channel), share: form.share)
            var found: [Posting] = []
            if let before = joined {
                for posting in before {
                    cursor.advance(to: posting.document)
                    guard cursor.document == posting.document else { continue }
                    found.append((posting.document, min(posting.code, recoded[cursor.code()])))
                }
            } else {
                found.reserveCapacity(entry.documentCount)
                while cursor.document < UInt32(segment.documentCount) {
                    found.append((cursor.document, recoded[cursor.code()]))
                    cursor.next()
                }
            }
            guard !cursor.isCorrupt else {
                throw segment.corrupt("a posting list contradicts itself", .postings, piece.channel)
            }
            joined = found
        }
        return joined ?? []
    }

    /// By code of one table: the code of the other whose impact is the nearest to a share of its own.
    private static func recoded(_ impacts: [Float], as target: [Float], share: Float) -> [UInt8] {
        var codes = [UInt8](repeating: 0, count: ImpactTable.maximumCodes)
        for (code, impact) in impacts.enumerated() { codes[code] = nearest(impact * share, in: target) }
        return codes
    }

    /// The place of the value that is the nearest, among rising ones.
    private static func nearest(_ wanted: Float, in rising: [Float]) -> UInt8 {
        var (above, end) = (0, rising.count)
        while above < end {
            let middle = (above + end) / 2
            if rising[middle] < wanted { above = middle + 1 } else { end = middle }
        }
        guard above > 0 else { return 0 }
        guard above < rising.count, rising[above] - wanted < wanted - rising[above - 1] else { return UInt8(above - 1) }
        return UInt8(above)
    }

    private static func united(_ left: [Posting], _ right: [Posting]) -> [Posting] {
        if left.isEmpty { return right }
        if right.isEmpty { return left }
        var united: [Posting] = []
        united.reserveCapacity(left.count + right.count)
        var (first, second) = (0, 0)
        while first < left.count || second < right.count {
            if second == right.count || first < left.count && left[first].document < right[second].document {
                united.append(left[first])
                first += 1
            } else if first == left.count || right[second].document < left[first].document {
                united.append(right[second])
                second += 1
            } else {
                united.append((left[first].document, max(left[first].code, right[second].code)))
                first += 1
                second += 1
            }
        }
        return united
    }
}

/// The lists that were united lately, of one segment: the same words have the same forms from query to query.
final class UnitedLists: Sendable {
    private let kept = Locked(RecentlyUsed<Query.Term, UnitedList?>(byteLimit: byteLimit))
    private static let byteLimit = 32 << 20

    /// About what keeping one takes beside its bytes.
    private static func byteCount(of term: Query.Term) -> Int {
        let pieces = term.forms.flatMap(\.pieces)
        return pieces.reduce(256 + 64 * term.forms.count + term.bytes.count) { $0 + 96 + $1.bytes.count }
    }

    func list(
        _ term: Query.Term, in segment: SegmentReader, scratch: SearchScratch
    ) throws(IndexError) -> UnitedList? {
        // Role and weight do not change what holds a term.
        var key = term
        key.role = .optional
        key.weight = 1
        if let known = kept.withLock({ $0.value(key) }) { return known }
        let made = try UnitedList.make(key, in: segment, scratch: scratch)
        let byteCount = (made?.byteCount ?? 0) + Self.byteCount(of: key)
        kept.withLock { $0.keep(made, for: key, byteCount: byteCount) }
        return made
    }
}
