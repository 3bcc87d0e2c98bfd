"""What goes into service, what comes out of it, and what is kept."""

import itertools
import threading
from contextlib import suppress

import pytest

from guichet.bank import record
from guichet.bank.bank import FIRST, NOTHING_LOST, UNMEASURED, WorseError
from guichet.bank.folder import write_card
from guichet.errors import GuichetError
from tests.bank.conftest import silent


def in_service(house):
    return record.read(house.bank.folder).model


def test_the_first_model_is_measured_and_put_in_service(house):
    model = house.train("a")
    done = house.promote(model)
    assert (done.why, done.before, in_service(house)) == (FIRST, "", model.name)
    assert done.model.report.figures["linker.first"].value == 0.9
    assert record.read(house.bank.folder).since().figures["linker.first"] == 0.9


def test_the_first_model_needs_no_catalogue_and_says_so(house):
    house.catalogue.unlink()
    assert house.promote(house.train("a")).why == UNMEASURED
    assert house.scores.asked == []


def test_the_next_one_is_not_promoted_unmeasured(house):
    first = house.train("a")
    house.promote(first)
    house.catalogue.unlink()
    with pytest.raises(GuichetError, match="guichet import"):
        house.promote(house.train("b"))
    assert in_service(house) == first.name


def test_a_worse_model_is_refused_with_where_and_how_much(house):
    first, second = house.train("a"), house.train("b")
    house.promote(first)
    house.scores.right[second.name] = 88
    with pytest.raises(WorseError) as error:
        house.promote(second)
    assert "linker.first : 90,0 % → 88,0 %, 2,0 points de moins" in str(error.value)
    assert "--force --reason" in str(error.value)
    assert "\n" not in str(error.value)
    assert in_service(house) == first.name


def test_one_case_less_is_not_worse(house):
    house.promote(house.train("a"))
    second = house.train("b")
    house.scores.right[second.name] = 89
    assert house.promote(second).why == NOTHING_LOST


def test_a_worse_model_can_be_forced_and_the_reason_is_kept(house):
    house.promote(house.train("a"))
    second = house.train("b")
    house.scores.right[second.name] = 10
    house.promote(second, forced="les questions ont changé")
    assert record.read(house.bank.folder).since().why == "forcé : les questions ont changé"


def test_figures_are_measured_once_while_nothing_changes(house):
    first, second, third = (house.train(letter) for letter in "abc")
    for model in (first, second, third):
        house.promote(model)
    assert house.scores.asked == [first.name, second.name, third.name]


def test_both_are_measured_again_when_the_held_out_questions_change(house):
    first, second = house.train("a"), house.train("b")
    house.promote(first)
    questions = house.bank.root / "data" / "questions" / "new.yml"
    questions.parent.mkdir(parents=True)
    questions.write_text("questions: []\n", encoding="utf-8")
    house.promote(second)
    assert house.scores.asked == [first.name, second.name, first.name]


def test_a_model_that_is_gone_holds_nobody_up(house):
    first, second = house.train("a"), house.train("b")
    house.promote(first)
    first.path.unlink()
    house.promote(second)
    assert in_service(house) == second.name


def test_the_one_in_service_is_not_promoted_again(house):
    model = house.train("a")
    house.promote(model)
    with pytest.raises(GuichetError, match="déjà en service"):
        house.promote(model)


def test_a_model_of_other_code_is_neither_promoted_nor_put_back(house):
    model = house.train("a")
    (house.bank.root / "domain.yml").write_text("slots: {case: {type: any}}\n", encoding="utf-8")
    for act in (lambda: house.promote(model), lambda: house.bank.rollback("aaaa")):
        with pytest.raises(GuichetError, match="guichet train"):
            act()


def test_an_intent_more_is_not_other_code(house):
    model = house.train("a")
    (house.bank.root / "domain.yml").write_text("slots: {}\nintents: [greet]\n", encoding="utf-8")
    assert house.bank.fits(model)


def test_rollbacks_go_further_and_further_back(house):
    first, second, third = (house.train(letter) for letter in "abc")
    for model in (first, second, third):
        house.promote(model)
    assert house.bank.rollback().name == second.name
    assert house.bank.rollback().name == first.name
    with pytest.raises(GuichetError, match="aucun modèle avant"):
        house.bank.rollback()
    assert in_service(house) == first.name
    assert house.scores.asked == [first.name, second.name, third.name]


def test_a_rollback_to_a_named_model(house):
    first, second = house.train("a"), house.train("b")
    house.promote(first)
    house.promote(second)
    assert house.bank.rollback("guichet-aaaaaa").name == first.name
    with pytest.raises(GuichetError, match="aucun modèle ne s'appelle ainsi"):
        house.bank.rollback("zz")


def test_what_changed_during_a_measure_is_not_overwritten(house):
    first, second, third = (house.train(letter) for letter in "abc")
    house.promote(first)
    measure = house.scores.measure

    def slow(*arguments):
        house.bank._measure = measure
        house.promote(third)
        return measure(*arguments)

    house.bank._measure = slow
    with pytest.raises(GuichetError, match="pendant la mesure"):
        house.promote(second)
    assert in_service(house) == third.name


def promoted(house, letters):
    """Models in service one after the other, all still there."""
    models = []
    for letter in letters:
        models.append(house.train(letter))
        house.promote(models[-1], keep=len(letters))
    return models


def test_old_models_go_but_never_those_of_service_and_rollback(house):
    models = promoted(house, "0123")
    house.bank.rollback()
    models += [house.train(letter) for letter in "456789"]
    gone = house.bank.prune(keep=1)
    left = {path.name for path in house.bank.folder.glob("*.tar.gz")}
    assert left == {models[i].name for i in (1, 2, 7, 8, 9)}
    assert set(gone) == {models[i].name for i in (0, 3, 4, 5, 6)}
    assert not list(house.bank.folder.glob("guichet-0*"))


def test_five_promoted_and_three_trained_are_kept(house):
    models = promoted(house, "0123456") + [house.train(letter) for letter in "789abcdef"]
    house.bank.prune()
    left = {path.name for path in house.bank.folder.glob("*.tar.gz")}
    assert left == {model.name for model in [*models[2:7], *models[13:]]}


def test_forty_commands_at_once_lose_nothing(house):
    house.promote(house.train("a"))
    house.promote(house.train("b"))
    done = []

    def swing(name):
        for _ in range(10):
            with suppress(GuichetError):  # it may be in service already
                done.append(house.bank.rollback(name).name)

    threads = [threading.Thread(target=swing, args=(name,)) for name in ("aaaa", "bbbb", "aaaa", "bbbb")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = [entry.model for entry in record.read(house.bank.folder).history]
    assert sorted(names[2:]) == sorted(done)
    assert all(before != after for before, after in itertools.pairwise(names))


def test_a_broken_record_says_the_cure(house):
    model = house.train("a")
    (house.bank.folder / record.FILE).write_text("{", encoding="utf-8")
    with pytest.raises(GuichetError, match=r"in-service\.json : illisible .* — effacez ce fichier"):
        house.bank.promote(model, house.catalogue, silent)


def test_without_a_card_a_model_is_of_other_code(house):
    model = house.train("a")
    model.path.with_name("guichet-aaaaaaaaaaaaaaaa.card.json").unlink()
    with pytest.raises(GuichetError, match="guichet train"):
        house.promote(house.bank.candidate("aaaa"))
    write_card(model.path, model.card)
    house.promote(house.bank.candidate("aaaa"))
