import Foundation

/// A text that is hashed, compared and ordered by its bytes.
///
/// A `String` is equal to another that has the same characters in other code points, so its hash has to normalize every text
/// with other letters than ASCII. A table of a million phrases has no use for that: they are folded already.
struct BytewiseString: Hashable, Comparable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: Self, right: Self) -> Bool {
        unsafe left.withBytes { left in
            unsafe right.withBytes { right in
                guard left.count == right.count else { return false }
                guard let first = left.baseAddress, let second = right.baseAddress else { return true }
                return unsafe memcmp(first, second, left.count) == 0
            }
        }
    }

    func hash(into hasher: inout Hasher) { unsafe withBytes { unsafe hasher.combine(bytes: $0) } }

    static func < (left: Self, right: Self) -> Bool { left.text.utf8.lexicographicallyPrecedes(right.text.utf8) }

    /// Whether it is one word in small letters.
    var isWord: Bool { unsafe withBytes { unsafe !$0.isEmpty && $0.allSatisfy { (0x61...0x7A).contains($0) } } }

    private func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        var text = text
        return text.withUTF8 { unsafe body(UnsafeRawBufferPointer($0)) }
    }
}
