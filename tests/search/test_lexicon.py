"""The words that the French use, kept beside the catalogue."""

from guichet.search.lexicon import MODEL, load_lexicon


def test_words_are_folded_and_in_lower_case(lexicon):
    words = load_lexicon(lexicon)
    assert {"maison", "etranger", "ca"} <= words
    assert not {"étranger", "Maison", "procurrration"} & words
    assert [word for word in words if word != word.lower() or any(c.isdigit() for c in word)] == []


def test_what_an_earlier_call_left_is_read(tmp_path):
    (tmp_path / f"{MODEL}.txt").write_text("barque\ncanot\n", "utf-8")
    assert load_lexicon(tmp_path) == {"barque", "canot"}
