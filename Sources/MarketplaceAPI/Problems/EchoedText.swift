extension String {
    /// What a stranger wrote, as an answer may repeat it: 100 code points at most, so that no answer grows with what was
    /// sent. One character may be made of any number of them.
    var echoed: String {
        let most = 100
        guard let end = unicodeScalars.index(startIndex, offsetBy: most, limitedBy: endIndex), end < endIndex else {
            return self
        }
        return String(self[..<end]) + "…"
    }
}
