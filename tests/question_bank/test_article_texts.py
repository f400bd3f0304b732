"""Of what somebody brings the article stays, and what stands around it goes; hostile files cost little."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.article_texts import LONGEST_ARTICLE, UnusableTextError, article_text

PAGE = """<!doctype html><html><head><title>T</title><style>p{}</style></head><body>
<nav><p>Home | News</p></nav><header><p>The Courier</p></header>
<article><h1>The Last &amp; Ferry</h1><script>alert(1)</script>
<p>A rope
 holds <b>the boat</b>.<p>It costs&nbsp;$11 million.<br>So they say.
<aside>You may like this</aside><ul><li>One<li>Two</ul></article><footer>Imprint</footer></body></html>"""


def test_of_a_page_the_article_stays() -> None:
    assert article_text(PAGE) == (
        "The Last & Ferry\n\nA rope holds the boat.\n\nIt costs\u00a0$11 million.\nSo they say.\n\nOne\n\nTwo\n"
    )


def test_a_page_that_marks_no_article_gives_its_body() -> None:
    assert article_text("<body><nav>Menu</nav><p>One.</p><p>Two.</p>", name="a.htm") == "One.\n\nTwo.\n"


def test_markdown_loses_its_signs_and_keeps_its_words() -> None:
    text = "# Head\n\nA **bold** and [linked](http://example.org/x) word.\n\n> quoted\n"
    assert article_text(text, name="a.md") == "Head\n\nA bold and linked word.\n\nquoted\n"


def test_text_stays_as_it_is_but_for_the_ends_of_its_lines() -> None:
    assert article_text("One *a*  \r\n\r\n\r\n\r\nTwo <p>\r\n", name="a.txt") == "One *a*\n\nTwo <p>\n"


@pytest.mark.parametrize(
    ("content", "says"), [("", "no text"), ("<p></p>", "no text"), ("a\0b", "cannot be stored"),
                          ("a" * (LONGEST_ARTICLE + 1), "at most")]
)  # fmt: skip
def test_what_is_no_article_is_refused_with_the_reason(content: str, says: str) -> None:
    with pytest.raises(UnusableTextError, match=says):
        article_text(content)


@pytest.mark.parametrize("name", ["a.html", "a.md", "a.txt"])
@pytest.mark.parametrize(
    "piece", ["<", "<p", "<!--", "<!", "<div>", "</div>", "&", "`a ", "**a ", "[", "<a b='", "<p>a"]
)
def test_hostile_files_cost_little(piece: str, name: str) -> None:
    began = time.process_time()
    assert article_text("words\n\n" + piece * (90_000 // len(piece)), name=name).startswith("words")
    assert time.process_time() - began < 1.5


@given(st.text(max_size=300), st.sampled_from(["", "a.html", "a.md", "a.txt"]))
def test_whatever_is_brought_is_a_text_or_is_refused(content: str, name: str) -> None:
    try:
        text = article_text(content, name=name)
    except UnusableTextError:
        return
    assert text.strip()
    assert text.endswith("\n")
