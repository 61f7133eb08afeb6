"""Which names are one outlet: a table of names, and what holds of every row of data/outlets.tsv."""

from __future__ import annotations

import time
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.record.outlets import AGENCIES, independent_outlet, outlet_key, outlet_rows


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        # writings of one name
        ("BBC", "BBC News"),
        ("bbc news", "BBC News"),
        ("(BBC)", "BBC News"),
        ("[[BBC News|BBC]]", "BBC News"),
        ("[http://news.bbc.co.uk/1/hi/world/1.stm BBC]", "BBC News"),
        ("BBC: 1, 2", "BBC News"),
        ("''The Hindu''", "The Hindu"),
        ("Al-Jazeera", "Al Jazeera"),
        ("RTE", "RTÉ"),
        ("L’Orient–Le Jour", "L'Orient-Le Jour"),
        # other names of a house: short, former, of a part, of a language
        ("NY Times", "The New York Times"),
        ("IHT", "The New York Times"),
        ("RadioFreeEurope / Radio Liberty", "Radio Free Europe/Radio Liberty"),
        ("Radio Free Europe/Radio Liberty Belarusian Service", "Radio Free Europe/Radio Liberty"),
        ("El País in English", "El País"),
        ("Spiegel online, German", "Der Spiegel"),
        ("onet.pl [Polish]", "Onet"),
        ("The Sunday Times", "The Times"),
        ("ITAR-TASS", "TASS"),
        ("IRIN", "The New Humanitarian"),
        ("SOHR", "Syrian Observatory for Human Rights"),
        ("ANHA", "Hawar News Agency"),
        ("Укрінформ", "Ukrinform"),
        # addresses
        ("www.bbc.co.uk", "BBC News"),
        ("https://english.alarabiya.net/News", "Al Arabiya"),
        ("lemonde.fr", "Le Monde"),
        ("sana.sy", "SANA"),
        # reprints: the agency's word
        ("AFP via Google News", "AFP"),
        ("AFP – via Dawn", "AFP"),
        ("AFP viaNews Limited", "AFP"),
        ("Reuters, via MSN", "Reuters"),
        ("AP on Yahoo!", "AP"),
        ("AFP/Le Monde", "AFP"),
        ("Haaretz & AP", "AP"),
        ("CBS News with AP", "AP"),
        ("Reuters, BBC", "Reuters"),
        ("Sabel Courier (Reuters)", "Reuters"),
        ("The Washington Post via MSN", "The Washington Post"),
        # several outlets, none an agency: the first
        ("CNN and BBC", "CNN"),
        ("Spaceflight Now/CBS News", "Spaceflight Now"),
        # look-alikes
        ("ABC News", "ABC News"),
        ("ABC News Online", "ABC News (Australia)"),
        ("abc.es", "ABC (Spain)"),
        ("Sky News Australia", "Sky News Australia"),
        ("Sky News Arabia", "Sky News Arabia"),
        ("Al Arabiya", "Al Arabiya"),
        ("The Kyiv Independent", "The Kyiv Independent"),
        ("Independent, Ireland", "Irish Independent"),
        ("Independent Online", "IOL"),
        ("guardian.ng", "The Guardian (Nigeria)"),
        ("Interfax-Ukraine", "Interfax-Ukraine"),
        ("CNN Türk", "CNN Türk"),
        ("Hong Kong Standard", "The Standard (Hong Kong)"),
        ("Der Standard", "Der Standard"),
        ("Standard, Kenya", "The Standard (Kenya)"),
        ("La Presse Canadienne", "Canadian Press"),
        ("Sydney Daily Telegraph", "The Daily Telegraph (Sydney)"),
        ("El Watan", "El Watan (Algeria)"),
        # names of several outlets, or of none in the table: themselves, trimmed
        ("ABC", "ABC"),
        ("The Star", "Star"),
        ("The Daily Star", "Daily Star"),
        ("Le Vif / L'Express", "Le Vif / L'Express"),
        ("Sky & Telescope", "Sky & Telescope"),
        ("Wanted in Rome", "Wanted in Rome"),
        (" The  Sabel Courier via Yahoo! News", "Sabel Courier"),
        ("Sabel Courier (in French)", "Sabel Courier"),
        ("", ""),
    ],
)
def test_a_name_means_an_outlet(name: str, outlet: str) -> None:
    assert independent_outlet(name) == outlet


def test_every_name_of_a_row_means_its_outlet() -> None:
    assert [(row[0], name) for row in outlet_rows() for name in row if independent_outlet(name) != row[0]] == []


def test_no_name_is_in_two_rows() -> None:
    rows: defaultdict[str, list[str]] = defaultdict(list)
    for row in outlet_rows():
        for key in map(outlet_key, row):
            rows[key].append(row[0])
    assert "" not in rows
    assert {key: named for key, named in rows.items() if len(named) > 1} == {}


def test_every_agency_has_a_row() -> None:
    assert {row[0] for row in outlet_rows()} >= AGENCIES


@given(agency=st.sampled_from(sorted(AGENCIES)), row=st.sampled_from(outlet_rows()))
def test_a_reprint_is_the_agencys_word(agency: str, row: list[str]) -> None:
    printer = row[-1]
    assert independent_outlet(f"{agency} via {printer}") == agency
    assert independent_outlet(f"{agency}/{printer}") == agency


@given(st.text(max_size=40))
def test_any_text_has_an_outlet(name: str) -> None:
    assert independent_outlet(name).strip() or not name.strip()


@pytest.mark.parametrize("piece", ["-", "( ", "a.", "A-", "'"])
def test_a_name_without_end_costs_little(piece: str) -> None:
    start = time.perf_counter()
    independent_outlet(piece * 100_000)
    assert time.perf_counter() - start < 5
