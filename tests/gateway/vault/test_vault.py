"""What is sealed opens with its key alone, in its place alone, and keys change without losing anything."""

from __future__ import annotations

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.errors import GuichetError
from guichet.gateway.vault.keys import load_vault, new_key, parse
from guichet.gateway.vault.vault import Vault, key_id
from tests.gateway.running import settings_for

OLD, NEW = bytes(range(32)), bytes(range(1, 33))


@given(st.text(max_size=300), st.text(max_size=50))
def test_what_is_sealed_opens_as_it_was(text, about):
    vault = Vault([OLD])
    sealed = vault.seal(text, about)
    assert vault.open(sealed, about) == text
    assert (sealed == "") == (text == "")


def test_two_seals_of_the_same_text_look_different():
    vault = Vault([OLD])
    first, second = vault.seal("claire@exemple.fr", "a"), vault.seal("claire@exemple.fr", "a")
    assert first != second
    assert "claire" not in first


def test_in_another_place_or_changed_it_opens_no_more():
    vault = Vault([OLD])
    sealed = vault.seal("claire@exemple.fr", "contacts.email:1")
    for other, about in ((sealed, "contacts.email:2"), (f"{sealed[:-6]}AAAA==", "contacts.email:1"), ("claire", "x:1")):
        with pytest.raises(GuichetError, match="donnée chiffrée abîmée — ") as refused:
            vault.open(other, about)
        assert "claire" not in str(refused.value)


def test_a_former_key_still_opens_and_the_first_one_seals():
    before = Vault([OLD]).seal("claire@exemple.fr", "a")
    both = Vault([NEW, OLD])
    assert both.open(before, "a") == "claire@exemple.fr"
    assert Vault([NEW]).open(both.seal("claire@exemple.fr", "a"), "a") == "claire@exemple.fr"
    with pytest.raises(GuichetError, match=f"GUICHET_SECRET_KEY : la clé {key_id(OLD)} manque"):
        Vault([NEW]).open(before, "a")


@pytest.mark.parametrize(
    "text", ["", "abc", base64.b64encode(b"short").decode(), f"{new_key()} pas-une-clé", "é" * 44], ids=range(5)
)
def test_a_key_that_is_none_is_refused_and_never_repeated(text):
    with pytest.raises(GuichetError, match="GUICHET_SECRET_KEY : pas une clé de 32 octets en base64 — ") as refused:
        parse(text, "GUICHET_SECRET_KEY")
    assert not text or text not in str(refused.value)


def test_both_alphabets_of_base64_are_taken():
    tricky = bytes([251, 255] * 16)
    assert parse(base64.b64encode(tricky).decode(), "x") == parse(base64.urlsafe_b64encode(tricky).decode(), "x")


def test_without_a_setting_a_file_that_only_its_owner_reads_is_made_once(tmp_path):
    settings = settings_for(tmp_path / "var")
    with ThreadPoolExecutor(8) as pool:
        vaults = list(pool.map(lambda _: load_vault(settings), range(8)))
    assert len({vault.current for vault in vaults}) == 1
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret.key"]
    assert stat.S_IMODE((tmp_path / "var" / "secret.key").stat().st_mode) == 0o600


def test_the_setting_counts_before_the_file(tmp_path):
    load_vault(settings_for(tmp_path))
    chosen = replace(settings_for(tmp_path), secret_key=base64.b64encode(NEW).decode())
    assert load_vault(chosen).current == key_id(NEW)
    assert base64.b64encode(NEW).decode() not in repr(chosen)


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "secret.key").mkdir()
    with pytest.raises(GuichetError, match=r"secret\.key : clé inaccessible \(.+\) — .*GUICHET_SECRET_KEY"):
        load_vault(settings_for(tmp_path))
