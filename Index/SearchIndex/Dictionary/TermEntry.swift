/// What the dictionary says of a term: how many documents hold it, where its postings stand, how good they get.
struct TermEntry: Equatable, Sendable {
    enum Place: Equatable, Sendable {
        /// The term's one posting.
        case single(document: UInt32, code: UInt8)
        /// A range of the channel's postings.
        case list(Range<Int>)
    }

    /// The numbers of best postings whose worst code is kept, where there are as many.
    static let ranks = [10, 100, 1000]

    var documentCount: Int
    var place: Place
    var maximumCode: UInt8
    /// The k-th best code for the `ranks` that the list is long enough for.
    var rankCodes: RankCodes

    /// A code that at least `count` postings reach, if the dictionary knows one.
    func code(reachedBy count: Int) -> UInt8? {
        for index in 0..<rankCodes.count where Self.ranks[index] >= count { return rankCodes[index] }
        return nil
    }

    /// Up to three codes. No array: a look-up passes many entries, and should allocate nothing.
    struct RankCodes: Equatable, Sendable {
        private var codes = SIMD4<UInt8>.zero
        private(set) var count = 0

        subscript(index: Int) -> UInt8 { codes[index] }

        mutating func append(_ code: UInt8) {
            codes[count] = code
            count += 1
        }
    }
}

extension TermEntry {
    /// Appends what follows the term in its block. A list's start is known from the lists before it.
    ///
    /// ```
    /// documents varint
    ///   = 1: document varint | code u8
    ///   > 1: bytes varint | maximumCode u8 | code of rank 10 u8 (from 10 documents) | of 100 u8 | of 1000 u8
    /// ```
    func write(to writer: inout ByteWriter) {
        writer.appendVarint(documentCount)
        switch place {
        case .single(let document, let code):
            writer.appendVarint(UInt64(document))
            writer.append(code)
        case .list(let range):
            writer.appendVarint(range.count)
            writer.append(maximumCode)
            for index in 0..<rankCodes.count { writer.append(rankCodes[index]) }
        }
    }

    /// Reads an entry whose list, if it has one, begins at `start`; moves `start` past it.
    static func read(
        from reader: inout ByteReader, start: inout Int, postingsCount: Int, documentLimit: Int
    ) throws(IndexError) -> TermEntry {
        let documents = try reader.readCount(limit: documentLimit)
        guard documents > 0 else { throw reader.corrupt("a term of no document") }
        if documents == 1 {
            let document = try reader.readCount(limit: documentLimit - 1)
            let code = try reader.readByte()
            return TermEntry(
                documentCount: 1, place: .single(document: UInt32(document), code: code), maximumCode: code,
                rankCodes: RankCodes())
        }
        let bytes = try reader.readCount(limit: postingsCount - start)
        let maximum = try reader.readByte()
        var codes = RankCodes()
        for rank in ranks where documents >= rank { codes.append(try reader.readByte()) }
        defer { start += bytes }
        return TermEntry(
            documentCount: documents, place: .list(start..<start + bytes), maximumCode: maximum, rankCodes: codes)
    }
}
