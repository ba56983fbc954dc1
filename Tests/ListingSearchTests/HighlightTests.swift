import Testing
import TextAnalysis

@testable import ListingSearch

struct HighlightTests {
    private func marked(_ text: String, _ query: String) -> String? {
        ListingHighlighter(query, analyzer: ListingIndex.analyzer.makeAnalyzer())
            .highlight(text, open: "<em>", close: "</em>")
    }

    @Test func matchesAreMarkedExactToTheCharacter() {
        #expect(marked("法式连衣裙女", "连衣裙") == "法式<em>连衣裙</em>女")
        #expect(marked("清华大学正门", "清华") == "<em>清华</em>大学正门")
        #expect(marked("一条裙", "裙") == "一条<em>裙</em>")
    }

    @Test func traditionalWidthCaseAndStemMeet() {
        #expect(marked("雪紡連衣裙 L", "连衣裙") == "雪紡<em>連衣裙</em> L")
        #expect(marked("新ＩＰＨＯＮＥ15壳", "iphone") == "新<em>ＩＰＨＯＮＥ</em>15壳")
        #expect(marked("Running shoes", "run shoe") == "<em>Running</em> <em>shoes</em>")
    }

    @Test func theTextIsEscapedAndTheMarksAreNot() {
        #expect(marked("<b>连衣裙</b> & \"x\"", "连衣裙") == "&lt;b&gt;<em>连衣裙</em>&lt;/b&gt; &amp; &quot;x&quot;")
    }

    @Test func nothingFoundIsNil() {
        #expect(marked("连衣裙", "手机") == nil)
        #expect(marked("连衣裙", "") == nil)
        // 本田 does not mark a 本 that stands alone.
        #expect(marked("笔记本", "本田") == nil)
    }
}
