"""The fake Telegram reads HTML and keyboards as strictly as they are documented: what it takes and what it refuses."""

from __future__ import annotations

import pytest

from tests.gateway.telegram.bot_api import keyboards
from tests.gateway.telegram.bot_api.markup import parse
from tests.gateway.telegram.bot_api.refusals import Refusal

TAKEN = [
    ("Oui &lt;b&gt; &amp; &quot;non&quot; &#39;&#x2019;", 'Oui <b> & "non" \'’', []),
    ("<b>gras</b> <strong>aussi</strong>", "gras aussi", [("bold", 0, 4), ("bold", 5, 5)]),
    ("<i>a</i><em>b</em>", "ab", [("italic", 0, 1), ("italic", 1, 1)]),
    ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
    ("<s>a</s><strike>b</strike><del>c</del>", "abc", [("strikethrough", n, 1) for n in range(3)]),
    ('<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>', "ab", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
    ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
    ('<pre><code class="language-python">a</code></pre>', "a", [("code", 0, 1), ("pre", 0, 1)]),
    ("<blockquote><code>a</code> b</blockquote>", "a b", [("blockquote", 0, 3), ("code", 0, 1)]),
    ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
    ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', "👍", [("custom_emoji", 0, 2)]),
    ("🏟 <B>🏟</b >", "🏟 🏟", [("bold", 3, 2)]),
    ("<b></b>rien", "rien", []),
    ("une ligne\n\n  une autre", "une ligne\n\n  une autre", []),
]

REFUSED = [
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("é <br>", 'Unsupported start tag "br" at byte offset 3'),
    ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
    ("<b/>", 'Unsupported start tag "b/" at byte offset 0'),
    ("a > b", 'Unescaped character ">" at byte offset 2'),
    ("a & b", 'Unescaped character "&" at byte offset 2'),
    ("a &nbsp; b", 'Unescaped character "&" at byte offset 2'),
    ("&amp", 'Unescaped character "&" at byte offset 0'),
    ("&#xD83D;", 'Unescaped character "&" at byte offset 0'),
    ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
    ("a</b>", "Unexpected end tag at byte offset 1"),
    ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("<i>a</>", 'Unmatched end tag at byte offset 4, expected "</i>", found "</>"'),
    ("<i>a</i", "Unclosed end tag at byte offset 4"),
    ("x <b", "Unclosed start tag at byte offset 2"),
    ('<i  ="a">', 'Empty attribute name in the tag "i" at byte offset 0'),
    ("<i  aba>a</i>", 'Expected equal sign in declaration of an attribute of the tag "i" at byte offset 0'),
    ('<span class="big">a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<tg-emoji emoji-id="x">a</tg-emoji>', "Invalid custom emoji identifier specified at byte offset 0"),
    ("<code><b>a</b></code>", 'Tag "b" can\'t be inside the tag "code" at byte offset 6'),
    ("<b><code>a</code></b>", 'Tag "code" can\'t be inside the tag "b" at byte offset 3'),
    ("<pre><i>a</i></pre>", 'Tag "i" can\'t be inside the tag "pre" at byte offset 5'),
    ("<blockquote>a<blockquote>b</blockquote></blockquote>", 'be inside the tag "blockquote" at byte offset 13'),
    ('<a href="x.fr"><a href="y.fr">a</a></a>', 'Tag "a" can\'t be inside the tag "a" at byte offset 15'),
]


@pytest.mark.parametrize(("source", "text", "entities"), TAKEN)
def test_html_that_is_taken(source, text, entities):
    read, found = parse(source)
    assert read == text
    assert sorted((each.type, each.offset, each.length) for each in found) == sorted(entities)


@pytest.mark.parametrize(("source", "error"), REFUSED)
def test_html_that_is_refused(source, error):
    with pytest.raises(Refusal) as refused:
        parse(source)
    assert refused.value.description.startswith("Bad Request: can't parse entities: ")
    assert refused.value.description.endswith(error)


@pytest.mark.parametrize(
    ("address", "link"),
    [
        (
            "https://www.service-public.fr/particuliers?a=1&amp;b=2",
            "https://www.service-public.fr/particuliers?a=1&b=2",
        ),
        ("http://x.fr", "http://x.fr"),
        ("tg://user?id=12", "tg://user?id=12"),
        ("service-public.fr", "service-public.fr"),
        ("tel:+33123456789", None),
        ("mailto:a@b.fr", None),
        ("javascript:alert(1)", None),
        ("/relative", None),
    ],
)
def test_a_link_that_telegram_does_not_follow_is_only_words(address, link):
    text, entities = parse(f"<a href='{address}'>ici</a>")
    assert text == "ici"
    assert [each.url for each in entities] == ([link] if link else [])


def button(**kind):
    return {"text": "Oui"} | (kind or {"callback_data": "c:1"})


def inline(*rows):
    return {"inline_keyboard": list(rows)}


@pytest.mark.parametrize(
    "markup",
    [
        inline(),
        inline([button()] * 8),
        inline(*[[button()] * 4] * 25),
        inline([button(callback_data="é" * 32)]),
        inline([button(url="https://www.service-public.fr/x?y#z"), button(url="tg://resolve?domain=x")]),
        {"keyboard": [[{"text": "Mon numéro", "request_contact": True}, "Plus tard"]], "one_time_keyboard": True},
        {"remove_keyboard": True},
        {"force_reply": True},
    ],
)
def test_keyboards_that_are_taken(markup):
    assert keyboards.read(markup, private=True)


@pytest.mark.parametrize(
    ("markup", "error"),
    [
        (inline([button()] * 9), "too many buttons in a row of the keyboard"),
        (inline(*[[button()]] * 101), "reply markup is too long"),
        (inline(*[[{"text": "m" * 150, "callback_data": "c:1"}]] * 60), "reply markup is too long"),
        (inline([button(callback_data="é" * 33)]), "BUTTON_DATA_INVALID"),
        (inline([button(callback_data="")]), "BUTTON_DATA_INVALID"),
        (inline([button(callback_data=12)]), "BUTTON_DATA_INVALID"),
        (inline([button(url="tel:17")]), "BUTTON_URL_INVALID"),
        (inline([button(url="mailto:a@b.fr")]), "BUTTON_URL_INVALID"),
        (inline([button(url="https://deux mots.fr")]), "BUTTON_URL_INVALID"),
        (inline([button(url="https://")]), "BUTTON_URL_INVALID"),
        (inline([{"text": "Oui"}]), "Text buttons are unallowed in the inline keyboard"),
        (inline([button(callback_data="c:1", url="https://x.fr")]), "unallowed in the inline keyboard"),
        (inline([{"text": " ", "callback_data": "c:1"}]), "text must be non-empty"),
        (inline(button()), "an array of arrays is expected"),
        ({"keyboard": [[""]]}, "text must be non-empty"),
        ({"remove_keyboard": False}, "can't parse reply keyboard markup JSON object"),
        ([], "object expected as reply markup"),
    ],
)
def test_keyboards_that_are_refused(markup, error):
    with pytest.raises(Refusal, match="Bad Request: ") as refused:
        keyboards.read(markup, private=True)
    assert refused.value.description.endswith(error)


def test_a_phone_number_is_asked_in_private_only():
    asking = {"keyboard": [[{"text": "Mon numéro", "request_contact": True}]]}
    with pytest.raises(Refusal, match="private chats only"):
        keyboards.read(asking, private=False)
