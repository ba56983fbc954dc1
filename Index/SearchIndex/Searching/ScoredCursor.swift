/// A posting list with what its codes are worth, and how much it can add over ranges that are not decoded.
@safe struct ScoredCursor {
    // Safe: the table belongs to the search's scratch memory and has an entry for each of the 256 codes.
    var postings: PostingsCursor
    let table: UnsafePointer<Int32>
    /// The most that it adds anywhere.
    let maximum: Int32
    /// The block that bounds were last asked for.
    private var boundBlock = 0

    @inline(__always)
    init(postings: PostingsCursor, table: UnsafePointer<Int32>) {
        self.postings = postings
        unsafe self.table = unsafe table
        maximum = unsafe table[Int(postings.maximumCode)]
    }

    var document: UInt32 {
        @inline(__always) get { postings.document }
    }

    /// What it adds to the document it stands on.
    @inline(__always)
    mutating func score() -> Int32 { unsafe table[postings.code()] }

    /// Takes the rest of the block at hand before `limit`, with what the list adds to each document; returns how many.
    @inline(__always)
    mutating func take(
        below limit: UInt32, into candidates: UnsafeMutablePointer<UInt32>, _ scores: UnsafeMutablePointer<Int32>
    ) -> Int {
        var count = 0
        let table = unsafe table
        postings.visitBlock(below: limit) { document, code in
            unsafe candidates[count] = document
            unsafe scores[count] = unsafe table[Int(code)]
            count &+= 1
        }
        return count
    }

    /// Keeps those of the rising candidates that the list holds, with what it adds to each; returns how many. Never goes back.
    mutating func keep(
        _ candidates: UnsafeMutablePointer<UInt32>, _ scores: UnsafeMutablePointer<Int32>, count: Int,
        places: UnsafeMutablePointer<UInt32>
    ) -> Int {
        let table = unsafe table
        guard postings.isLeveled else {
            return unsafe postings.blocks.keep(candidates, count: count) { before, now, code in
                unsafe scores[now] = unsafe scores[before] &+ table[Int(code)]
            }
        }
        let held = unsafe postings.blocks.find(candidates, count: count, into: places)
        for now in 0..<held {
            let before = unsafe Int(places[now])
            let candidate = unsafe candidates[before]
            unsafe candidates[now] = candidate
            unsafe scores[now] = unsafe scores[before] &+ table[postings.code(of: candidate)]
        }
        return held
    }

    /// Adds what the list adds to the scores of those of the rising candidates that it holds. Exceptions are found.
    mutating func add(
        to scores: UnsafeMutablePointer<Int32>, of candidates: UnsafeMutablePointer<UInt32>, count: Int,
        places: UnsafeMutablePointer<UInt32>
    ) {
        guard postings.hasLevels else {
            for index in 0..<count {
                postings.advance(to: unsafe candidates[index])
                if unsafe postings.document == candidates[index] { unsafe scores[index] &+= score() }
            }
            return
        }
        let held = unsafe postings.blocks.find(candidates, count: count, into: places)
        for number in 0..<held {
            let place = unsafe Int(places[number])
            unsafe scores[place] &+= table[postings.code(of: candidates[place])]
        }
    }

    /// The most that it adds to documents from `start` to the end of the block that holds `start`, and that end.
    /// Asked for rising starts.
    @inline(__always)
    mutating func bound(from start: UInt32) -> (maximum: Int32, end: UInt32) {
        boundBlock = postings.blocks.findBlock(start, from: boundBlock)
        guard boundBlock < postings.blockCount else { return (0, PostingsCursor.end - 1) }
        return unsafe (
            table[Int(postings.blocks.maximumCode(ofBlock: boundBlock))], postings.blocks.lastDocument(boundBlock)
        )
    }

    /// The most that it adds to documents of `start..<end`. Asked for rising starts.
    @inline(__always)
    mutating func bound(from start: UInt32, to end: UInt32) -> Int32 {
        // It stands on its first document not before some earlier start: there is none between.
        if postings.document >= end { return 0 }
        boundBlock = postings.blocks.findBlock(start, from: boundBlock)
        var block = boundBlock
        var most: UInt8 = 0
        var isAny = false
        while block < postings.blockCount {
            if block > boundBlock, postings.blocks.lastDocument(block &- 1) >= end &- 1 { break }
            most = max(most, postings.blocks.maximumCode(ofBlock: block))
            isAny = true
            if most == postings.maximumCode { break }
            block &+= 1
        }
        return unsafe isAny ? table[Int(most)] : 0
    }
}
