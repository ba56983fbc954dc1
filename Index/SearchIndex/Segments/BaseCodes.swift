/// The base code of each document of a channel: runs on disk, a byte a document in memory.
@safe final class BaseCodes: @unchecked Sendable {
    // Safe to share: the bytes are this object's own and do not change after init; places are the caller's to keep in
    // range, as with every buffer.
    struct Run: Equatable, Sendable {
        var firstDocument: UInt32
        var code: UInt8
    }

    let count: Int
    let codes: UnsafePointer<UInt8>

    /// - Parameter runs: the first begins at document 0, their beginnings rise and are below `documentCount`.
    init(_ runs: [Run], documentCount: Int) {
        count = documentCount
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, documentCount))
        unsafe bytes.initialize(repeating: 0, count: max(1, documentCount))
        for (place, run) in runs.enumerated() {
            let end = place + 1 < runs.count ? Int(runs[place + 1].firstDocument) : documentCount
            let first = Int(run.firstDocument)
            precondition(first < end && end <= documentCount)
            unsafe (bytes + first).update(repeating: run.code, count: end - first)
        }
        unsafe codes = UnsafePointer(bytes)
    }

    deinit { unsafe codes.deallocate() }

    static func runs(of codes: [UInt8]) -> [Run] {
        var runs: [Run] = []
        for (document, code) in codes.enumerated() where runs.last?.code != code {
            runs.append(Run(firstDocument: UInt32(document), code: code))
        }
        return runs
    }
}
