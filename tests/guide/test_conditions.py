"""Les conditions du flux officiel : vraies, fausses, ou pas encore connues."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from guichet.catalogue.official.conditions import expression
from guichet.guide.conditions import asserted, evaluate, variables

TRUTHS = (True, False, None)


def known(**values):
    """The facts with these values; a value of None is not known."""
    return {name: value for name, value in values.items() if value is not None}


def conjunction(a, b):
    """Kleene's « et »: false as soon as one is, else unknown as soon as one is."""
    return False if False in (a, b) else None if None in (a, b) else True


def disjunction(a, b):
    return True if True in (a, b) else None if None in (a, b) else False


@pytest.mark.parametrize(("a", "b"), product(TRUTHS, TRUTHS))
def test_et_et_ou_ont_trois_valeurs(a, b):
    facts = known(T1=a, T2=b)
    assert evaluate("T1&T2", facts) is conjunction(a, b)
    assert evaluate("T1|T2", facts) is disjunction(a, b)
    assert evaluate("!(T1&T2)", facts) is evaluate("(!T1|!T2)", facts)
    assert evaluate("!(T1|T2)", facts) is evaluate("!T1&!T2", facts)


@pytest.mark.parametrize(("value", "negated"), [(True, False), (False, True), (None, None)])
def test_une_variable_et_son_contraire(value, negated):
    facts = known(T1=value)
    assert evaluate("T1", facts) is value
    assert evaluate("!T1", facts) is negated
    assert evaluate("!!T1", facts) is value


@pytest.mark.parametrize(("value", "unset"), [(True, False), (False, False), (None, True)])
def test_une_variable_que_personne_n_a_encore_fixée(value, unset):
    facts = known(T1=value)
    assert evaluate("T1?", facts) is unset
    assert evaluate("!T1?", facts) is (not unset)


@pytest.mark.parametrize(
    ("condition", "facts", "truth"),
    [
        ("T1&T2|T3", known(T3=True), True),  # « et » d'abord
        ("T1&T2|T3", known(T1=True, T2=False, T3=False), False),
        ("T1&(T2|T3)", known(T3=True), None),
        ("T1&(T2|T3)", known(T1=False), False),
        ("!(T1&T2)", known(T1=True, T2=True), False),
        ("!(T1&T2)", known(T2=False), True),
        ("((T1|T2)&(T3|!T4))", known(T2=True, T4=False), True),
        ("(T1|(T2&(T3|(T4&T5))))", known(T1=False, T2=True, T3=False, T4=True), None),
        (" T1 & ! T2 ", known(T1=True, T2=False), True),
        ("T1?&T2", known(T2=True), True),
    ],
)
def test_les_conditions_s_emboîtent(condition, facts, truth):
    assert evaluate(condition, facts) is truth


UNREADABLE = [
    "", "   ", "&", "T1&", "&T1", "T1||T2", "T1&&T2", "(T1", "T1)", "()", "!", "!()", "T1 T2", "T1?T2", "?", "?T1",
    "T1??", "T1!", "(T1)(T2)", "!(T1&T2", ")(",
]  # fmt: skip


@pytest.mark.parametrize("condition", UNREADABLE)
def test_ce_qui_ne_se_lit_pas_n_est_pas_connu(condition):
    facts = known(T1=True, T2=True)
    assert evaluate(condition, facts) is None
    assert asserted(condition) == {}


@pytest.mark.parametrize(("depth", "value"), [(20, True), (400, None), (5_000, None)])
def test_une_condition_trop_profonde_n_est_pas_connue(depth, value):
    assert evaluate("(" * depth + "T1" + ")" * depth, known(T1=True)) is value
    assert evaluate("!" * depth + "T1", known(T1=True)) is value


@pytest.mark.parametrize(
    ("condition", "sure"),
    [
        ("T1", {"T1": True}),
        ("!T1", {"T1": False}),
        ("T1&!T2&T3", {"T1": True, "T2": False, "T3": True}),
        ("T1&(T2&T3)", {"T1": True, "T2": True, "T3": True}),
        ("T1&(T2|T3)", {"T1": True}),
        ("(T1|T2)", {}),
        ("!(T1&T2)", {}),
        ("T1?", {}),
        ("T1&T2?", {"T1": True}),
    ],
)
def test_une_réponse_affirme_ce_que_sa_condition_joint_par_et(condition, sure):
    assert asserted(condition) == sure


@pytest.mark.parametrize(
    ("condition", "names"),
    [("", ()), ("T1", ["T1"]), ("!(T1&T2)|T3?", ["T1", "T2", "T3"]), ("T1&T1", ["T1"])],
)
def test_les_variables_d_une_condition(condition, names):
    assert variables(condition) == frozenset(names)


#: An expression as nested lists: a name, or an operator with its parts.
NAMES = st.sampled_from(["T1", "T2", "T3", "T4"])
TREES = st.recursive(
    NAMES,
    lambda inner: st.one_of(
        st.tuples(st.just("!"), inner),
        st.tuples(st.just("?"), NAMES),
        st.tuples(st.sampled_from("&|"), inner, inner),
        st.tuples(st.sampled_from("&|"), inner, inner, inner),
    ),
    max_leaves=12,
)


def written(tree):
    """The tree in the grammar, with every pair of brackets."""
    if isinstance(tree, str):
        return tree
    operator, *parts = tree
    if operator == "?":
        return f"{parts[0]}?"
    return f"!{written(parts[0])}" if operator == "!" else f"({operator.join(map(written, parts))})"


def truth(tree, facts):
    """What the tree is worth, computed apart from the code."""
    if isinstance(tree, str):
        return facts.get(tree)
    operator, *parts = tree
    if operator == "?":
        return parts[0] not in facts
    values = [truth(part, facts) for part in parts]
    if operator == "!":
        return None if values[0] is None else not values[0]
    result = values[0]
    for value in values[1:]:
        result = conjunction(result, value) if operator == "&" else disjunction(result, value)
    return result


@given(TREES, st.fixed_dictionaries({name: st.booleans() for name in ("T1", "T2", "T3", "T4")}))
def test_quand_tout_est_connu_la_condition_se_calcule_comme_en_python(tree, facts):
    python = re.sub(r"T\d\?", "False", written(tree)).replace("&", " and ").replace("|", " or ").replace("!", " not ")
    assert evaluate(written(tree), facts) is eval(python, {}, dict(facts))


@given(TREES, st.dictionaries(NAMES, st.booleans()))
def test_quand_tout_n_est_pas_connu_elle_vaut_ce_que_valent_ses_parties(tree, facts):
    assert evaluate(written(tree), facts) is truth(tree, facts)


@given(TREES, st.dictionaries(NAMES, st.booleans()))
def test_ce_qu_une_condition_affirme_est_vrai_chaque_fois_qu_elle_l_est(tree, facts):
    if evaluate(written(tree), facts) is True:
        assert asserted(written(tree)).items() <= facts.items()


@given(TREES)
def test_toutes_les_variables_sont_trouvées(tree):
    assert variables(written(tree)) == frozenset(names(tree))


def names(tree):
    return [tree] if isinstance(tree, str) else [name for part in tree[1:] for name in names(part)]


@given(st.one_of(st.text(), st.text("T12()&|!? ", max_size=30)))
def test_aucun_texte_ne_fait_échouer_la_lecture(text):
    assert evaluate(text, {"T1": True}) in TRUTHS
    assert set(asserted(text)) <= variables(text)


def test_ce_que_l_import_écrit_est_ce_que_la_visite_lit():
    """`(T1|!T2)&!(T3&T4)&T5?` from the feed's own elements."""
    read = expression(
        etree.fromstring(
            "<Condition><ou><estVrai var='T1'/><estFaux var='T2'/></ou>"
            "<non><estVrai var='T3'/><estVrai var='T4'/></non><estIndefini var='T5'/></Condition>"
        )
    )
    assert evaluate(read, known(T1=False, T2=False, T3=True, T4=False)) is True
    assert evaluate(read, known(T1=True, T3=True, T4=True)) is False
    assert evaluate(read, known(T1=True, T3=False, T5=True)) is False
    assert evaluate(read, known(T1=True, T3=True)) is None
