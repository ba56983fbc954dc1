import CSnowball

/// Snowball's English stemmer (Porter 2001, "English (Porter2)"); one instance a thread.
@safe final class Stemmer {
    // Safe: the handle is this object's own, and what it points at is read before the next call.
    private let handle: OpaquePointer?

    init() { unsafe handle = unsafe sb_stemmer_new("english", "UTF_8") }

    deinit { if let handle = unsafe handle { unsafe sb_stemmer_delete(handle) } }

    /// Calls the body with the stem of a word in lower-case ASCII letters; the word itself where there is no stemmer.
    @inline(__always)
    func withStem(_ word: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        guard let handle = unsafe handle, let stem = unsafe sb_stemmer_stem(handle, word.baseAddress, Int32(word.count))
        else { return unsafe body(word) }
        unsafe body(UnsafeBufferPointer(start: stem, count: Int(sb_stemmer_length(handle))))
    }
}
