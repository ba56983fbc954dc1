import TextAnalysis

/// How Chinese is read: syllables in Latin letters without tones, ü as v.
///
/// ICU knows one reading of a character (Unihan's first); our own table knows the words and the characters that are read
/// otherwise.
struct Pinyin: Sendable {
    /// By character of the basic plane: its readings, the usual one first.
    private let readings: [Character: [String]]
    /// By word: its syllables.
    private let words: [String: [String]]
    /// By syllable: the characters that have it, each in UTF-8.
    private let characters: [String: [[UInt8]]]

    /// More ways of reading a text than this are not told apart.
    private static let maximumReadings = 4
    private static let longestWord = 4

    static let shared = Pinyin()

    private init() {
        var readings: [Character: [String]] = [:]
        for (character, syllable) in Romanization.characters() { readings[character] = [syllable] }
        var words: [String: [String]] = [:]
        for line in String(decoding: PackageResources.readings_txt, as: UTF8.self).split(separator: "\n") {
            let cells = line.split(separator: " ").map(String.init)
            guard let word = cells.first, !word.hasPrefix("#"), cells.count > 1 else { continue }
            if word.count == 1 {
                readings[Character(word)] = Array(cells.dropFirst())
            } else {
                words[word] = Array(cells.dropFirst())
            }
        }
        self.readings = readings
        self.words = words
        var characters: [String: [Character]] = [:]
        for (character, syllables) in readings {
            for syllable in syllables { characters[syllable, default: []].append(character) }
        }
        self.characters = characters.mapValues { $0.sorted().map { Array(String($0).utf8) } }
    }

    /// The characters in UTF-8 that have a reading of this one, itself among them; one that has two of them comes twice.
    func homophones(of character: Character) -> [[UInt8]] {
        readings(of: character).flatMap { characters[$0] ?? [] }
    }

    func readings(of character: Character) -> [String] { readings[character] ?? [] }

    /// The ways in which a text of Simplified characters, letters and digits is read, the likeliest first: each a list of
    /// syllables. Empty where a character has no reading.
    func readings(of text: String) -> [[String]] {
        let characters = Array(text)
        var found: [[String]] = [[]]
        var place = 0
        while place < characters.count {
            if let (length, syllables) = word(characters[place...]) {
                found = found.map { $0 + syllables }
                place += length
                continue
            }
            let character = characters[place]
            var options = readings[character] ?? []
            if options.isEmpty, character.isASCII, character.isLetter || character.isNumber {
                options = [character.lowercased()]
            } else if options.isEmpty, character == " " {
                place += 1
                continue
            }
            guard !options.isEmpty else { return [] }
            found = options.flatMap { option in found.map { $0 + [option] } }
            found = Array(found.prefix(Self.maximumReadings))
            place += 1
        }
        return found
    }

    private func word(_ characters: ArraySlice<Character>) -> (length: Int, syllables: [String])? {
        for length in (2...Self.longestWord).reversed() where characters.count >= length {
            if let syllables = words[String(characters.prefix(length))] { return (length, syllables) }
        }
        return nil
    }
}
