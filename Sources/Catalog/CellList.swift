/// Lists inside one cell: a backslash takes the next character literally.
enum CellList {
    /// Cuts at the separator, where no backslash stands before it. The backslashes stay: see `literal`.
    static func split(_ text: String, at separator: Character, maxSplits: Int = .max) -> [String] {
        var parts = [""]
        var isLiteral = false
        for character in text {
            let isCut = character == separator && !isLiteral && parts.count <= maxSplits
            isLiteral = character == "\\" && !isLiteral
            if isCut { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        return parts
    }

    /// Without the backslashes that `escaped` has put in.
    static func literal(_ text: String) -> String {
        var result = ""
        var isLiteral = false
        for character in text {
            if character == "\\", !isLiteral {
                isLiteral = true
            } else {
                result.append(character)
                isLiteral = false
            }
        }
        return result
    }

    /// `[["品牌", "华为"], ["size", "a|b"]]` is `品牌=华为|size=a\|b`.
    static func join(_ pairs: [[String]]) -> String {
        pairs.map { $0.map(escaped).joined(separator: "=") }.joined(separator: "|")
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            if "\\|=".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }
}
