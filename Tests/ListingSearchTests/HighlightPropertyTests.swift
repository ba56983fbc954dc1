import TestSupport
import Testing
import TextAnalysis

@testable import ListingSearch

/// Marks against a slow obvious model: a text of pieces whose meaning is known by how it was made.
struct HighlightPropertyTests {
    /// A piece of a text: how it is written, and what it is to a search, a character or word each.
    private struct Piece {
        var written: String
        var units: [String]
        var isHan: Bool
    }

    private static let han = [
        ("连衣裙", "连衣裙"), ("連衣裙", "连衣裙"), ("手机壳", "手机壳"), ("手機殼", "手机壳"), ("衣", "衣"), ("裙子", "裙子"), ("壳", "壳"),
        ("後視鏡", "后视镜"), ("皇后", "皇后"), ("机", "机"), ("子衣", "子衣"),
    ]
    private static let words = [
        ("iPhone", "iphon"), ("ＩＰＨＯＮＥ", "iphon"), ("Dresses", "dress"), ("dress", "dress"), ("USB", "usb"),
        ("15", "15"),
        ("１５", "15"), ("running", "run"), ("Run", "run"),
    ]
    private static let gaps = [" ", "，", " <", "> ", "&", "\"", " 🎉 ", "!", "  ", "。", "'"]

    private static func text(_ count: ClosedRange<Int>, _ random: inout SeededGenerator) -> [(
        gap: String, piece: Piece
    )] {
        (0..<Int.random(in: count, using: &random)).map { _ in
            let isHan = Bool.random(using: &random)
            let (written, meant) = (isHan ? han : words).randomElement(using: &random)!
            let units = isHan ? meant.map(String.init) : [meant]
            let gap = Bool.random(using: &random) && isHan ? "" : gaps.randomElement(using: &random)!
            return (gap, Piece(written: written, units: units, isHan: isHan))
        }
    }

    /// What of a text is found by a query, a flag for each of its characters.
    private static func marked(_ text: [(gap: String, piece: Piece)], _ query: [(gap: String, piece: Piece)]) -> [Bool]
    {
        var pairs: Set<String> = []
        var alone: Set<String> = []
        var words: Set<String> = []
        for run in runs(query) {
            if run.count == 1 { alone.insert(run[0].unit) }
            for (left, right) in zip(run, run.dropFirst()) { pairs.insert(left.unit + right.unit) }
        }
        for (_, piece) in query where !piece.isHan { words.formUnion(piece.units) }
        var flags: [Bool] = []
        for (gap, piece) in text {
            flags += gap.map { _ in false }
            let isWord = !piece.isHan && words.contains(piece.units[0])
            flags += piece.written.map { _ in isWord }
        }
        for run in runs(text) {
            for character in run where alone.contains(character.unit) { flags[character.place] = true }
            for (left, right) in zip(run, run.dropFirst()) where pairs.contains(left.unit + right.unit) {
                flags[left.place] = true
                flags[right.place] = true
            }
        }
        return flags
    }

    /// Han characters that stand together, each with its place in the text.
    private static func runs(_ text: [(gap: String, piece: Piece)]) -> [[(unit: String, place: Int)]] {
        var runs: [[(unit: String, place: Int)]] = []
        var place = 0
        var isOpen = false
        for (gap, piece) in text {
            if !gap.isEmpty || !piece.isHan { isOpen = false }
            place += gap.count
            if piece.isHan {
                if !isOpen { runs.append([]) }
                for (offset, unit) in piece.units.enumerated() { runs[runs.count - 1].append((unit, place + offset)) }
            }
            isOpen = piece.isHan
            place += piece.written.count
        }
        return runs
    }

    private static func string(_ text: [(gap: String, piece: Piece)]) -> String {
        text.map { $0.gap + $0.piece.written }.joined()
    }

    private static func unescaped(_ text: String) -> String {
        var text = text
        for (entity, sign) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            text = text.replacing(entity, with: sign)
        }
        return text
    }

    @Test(arguments: [UInt64(51), 52, 53, 54, 55])
    func exactlyTheMatchedCharactersAreMarked(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let analyzer = ListingIndex.analyzer.makeAnalyzer()
        var found = 0
        for _ in 0..<1_000 {
            let text = Self.text(1...8, &random)
            // A space between all pieces of a query: quotes and minus are another matter.
            let query = Self.text(1...3, &random).map { (gap: " ", piece: $0.piece) }
            let written = Self.string(text)
            let flags = Self.marked(text, query)
            let note = "seed \(seed) '\(written)' '\(Self.string(query))'"
            let highlighter = ListingHighlighter(Self.string(query), analyzer: analyzer)
            guard let marked = highlighter.highlight(written, open: "\u{1}", close: "\u{2}") else {
                #expect(!flags.contains(true), "\(note)")
                continue
            }
            found += 1
            var seen: [Bool] = []
            var isInside = false
            for character in Self.unescaped(marked) {
                switch character {
                case "\u{1}": isInside = true
                case "\u{2}": isInside = false
                default: seen.append(isInside)
                }
            }
            #expect(Self.unescaped(marked).filter { $0 != "\u{1}" && $0 != "\u{2}" } == written, "\(note)")
            #expect(seen == flags, "\(note) \(marked)")
        }
        #expect(found > 200)
    }
}
