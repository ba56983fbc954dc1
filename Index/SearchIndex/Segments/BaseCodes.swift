/// The base code of each document of a channel: runs on disk; in memory one number for 64 documents, where most 64 have the
/// same, as in the channel that the documents' order goes by first, and a byte a document otherwise.
@safe final class BaseCodes: @unchecked Sendable {
    // Safe to share: the memory is this object's own and does not change after init; places are the caller's to keep in
    // range, as with every buffer.
    struct Run: Equatable, Sendable {
        var firstDocument: UInt32
        var code: UInt8
    }

    /// What loops read; as good as its `BaseCodes` is there.
    @safe struct View: @unchecked Sendable {
        // Safe: it never writes.
        /// By 64 documents: their code, or 256 and the number of their stretch of `mixed`; nil where `mixed` has all.
        fileprivate let granules: UnsafePointer<UInt32>?
        fileprivate let mixed: UnsafePointer<UInt8>
        let count: Int

        fileprivate init(granules: UnsafePointer<UInt32>?, mixed: UnsafePointer<UInt8>, count: Int) {
            unsafe self.granules = granules
            unsafe self.mixed = mixed
            self.count = count
        }

        /// Of no document; never read.
        init(unread memory: UnsafeMutablePointer<UInt32>) {
            unsafe granules = nil
            unsafe mixed = UnsafeRawPointer(memory).assumingMemoryBound(to: UInt8.self)
            count = 0
        }

        /// - Parameter document: below `count`.
        @inline(__always)
        subscript(document: Int) -> UInt8 {
            guard let granules = unsafe granules else { return unsafe mixed[document] }
            let granule = unsafe granules[document &>> 6]
            if granule < BaseCodes.codeLimit { return UInt8(truncatingIfNeeded: granule) }
            return unsafe mixed[Int(granule &- BaseCodes.codeLimit) &<< 6 &+ document & 63]
        }

        /// Writes the codes of documents, all below `count`.
        @inline(__always)
        func take(
            _ documents: UnsafeMutablePointer<UInt32>, count: Int, into codes: UnsafeMutablePointer<UInt32>
        ) {
            // Asked once and not for each.
            guard unsafe granules == nil else {
                for place in 0..<count { unsafe codes[place] = unsafe UInt32(self[Int(documents[place])]) }
                return
            }
            for place in 0..<count { unsafe codes[place] = unsafe UInt32(mixed[Int(documents[place])]) }
        }
    }

    fileprivate static let codeLimit: UInt32 = 256
    private static let granuleLength = 64

    let view: View

    /// - Parameter runs: the first begins at document 0, their beginnings rise and are below `documentCount`.
    init(_ runs: [Run], documentCount: Int) {
        let codes = Self.codes(runs, documentCount)
        var granules: [UInt32] = []
        granules.reserveCapacity(documentCount / Self.granuleLength + 1)
        var mixed: [UInt8] = []
        for start in stride(from: 0, to: documentCount, by: Self.granuleLength) {
            let granule = codes[start..<min(start + Self.granuleLength, documentCount)]
            if let code = granule.first, granule.allSatisfy({ $0 == code }) {
                granules.append(UInt32(code))
            } else {
                granules.append(Self.codeLimit + UInt32(mixed.count / Self.granuleLength))
                mixed += granule
                mixed += repeatElement(0, count: Self.granuleLength - granule.count)
            }
        }
        // Where most are mixed, looking at one of them first saves nothing.
        let isMixed = mixed.count > documentCount / 2
        view = unsafe View(
            granules: isMixed ? nil : Self.copy(granules), mixed: Self.copy(isMixed ? codes : mixed),
            count: documentCount)
    }

    private static func codes(_ runs: [Run], _ documentCount: Int) -> [UInt8] {
        var codes: [UInt8] = []
        codes.reserveCapacity(documentCount)
        for (place, run) in runs.enumerated() {
            let end = place + 1 < runs.count ? Int(runs[place + 1].firstDocument) : documentCount
            precondition(Int(run.firstDocument) == codes.count && codes.count < end && end <= documentCount)
            codes += repeatElement(run.code, count: end - codes.count)
        }
        precondition(codes.count == documentCount)
        return codes
    }

    deinit {
        unsafe view.granules?.deallocate()
        unsafe view.mixed.deallocate()
    }

    private static func copy<Element: BitwiseCopyable>(_ values: [Element]) -> UnsafePointer<Element> {
        let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(1, values.count))
        unsafe memory.initialize(from: values, count: values.count)
        return unsafe UnsafePointer(memory)
    }

    static func runs(of codes: [UInt8]) -> [Run] {
        var runs: [Run] = []
        for (document, code) in codes.enumerated() where runs.last?.code != code {
            runs.append(Run(firstDocument: UInt32(document), code: code))
        }
        return runs
    }
}
