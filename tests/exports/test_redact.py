"""What redaction takes out of an incident, and what it leaves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from incidents_by_hand import a_site, a_toll, an_account, an_incident, known, unknown

from zenobia.errors import UsageError
from zenobia.exports.coarse import resolution_of
from zenobia.exports.hiding import Hider
from zenobia.exports.options import Losses, Redaction
from zenobia.exports.redact import redact
from zenobia.types import Incident, JoinReason, Party, Site

PERSONS = Redaction(persons=True)
PLACES = Redaction(coarse_places=5)
ATTRIBUTIONS = Redaction(attributions=True)
ALL = Redaction(persons=True, coarse_places=5, attributions=True)

AHMED = unknown("Ahmed Hassan", type="person")


def redacted(incident: Incident, redaction: Redaction, *others: str) -> Incident:
    return redact(incident, redaction, Losses(), others=others)


def evidence_after(evidence: str, redaction: Redaction = PERSONS, *others: str, **account: Any) -> str:
    """The evidence of an account by Ahmed Hassan, after redaction."""
    account = {"target": [AHMED]} | account
    (only,) = redacted(an_incident(an_account(evidence=evidence, **account)), redaction, *others).accounts
    return only.evidence


def strings(value: object) -> Iterator[str]:
    """Every string within a frozen value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings(getattr(value, field.name))


def test_without_redaction_the_incident_is_the_same() -> None:
    incident = an_incident(an_account(actor=[AHMED]))
    assert redacted(incident, Redaction()) is incident


# Persons


@pytest.mark.parametrize(
    ("evidence", "after"),
    [
        ("Gunmen shot Ahmed Hassan dead.", "Gunmen shot [person] dead."),
        # in capitals, over a line end, with a possessive, with accents
        ("AHMED HASSAN SHOT", "[person] SHOT"),
        ("the house of Ahmed\n Hassan's brother", "the house of [person]'s brother"),
        ("Áhmed Hassán fell.", "[person] fell."),
        # either name alone, where it is written as a name
        ("Hassan, 34, died; Ahmed's son fled.", "[person], 34, died; [person]'s son fled."),
        ("he wore an ahmed coat", "he wore an ahmed coat"),
        # not inside another word
        ("Hassanal and Mahmed Hassanov", "Hassanal and Mahmed Hassanov"),
        # two names in a row are one label
        ("Hassan Ahmed died", "[person] died"),
    ],
)
def test_a_private_name_is_replaced_where_it_stands(evidence: str, after: str) -> None:
    assert evidence_after(evidence) == after


@pytest.mark.parametrize(
    ("party", "is_hidden"),
    [
        (unknown("Ahmed Hassan", type="person"), True),
        (unknown("Ahmed Hassan", type="person", reason="several bear this name"), True),
        (unknown("Ahmed Hassan", type="person", id="local:ahmed-hassan@SYR", country="SYR"), True),
        (unknown("ahmed hassan", type="person"), True),
        # the actor table knows him
        (known("ahmed-hassan", "Ahmed Hassan", type="person"), False),
        # a group is no person; a description names nobody
        (unknown("Hassan Brigade"), False),
        (unknown("senior police officer", type="person"), False),
    ],
)
def test_private_is_who_is_a_person_and_in_no_table(party: Party, is_hidden: bool) -> None:
    found = redacted(an_incident(an_account(actor=[party])), PERSONS).actor[0]
    assert (found.name == "[person]") is is_hidden
    assert (found.text == "[person]") is is_hidden


def test_what_is_known_of_a_private_person_beside_the_name_stays() -> None:
    person = unknown("Ahmed Hassan", type="person", id="local:ahmed-hassan@SYR", country="SYR", sector="CVL")
    actor = redacted(an_incident(an_account(target=[person])), PERSONS).target[0].actor
    assert actor is not None
    assert (actor.id, actor.name, actor.country, actor.sector) == (None, None, "SYR", "CVL")


def test_a_name_in_any_role_is_hidden_in_every_text() -> None:
    said = an_account(
        "Ahmed Hassan's Blog",
        evidence="Gunmen attacked.",
        attribution=AHMED,
        toll=[a_toll("killed", 2, who="sons of Ahmed Hassan", by=AHMED)],
        joined=JoinReason(with_event="e-000000000000", score=0.9, parts=(("same person: Ahmed Hassan", 2.0),)),
        telling={"title": "Hassan shot", "url": "https://a.example/2016/ahmed%20hassan-shot", "id": "hassan-shot.txt"},
    )
    copied = an_account("Sabel Post", evidence="Ahmed fled.", telling={"copies": ("r-1", "ahmed_hassan.html")})
    brigade = unknown("Ahmed Hassan Brigade", id="local:ahmed-hassan-brigade@SYR")
    incident = replace(an_incident(said, copied, actor=(brigade,)), carried=(("notes", "on Ahmed Hassan"),))
    after = redacted(incident, PERSONS)
    assert not [text for text in strings(after) if re.search("ahmed|hassan", text, re.IGNORECASE)]
    first, second = after.accounts
    assert (first.telling.title, first.telling.url, first.telling.id) == ("[person] shot", None, first.telling.sha256[:16])
    assert (second.telling.copies, second.evidence) == (("r-1",), "[person] fled.")
    assert (after.actor[0].name, after.carried) == ("[person] Brigade", (("notes", "on [person]"),))


def test_persons_whom_the_reports_name_beside_the_parties_are_hidden_too() -> None:
    after = evidence_after(
        "The father of Masten Wanjala saw it, Wanjala said.", PERSONS, "Masten Wanjala", "man", "He", target=[]
    )
    assert after == "The father of [person] saw it, [person] said."


def test_words_of_known_names_are_not_hidden_alone() -> None:
    """A bystander called Hassan Assad does not take the president out of the text."""
    account: Any = {
        "actor": [known("assad", "Bashar Assad", type="person")],
        "target": [unknown("Hassan Assad", type="person")],
    }
    after = evidence_after("Assad met Hassan Assad. Hassan left.", **account)
    assert after == "Assad met [person]. [person] left."


def test_a_name_in_a_script_without_spaces_is_found_inside_a_word() -> None:
    assert Hider({"张三": "[person]", "أحمد": "[person]"}).hide("他说张三死了 وأحمد") == "他说[person]死了 و[person]"


# Places

ARVAN = a_site("Arvan", 34.56, 38.28, id="geonames:1", admin2="Arvan District")
HOMS = a_site("Homs Governorate", 34.5, 38.0, id="division:SY/Homs", feature="ADM1", radius_km=150.0)


def test_a_fine_place_becomes_the_centre_of_its_cell() -> None:
    """Its circle holds the old one, whose width it does not tell; country and first division stay."""
    import h3

    site = redacted(an_incident(an_account(place=[ARVAN])), PLACES).place
    assert site is not None
    assert site.place is not None
    place = site.place
    cell = h3.latlng_to_cell(34.56, 38.28, 5)
    assert (place.id, place.name, place.admin1, place.admin2, place.country) == (f"h3:{cell}", "Homs", "Homs", None, "SY")
    assert (place.latitude, place.longitude) == pytest.approx(h3.cell_to_latlng(cell), abs=1e-6)
    assert (site.name, site.text, place.feature) == ("Homs", "[place]", None)
    assert place.radius_km is not None
    assert h3.great_circle_distance((34.56, 38.28), (place.latitude, place.longitude)) + 5.0 <= place.radius_km


def test_two_places_of_one_cell_cannot_be_told_apart() -> None:
    near = a_site("Sabel", 34.57, 38.27, id="geonames:2", radius_km=1.0)
    one, two = (redacted(an_incident(an_account(place=[site])), PLACES).place for site in (ARVAN, near))
    assert one == two


@pytest.mark.parametrize(
    ("site", "name"),
    [
        # wider than the cell: as it is
        (HOMS, "Homs Governorate"),
        (a_site("Baghdad", 33.3, 44.4, radius_km=15.0), "Baghdad"),
        # a state keeps its name however small it is
        (a_site("Malta", 35.9, 14.4, id="country:MT", feature="PCLI", radius_km=2.0, admin1=None), "Malta"),
        # finer, of unknown width, not placed
        (ARVAN, "Homs"),
        (a_site("Arvan", 34.56, 38.28, radius_km=None, admin1=None), "[place]"),
        (a_site("Drobytsky Yar"), "[place]"),
        (Site(name="Drobytsky Yar", text="Yar", type=ARVAN.type), "[place]"),
        # no place on the globe
        (a_site("Arvan", 340.56, 38.28, admin1=None), "[place]"),
        # a named facility that was put into a town wider than the cell
        (replace(a_site("Baghdad", 33.3, 44.4, radius_km=15.0, type="facility"), name="Rashid Hospital"), "Baghdad"),
        # a facility that is only described
        (Site(name="bus stop", text="bus stop", type=a_site("x", type="facility").type), "bus stop"),
    ],
)
def test_names_finer_than_the_cell_are_dropped_up_to_the_first_division(site: Site, name: str) -> None:
    found = redacted(an_incident(an_account(place=[site])), PLACES).sites[0]
    assert found.name == name


@pytest.mark.parametrize(
    ("evidence", "after"),
    [
        ("Shells hit Arvan.", "Shells hit [place]."),
        ("ARVAN'S market in Arvan District", "[place]'S market in [place]"),
        ("at 34.5601, 38.2799 in Homs", "at [place] in Homs"),
        ("at 34.5601°N 38.2799°E", "at [place]"),
        ("it cost 3.5 or 4.5 million", "it cost 3.5 or 4.5 million"),
    ],
)
def test_words_that_name_a_fine_place_are_replaced(evidence: str, after: str) -> None:
    assert evidence_after(evidence, PLACES, place=[ARVAN, HOMS]) == after


def test_a_facility_struck_is_hidden_as_a_place_is() -> None:
    prison = unknown("Al-Sina'a prison", type="facility")
    after = redacted(an_incident(an_account(evidence="Raid on Al-Sina’a prison.", target=[prison])), PLACES)
    assert (after.target[0].name, after.accounts[0].evidence) == ("[place]", "Raid on [place].")


def test_carried_columns_that_tell_where_are_left_out() -> None:
    carried = (
        ("latitude", "34.56"),
        ("where_coordinates", "Arvan"),
        ("adm_2", "x"),
        ("source_original", "A"),
        ("tags", "Arvan x"),
    )
    after = redacted(replace(an_incident(an_account(place=[ARVAN])), carried=carried), PLACES)
    assert after.carried == (("source_original", "A"), ("tags", "[place] x"))


@pytest.mark.parametrize(("km", "resolution"), [(10, 5), (25, 4), (70, 3), (1, 7), (1000, 0)])
def test_a_width_names_a_resolution(km: float, resolution: int) -> None:
    assert resolution_of(km) == resolution


@pytest.mark.parametrize("resolution", [-1, 16])
def test_a_resolution_h3_does_not_have_is_refused(resolution: int) -> None:
    with pytest.raises(UsageError, match="no resolution of h3"):
        redacted(an_incident(), Redaction(coarse_places=resolution))


# Attributions


def test_attributions_are_emptied_and_their_words_hidden_in_the_evidence() -> None:
    isil = known("isil", "Islamic State", text="ISIL")
    said = an_account(
        evidence="ISIL, officials and Reuters said ISIL attacked; he agreed.",
        actor=[isil],
        attribution=isil,
        also_attributed=(unknown("officials"), unknown("Mohamed Ali", text="he", type="person")),
        toll=[a_toll("killed", 2, by=unknown("Reuters", type="outlet"))],
        telling={"title": "Officials: attack"},
    )
    after = redacted(replace(an_incident(said), carried=(("source_original", "ISIL"), ("tags", ""))), ATTRIBUTIONS)
    (account,) = after.accounts
    assert (after.attribution, account.attribution, account.also_attributed, account.tolls[0].by) == (None, None, (), None)
    expected = "[attribution], [attribution] and [attribution] said [attribution] attacked; he agreed."
    assert (account.evidence, account.telling.title) == (expected, "[attribution]: attack")
    # who acts still acts
    assert (after.actor, after.carried) == ((isil,), (("tags", ""),))


# Laws

WORDS = st.text(st.sampled_from("abdehkmnrsůжф"), min_size=3, max_size=8).map(lambda word: "Q" + word)
"""Words that no fixture holds: whatever is left of them was leaked."""
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
JOINTS = st.sampled_from([" ", "  ", "\n", "-", "_", ". "])
CASES: st.SearchStrategy[Any] = st.sampled_from([str, str.upper, lambda words: unicodedata.normalize("NFD", words)])


@st.composite
def incidents_that_name(draw: st.DrawFn) -> tuple[Incident, list[str]]:
    """An incident that names private persons and fine places in every string that can name anything, and these names."""
    names = draw(st.lists(NAMES, min_size=3, max_size=3, unique=True))
    person, place, speaker = names

    def text() -> str:
        """Some words around the names, each in one of its forms."""
        forms = [draw(CASES)(name.replace(" ", draw(JOINTS))) for name in draw(st.permutations(names))]
        return " said, (".join(["Then", *forms, "fled"])

    party = unknown(person, type="person", **draw(st.sampled_from([{}, {"id": f"local:{person.lower()}@SYR"}])))
    speaks = unknown(speaker, type="person")
    group = unknown(text(), id=f"local:{'-'.join(names).lower()}@SYR")
    site = a_site(place, 34.56, 38.28, rule=text())
    told = {
        "title": text(),
        "outlet": text(),
        "independent": text(),
        "url": f"http://a.example/{text()}",
        "id": text(),
        "copies": (text(),),
    }
    toll = a_toll("killed", 1, who=text(), text=text(), by=speaks)
    joined = JoinReason(with_event="e-1", score=0.5, parts=((text(), 1.0),))
    roles: dict[str, Any] = {
        "actor": [group],
        "target": [party],
        "supporter": [speaks],
        "place": [site],
        "means": [text()],
        "toll": [toll],
    }
    account = an_account(
        evidence=text(), words=text(), attribution=speaks, also_attributed=(party,), telling=told, joined=joined, **roles
    )
    return replace(an_incident(account), carried=(("notes", text()), ("location", text()))), names


@given(incidents_that_name())
def test_law_nothing_redacted_occurs_in_any_string(case: tuple[Incident, list[str]]) -> None:
    """Neither a hidden name nor a word of a private person's is left in any string, in any case, accents or not."""
    incident, names = case
    assert all(name.split()[0].casefold() in " ".join(strings(incident)).casefold() for name in names)
    for text in strings(redacted(incident, ALL)):
        plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
        pieces = re.findall(r"[^\W_]+", plain)
        for name in names:
            folded = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold().split()
            assert not any(pieces[i : i + len(folded)] == folded for i in range(len(pieces))), text


@given(incidents_that_name())
def test_law_redacting_twice_changes_nothing_more(case: tuple[Incident, list[str]]) -> None:
    once = redacted(case[0], PERSONS)
    assert redacted(once, PERSONS) == once


def test_what_was_taken_out_is_counted() -> None:
    losses = Losses()
    account = an_account(
        evidence="x", actor=[AHMED], attribution=AHMED, place=[ARVAN], telling={"url": "http://a.example/hassan"}
    )
    redact(an_incident(account), ALL, losses)
    assert {loss["what"]: loss["times"] for loss in losses.to_dict()["losses"]} == {
        "name of a private person": 1,
        "place finer than the cell": 1,
        "attribution": 1,
        "address or id of a report that holds a hidden name": 1,
    }
