/// Reads what `TermDictionaryWriter` wrote. A look-up halves the heads, which stand together, and reads one block.
///
/// - Complexity: O(log terms) for a look-up; a prefix costs that and the terms it finds.
struct TermDictionary: Sendable {
    let termCount: Int
    let blockCount: Int
    private let image: FileImage
    private let index: Range<Int>
    private let blocks: Range<Int>
    private let postingsCount: Int
    private let documentLimit: Int

    private static let headerBytes = 16

    init(
        image: FileImage, index: Range<Int>, blocks: Range<Int>, postingsCount: Int, documentLimit: Int
    ) throws(IndexError) {
        self.image = image
        self.index = index
        self.blocks = blocks
        self.postingsCount = postingsCount
        self.documentLimit = documentLimit
        let header = unsafe try image.verified(
            index.lowerBound..<min(index.upperBound, index.lowerBound + Self.headerBytes))
        var reader = unsafe ByteReader(header, path: image.path, fileOffset: index.lowerBound)
        let terms = try reader.readFixed(UInt64.self)
        let count = try reader.readFixed(UInt64.self)
        guard count <= UInt64(index.count / 12), terms <= count * UInt64(TermDictionaryWriter.blockLength),
            index.count == Self.headerBytes + Int(count) * 12 + 4
        else {
            throw .corrupt(
                path: image.path, offset: index.lowerBound, reason: "the dictionary's index has a wrong size")
        }
        termCount = Int(terms)
        blockCount = Int(count)
    }

    /// The entry of a term, or nil where no document holds it.
    func entry(_ term: UnsafeBufferPointer<UInt8>) throws(IndexError) -> TermEntry? {
        var lookup = lookup()
        return unsafe try lookup.entry(term)
    }

    /// The last block whose first term is not after `term`; nil if all are.
    ///
    /// The search gallops from block `start` on (Bentley and Yao, 1976): what is near costs few steps. Where `start` is
    /// after the term, it begins at the first block.
    fileprivate func block(holding term: UnsafeBufferPointer<UInt8>, from start: Int = 0) throws(IndexError) -> Int? {
        let heads = unsafe try image.verified(index).baseAddress! + Self.headerBytes
        let wanted = unsafe TermDictionaryWriter.head(term)
        func isAfter(_ number: Int) -> Bool {
            unsafe UInt64(littleEndian: heads.loadUnaligned(fromByteOffset: number &* 8, as: UInt64.self)) > wanted
        }
        var low = 0
        var high = blockCount
        if start > 0, !isAfter(start) {
            low = start &+ 1
            var step = 1
            while low &+ step < high {
                if isAfter(low &+ step) {
                    high = low &+ step
                } else {
                    low = low &+ step &+ 1
                    step &*= 2
                }
            }
        }
        while low < high {
            let middle = (low &+ high) >> 1
            if isAfter(middle) { high = middle } else { low = middle &+ 1 }
        }
        // Blocks with the same head are told apart by their whole first terms.
        while low > 0 {
            let head = unsafe UInt64(littleEndian: heads.loadUnaligned(fromByteOffset: (low - 1) &* 8, as: UInt64.self))
            if head < wanted { break }
            let first = try TermBlock(self, low - 1)
            if unsafe !first.firstTerm.isGreater(than: term) { break }
            low -= 1
        }
        return low == 0 ? nil : low - 1
    }

    /// Looks terms up one after another, each from where the last one stood: terms that rise cost few steps each.
    struct Lookup {
        private let dictionary: TermDictionary
        private var number = 0

        fileprivate init(_ dictionary: TermDictionary) { self.dictionary = dictionary }

        mutating func entry(_ term: UnsafeBufferPointer<UInt8>) throws(IndexError) -> TermEntry? {
            guard dictionary.blockCount > 0, term.count <= TermDictionaryWriter.maximumTermBytes else { return nil }
            guard let found = unsafe try dictionary.block(holding: term, from: number) else { return nil }
            number = found
            var block = try TermBlock(dictionary, found)
            return unsafe try block.find(term)
        }
    }

    func lookup() -> Lookup { Lookup(self) }

    fileprivate func bytes(ofBlock number: Int) throws(IndexError) -> (bytes: UnsafeRawBufferPointer, offset: Int) {
        let offsets = unsafe try image.verified(index).baseAddress! + (Self.headerBytes + blockCount * 8)
        let start = unsafe Int(UInt32(littleEndian: offsets.loadUnaligned(fromByteOffset: number * 4, as: UInt32.self)))
        let end = unsafe Int(
            UInt32(littleEndian: offsets.loadUnaligned(fromByteOffset: number * 4 + 4, as: UInt32.self)))
        guard start < end, end <= blocks.count else {
            throw .corrupt(path: image.path, offset: index.lowerBound, reason: "a dictionary block is out of place")
        }
        let range = blocks.lowerBound + start..<blocks.lowerBound + end
        return unsafe (try image.verified(range), range.lowerBound)
    }

    /// The terms that begin with `prefix`, in order, with their entries.
    func terms(prefix: [UInt8] = []) throws(IndexError) -> TermIterator {
        var number = 0
        if !prefix.isEmpty, blockCount > 0 {
            number = unsafe try prefix.withUnsafeBufferPointer { (term) throws(IndexError) in
                unsafe try block(holding: term) ?? 0
            }
        }
        return TermIterator(dictionary: self, prefix: prefix, range: TermRange(), block: number)
    }

    /// The terms of a range, in order, with their entries.
    func terms(in range: TermRange) throws(IndexError) -> TermIterator {
        var number = 0
        if let first = range.first, blockCount > 0 {
            number = unsafe try first.withUnsafeBufferPointer { (term) throws(IndexError) in
                unsafe try block(holding: term) ?? 0
            }
        }
        return TermIterator(dictionary: self, prefix: [], range: range, block: number)
    }

    /// Ranges that hold all terms, so many at most, with about the same bytes of postings in each.
    func ranges(_ count: Int) throws(IndexError) -> [TermRange] {
        var firsts: [[UInt8]] = []
        var number = 0
        for part in 1..<max(1, count) {
            let wanted = postingsCount / count * part
            while number < blockCount, try TermBlock(self, number).postingsStart < wanted { number += 1 }
            guard number < blockCount else { break }
            let first = unsafe Array(try TermBlock(self, number).firstTerm)
            if firsts.last != first { firsts.append(first) }
        }
        let bounds: [[UInt8]?] = [nil] + firsts + [nil]
        return zip(bounds, bounds.dropFirst()).map { TermRange(first: $0, end: $1) }
    }

    /// Walks terms in order. Not a `Sequence`, since a step may find bytes corrupt.
    struct TermIterator {
        fileprivate let dictionary: TermDictionary
        fileprivate let prefix: [UInt8]
        fileprivate let range: TermRange
        fileprivate var number: Int
        private var block: TermBlock?

        fileprivate init(dictionary: TermDictionary, prefix: [UInt8], range: TermRange, block: Int) {
            self.dictionary = dictionary
            self.prefix = prefix
            self.range = range
            number = block
        }

        /// The next term, or nil after the last.
        mutating func next() throws(IndexError) -> (term: [UInt8], entry: TermEntry)? {
            while true {
                if block == nil {
                    guard number < dictionary.blockCount else { return nil }
                    block = try TermBlock(dictionary, number)
                    number += 1
                }
                guard let found = try block?.next() else {
                    block = nil
                    continue
                }
                if let first = range.first, found.term.lexicographicallyPrecedes(first) { continue }
                if let end = range.end, !found.term.lexicographicallyPrecedes(end) {
                    number = dictionary.blockCount
                    block = nil
                    return nil
                }
                if found.term.starts(with: prefix) { return found }
                if prefix.lexicographicallyPrecedes(found.term) {
                    number = dictionary.blockCount
                    block = nil
                    return nil
                }
            }
        }
    }

    /// One block, being read.
    @safe fileprivate struct TermBlock {
        let firstTerm: UnsafeBufferPointer<UInt8>
        private let count: Int
        private var strings: ByteReader
        private var entries: ByteReader
        private(set) var postingsStart: Int
        private let postingsCount: Int
        private let documentLimit: Int
        private var place = 0
        private var term: [UInt8] = []

        init(_ dictionary: TermDictionary, _ number: Int) throws(IndexError) {
            let (bytes, offset) = unsafe try dictionary.bytes(ofBlock: number)
            let path = dictionary.image.path
            var reader = unsafe ByteReader(bytes, path: path, fileOffset: offset)
            count = Int(try reader.readByte())
            guard (1...TermDictionaryWriter.blockLength).contains(count) else {
                throw reader.corrupt("a block of \(count) terms")
            }
            postingsCount = dictionary.postingsCount
            documentLimit = dictionary.documentLimit
            postingsStart = try reader.readCount(limit: postingsCount)
            let stringBytes = try reader.readCount(limit: reader.remaining)
            let stringsOffset = offset + reader.position
            strings = unsafe ByteReader(try reader.readBytes(stringBytes), path: path, fileOffset: stringsOffset)
            let entriesOffset = offset + reader.position
            entries = unsafe ByteReader(try reader.readBytes(reader.remaining), path: path, fileOffset: entriesOffset)
            var peek = strings
            unsafe firstTerm = unsafe try peek.readBytes(
                try peek.readCount(limit: TermDictionaryWriter.maximumTermBytes)
            ).assumingMemoryBound(to: UInt8.self)
        }

        /// The next term and its entry; nil at the end of the block.
        mutating func next() throws(IndexError) -> (term: [UInt8], entry: TermEntry)? {
            guard place < count else { return nil }
            let shared = place == 0 ? 0 : try strings.readCount(limit: term.count)
            let rest = unsafe try strings.readBytes(
                try strings.readCount(limit: TermDictionaryWriter.maximumTermBytes - shared))
            term.removeSubrange(shared...)
            unsafe term.append(contentsOf: rest)
            let entry = try readEntry()
            place += 1
            return (term, entry)
        }

        /// The entry of `wanted`, if the block holds it. Compares without building the terms between.
        mutating func find(_ wanted: UnsafeBufferPointer<UInt8>) throws(IndexError) -> TermEntry? {
            var matched = 0  // Bytes of `wanted` that the last term read shares with it.
            for index in 0..<count {
                let shared = index == 0 ? 0 : try strings.readCount(limit: TermDictionaryWriter.maximumTermBytes)
                let rest = unsafe try strings.readBytes(
                    try strings.readCount(limit: TermDictionaryWriter.maximumTermBytes))
                if shared < matched { return nil }
                if shared == matched {
                    let most = min(rest.count, wanted.count - matched)
                    var same = 0
                    while same < most, unsafe rest[same] == wanted[matched + same] { same += 1 }
                    matched += same
                    if same == rest.count, matched == wanted.count {
                        for _ in 0..<index { _ = try readEntry() }
                        return try readEntry()
                    }
                    if same < rest.count, unsafe matched == wanted.count || rest[same] > wanted[matched] { return nil }
                }
            }
            return nil
        }

        private mutating func readEntry() throws(IndexError) -> TermEntry {
            try TermEntry.read(
                from: &entries, start: &postingsStart, postingsCount: postingsCount, documentLimit: documentLimit)
        }
    }
}

/// Terms from one on and up to, not with, another; nil is no bound.
struct TermRange: Hashable, Sendable {
    var first: [UInt8]?
    var end: [UInt8]?
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether these bytes sort after the others.
    func isGreater(than other: UnsafeBufferPointer<UInt8>) -> Bool {
        unsafe other.lexicographicallyPrecedes(self)
    }
}
