from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.web import markdown
from webapp.web.markdown import render_inline, render_markdown, render_stem

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://evil.example/track.png)",
    "<style>*{display:none}</style>",
    "[x](https://example.org \"onmouseover=alert(1)\")",
    "<a href='https://example.org' onclick='alert(1)'>x</a>",
    "<svg onload=alert(1)>",
]  # fmt: skip


def test_plain_formatting() -> None:
    assert render_markdown("A *b* **c** `d`\n\n- e") == (
        "<p>A <em>b</em> <strong>c</strong> <code>d</code></p>\n<ul>\n<li>e</li>\n</ul>\n"
    )
    assert render_inline("*a* & b") == "<em>a</em> &amp; b"


def test_links_lead_out_without_telling_where_from() -> None:
    assert 'rel="noopener noreferrer"' in render_markdown("[a](https://example.org)")


def test_a_picture_is_shown_only_if_this_site_keeps_it() -> None:
    digest = "0a" * 32
    text = f"![A <b>heron](media:{digest}) ![x](https://evil.example/x.png) ![y](media:{digest}0) ![z](/static/x)"
    image = f'<img src="/pictures/{digest}" alt="A &lt;b&gt;heron">'
    assert (str(render_stem(text)).strip(), str(render_markdown(text)).strip()) == (image, f"<p>{image}   </p>")
    assert str(render_inline(text)).strip() == "A &lt;b&gt;heron"


@given(st.text("abZé д日129 ,.;:'()?%$€£/–—-_*<&\n\xa0", min_size=1, max_size=20))  # noqa: RUF001
def test_words_alone_are_given_back_as_parser_and_sanitiser_would(text: str) -> None:
    parser = markdown._PARSER
    assert render_markdown(text) == markdown._clean(parser.render(text), markdown.TAGS)
    assert render_inline(text) == markdown._clean(parser.renderInline(text), markdown.INLINE_TAGS)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_what_people_write_runs(text: str) -> None:
    for shown in (render_markdown(text), render_inline(text)):
        for part in ("<script", "<img", "<style", "<svg", 'href="javascript', 'href="data'):
            assert part not in shown
        assert " onerror=" not in shown.replace("&lt;img src=x onerror=alert(1)&gt;", "")


@given(st.text(max_size=200))
def test_any_text_is_shown_without_a_tag_that_is_not_plain(text: str) -> None:
    assert "<script" not in render_markdown(text)
    assert "<p>" not in render_inline(text)
