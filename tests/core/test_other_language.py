"""A message in another language is noticed, and French, however it is typed, is never taken for one."""

import pytest
import yaml

from guichet.catalogue.question_files import load_questions
from guichet.language import fold
from guichet.other_language import is_other_language, words
from guichet.settings import ROOT


@pytest.mark.parametrize(
    "text",
    [
        *("I lost my passport", "how do I renew my driving licence?", "can someone help me in English please"),
        *("perdí mi pasaporte", "¿cómo puedo inscribir a mi hijo en la escuela?", "hola necesito ayuda"),
        *("perdi o meu passaporte", "preciso de ajuda com a segurança social", "ho perso il mio passaporto"),
        *("ich habe meinen Reisepass verloren", "pasaportumu kaybettim", "ehliyetimi yenilemek istiyorum"),
        *("Я загубив паспорт", "我的护照丢了", "护照", "فقدت جواز سفري", "パスポートをなくしました", "በጣም አመሰግናለሁ"),
    ],
)
def test_other_languages_are_noticed(text):
    assert is_other_language(text)


@pytest.mark.parametrize(
    "text",
    [
        *("passport", "ok", "", "…", "?!", "👍", "12345", "µ", "hello", "g perdu mé papié", "on a volé mon sac"),
        *("Maria dos Santos da Silva", "je m'appelle Ben Ali", "Olivier Van den Berg", "con", "job d'été à 15 ans"),
        *("bonjour, my name is Paul et j'ai perdu mon passeport", "que veut dire « I am » ?", "jpense a me marié"),
    ],
)
def test_french_and_names_are_not(text):
    assert not is_other_language(text)


def test_no_false_alarm_on_what_we_have_of_citizens():
    said = [question.text for question in load_questions(ROOT)]
    for name in ("intents.yml", "intents_second.yml"):
        by_intent = yaml.safe_load((ROOT / "data/heldout" / name).read_text("utf-8"))
        said += [text for texts in by_intent.values() for text in texts]
    assert len(said) > 1000
    assert [text for text in said if is_other_language(text)] == []


def test_words_are_folded_and_none_is_french_too():
    known = words()
    listed = frozenset().union(*known.languages.values())
    assert [word for word in listed | known.french if fold(word) != word] == []
    assert listed & known.french == frozenset()
