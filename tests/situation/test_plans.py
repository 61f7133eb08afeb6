"""What became of what was announced, and of truces: planted reports -> plans with their outcome. Every rule of `situation/plans.py` is a row."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import READER
from zenobia.exports.plan_lines import plan_lines, to_dict, truce_lines
from zenobia.intake.finish import digest
from zenobia.record import Record
from zenobia.record.adding import add_reports
from zenobia.record.plan_rows import load_plans, load_truces
from zenobia.situation.acts import Act, is_at, targets_of
from zenobia.situation.plans import same_plans, what_became
from zenobia.situation.truces import truce_kind
from zenobia.situation_types import Plan, Side, Truce
from zenobia.types import Entity, Event, EventType, Mention, MentionType, Place, Published, Reading, Report, Span, Status

VERBS = {
    "will attack": (EventType.ATTACK, Status.PLANNED), "attacked": (EventType.ATTACK, Status.ACTUAL),
    "will storm": (EventType.CLASH, Status.PLANNED), "shelled": (EventType.SHELLING, Status.ACTUAL),
    "will capture": (EventType.CAPTURE, Status.PLANNED), "captured": (EventType.CAPTURE, Status.ACTUAL),
    "denied attacking": (EventType.ATTACK, Status.NEGATED), "threatened": (EventType.THREATEN, Status.ACTUAL),
    "called on": (EventType.DEMAND, Status.ACTUAL), "released captives of": (EventType.CONCEDE, Status.ACTUAL),
    "agreed a ceasefire with": (EventType.AGREE, Status.ACTUAL), "signed a deal with": (EventType.AGREE, Status.ACTUAL),
    "held to the truce with": (EventType.AGREE, Status.ACTUAL), "declared a unilateral truce in its war with": (EventType.CONCEDE, Status.ACTUAL),
    "broke the ceasefire with": (EventType.REJECT, Status.ACTUAL),
    "will give up positions": (EventType.WITHDRAWAL, Status.PLANNED), "gave up positions": (EventType.WITHDRAWAL, Status.ACTUAL),
    "said that the ceasefire is over with": (EventType.REJECT, Status.ACTUAL),
}  # fmt: skip
_SENTENCE = re.compile(
    rf"(?P<actor>[A-Z][\w' ]*?|Soon it) (?P<verb>{'|'.join(map(re.escape, VERBS))})"
    r"(?: (?P<target>[A-Z][\w' ]*?))?(?: in (?P<place>[A-Z]\w*)(?: and (?P<other>[A-Z]\w*))?)?(?: on (?P<time>\d+ \w+ \d{4}))?\."
)
_KINDS = {"actor": MentionType.GROUP, "target": MentionType.GROUP, "place": MentionType.PLACE, "other": MentionType.PLACE,
          "time": MentionType.TIME}  # fmt: skip


class PlanReader:
    """Reads sentences of one pattern: "Syrian army will attack Islamic State in Raqqa on 4 April 2016."."""

    def read(self, report: Report) -> Reading:
        mentions: list[Mention] = []
        events: list[Event] = []
        for found in _SENTENCE.finditer(report.text):
            ids: dict[str, tuple[int, ...]] = {}
            for name, called in _KINDS.items():
                words = found[name]
                ids[name] = () if words is None or words == "Soon it" else (len(mentions),)
                if ids[name]:
                    mentions.append(self._mention(len(mentions), Span(*found.span(name)), report.text, called))
            kind, status = VERBS[found["verb"]]
            events.append(
                Event(
                    id=len(events),
                    type=kind,
                    status=status,
                    confidence=0.9,
                    trigger=Span(*found.span("verb")),
                    sentence=Span(*found.span()),
                    actor=ids["actor"],
                    target=ids["target"],
                    place=ids["place"] + ids["other"],
                    said_time=next(iter(ids["time"]), None),
                )
            )
        entities = tuple(Entity(id=m.id, type=m.type, name=m.text, mentions=(m.id,)) for m in mentions)
        return Reading(report=report, reader=READER, mentions=tuple(mentions), entities=entities, events=tuple(events))

    @staticmethod
    def _mention(number: int, span: Span, text: str, kind: MentionType) -> Mention:
        return Mention(id=number, span=span, text=span.of(text), type=kind, entity=number, confidence=0.9)


def make_reader() -> PlanReader:
    """For worker processes."""
    return PlanReader()


def a_record(path: Path, told: list[str], name: str = "r.zen") -> Record:
    """A record of reports, each "2016-03-28 Its words."."""
    record = Record(path / name)
    add_told(record, told)
    return record


def add_told(record: Record, told: list[str]) -> None:
    placed = []
    for line in told:
        day, _, words = line.partition(" ")
        raw = line.encode()
        published = Published(date=date.fromisoformat(day), rule="given")
        report = Report(
            id=digest(raw)[:16], sha256=digest(raw), text=words, outlet="Courier", published=published, language="en", raw=raw
        )
        placed.append(("planted", report))
    errors: list[Exception] = []
    add_reports(
        record.writer,
        record.path,
        placed,
        make_reader=make_reader,
        workers=1,
        subject="planted",
        who="tester",
        on_error=errors.append,
    )
    assert not errors


def plans_of(record: Record, day: str = "2016-12-31", **asked: object) -> list[Plan]:
    with record.writer.connect() as connection:
        return load_plans(connection, day=date.fromisoformat(day), **asked)  # type: ignore[arg-type]


def truces_of(record: Record, day: str = "2016-12-31", **asked: object) -> list[Truce]:
    with record.writer.connect() as connection:
        return load_truces(connection, day=date.fromisoformat(day), **asked)  # type: ignore[arg-type]


def say(plan: Plan) -> str:
    """ "planned attack by syr at Ar Raqqah: carried out 2016-04-10"."""
    who = ",".join(side.id for side in plan.who) or "nobody"
    against = f" against {','.join(side.id for side in plan.against)}" if plan.against else ""
    at = f" at {','.join(place.name or '' for place in plan.places)}" if plan.places else ""
    return f"{plan.kind} {plan.type.value} by {who}{against}{at}: {plan.outcome}{f' {plan.day}' if plan.day else ''}"


PLANNED = "2016-03-28 Syrian army will attack Islamic State in Raqqa."
OPEN = "planned attack by syr against isil at Ar Raqqah: open"
PLANS = [
    # rule 3: by the same side at the same place, by any fighting
    ([PLANNED, "2016-04-10 Syrian army shelled Islamic State in Raqqa on 10 April 2016."],
     "planned attack by syr against isil at Ar Raqqah: carried out 2016-04-10"),
    ([PLANNED, "2016-04-10 Syrian Democratic Forces attacked Islamic State in Raqqa."], OPEN),
    ([PLANNED, "2016-04-10 Syrian army attacked Islamic State in Aleppo."], OPEN),
    ([PLANNED, "2016-04-10 Syrian army attacked Islamic State in Syria."], OPEN),
    # before the announcement it was another
    ([PLANNED, "2016-03-28 Syrian army shelled Islamic State in Raqqa on 20 March 2016."], OPEN),
    # taking the place carries out an assault on it, and nothing else a planned capture
    (["2016-03-28 Syrian army will storm Islamic State in Raqqa.", "2016-04-10 Syrian army captured Islamic State in Raqqa on 9 April 2016."],
     "planned clash by syr against isil at Ar Raqqah: carried out 2016-04-09"),
    (["2016-03-28 Syrian army will capture Islamic State in Raqqa.", "2016-04-10 Syrian army captured Islamic State in Raqqa on 9 April 2016."],
     "planned capture by syr against isil at Ar Raqqah: carried out 2016-04-09"),
    (["2016-03-28 Syrian army will capture Islamic State in Raqqa.", "2016-04-10 Syrian army attacked Islamic State in Raqqa."],
     "planned capture by syr against isil at Ar Raqqah: open"),
    # of a country alone, against the same side; its own country says nothing
    (["2016-03-28 Islamic State will attack Syrian Democratic Forces in Syria.",
      "2016-04-10 Islamic State attacked Syrian Democratic Forces in Aleppo on 10 April 2016."],
     "planned attack by isil against sdf at Syria: carried out 2016-04-10"),
    (["2016-03-28 Islamic State will attack Syrian Democratic Forces in Syria.",
      "2016-04-10 Islamic State attacked Syrian army in Aleppo on 10 April 2016."],
     "planned attack by isil against sdf at Syria: open"),
    # of no place, against the same side
    (["2016-03-28 Islamic State will attack Syrian army.", "2016-04-10 Islamic State attacked Syrian army in Aleppo on 10 April 2016."],
     "planned attack by isil against syr: carried out 2016-04-10"),
    # other deeds by their own type alone
    (["2016-03-28 Russia will give up positions in Palmyra.", "2016-04-10 Russia gave up positions in Palmyra on 10 April 2016."],
     "planned withdrawal by rus at Tadmur: carried out 2016-04-10"),
    (["2016-03-28 Russia will give up positions in Palmyra.", "2016-04-10 Russia captured Palmyra on 10 April 2016."],
     "planned withdrawal by rus at Tadmur: open"),
    # rule 4: the days told for it, and 14 more
    (["2016-03-28 Syrian army will attack Islamic State in Raqqa on 20 April 2016.",
      "2016-04-10 Syrian army shelled Islamic State in Raqqa on 10 April 2016."],
     "planned attack by syr against isil at Ar Raqqah: open"),
    (["2016-03-28 Syrian army will attack Islamic State in Raqqa on 20 April 2016.",
      "2016-05-03 Syrian army shelled Islamic State in Raqqa on 2 May 2016."],
     "planned attack by syr against isil at Ar Raqqah: carried out 2016-05-02"),
    # what is planned for days that are past is no plan
    (["2016-03-28 Syrian army will attack Islamic State in Raqqa on 20 March 2015."], ""),
    # rule 5: a threat by violence against the threatened, wherever
    (["2016-03-28 Islamic State threatened Syrian army.", "2016-04-10 Islamic State shelled Syrian army in Aleppo on 10 April 2016."],
     "threatened threaten by isil against syr: carried out 2016-04-10"),
    (["2016-03-28 Islamic State threatened Syrian army.", "2016-04-10 Syrian army shelled Islamic State in Aleppo on 10 April 2016."],
     "threatened threaten by isil against syr: open"),
    # a demand by one who was asked, towards the one who asks
    (["2016-03-28 Syrian army called on Islamic State.", "2016-04-10 Islamic State released captives of Syrian army on 10 April 2016."],
     "demanded demand by syr against isil: carried out 2016-04-10"),
    (["2016-03-28 Syrian army called on Islamic State.", "2016-04-10 Syrian army released captives of Islamic State on 10 April 2016."],
     "demanded demand by syr against isil: open"),
    # an agreement by any party towards another
    (["2016-03-28 Syrian army signed a deal with Islamic State.", "2016-04-10 Islamic State released captives of Syrian army on 10 April 2016."],
     "agreed agree by syr against isil: carried out 2016-04-10"),
    # truces are listed apart
    (["2016-03-28 Syrian army agreed a ceasefire with Islamic State."], ""),
    # rule 6
    ([PLANNED, "2016-03-29 Syrian army denied attacking Islamic State in Raqqa."],
     "planned attack by syr against isil at Ar Raqqah: denied 2016-03-29"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "expected"), PLANS)
def test_what_became_of_a_plan(told: list[str], expected: str, tmp_path: Path) -> None:
    with a_record(tmp_path, told) as record:
        assert (
            "; ".join(say(plan) for plan in plans_of(record, "2016-05-20" if "May" in told[-1] else "2016-04-20")) == expected
        )


def test_a_plan_is_open_until_its_time_is_over(tmp_path: Path) -> None:
    with a_record(tmp_path, [PLANNED]) as record:
        outcomes = [plans_of(record, day)[0].outcome for day in ("2016-03-28", "2016-07-26", "2016-07-27")]
        assert outcomes == ["open", "open", "lapsed"]
        assert not plans_of(record, "2016-03-27")


def test_a_deed_has_its_incident_and_its_words(tmp_path: Path) -> None:
    with a_record(tmp_path, [PLANNED, "2016-04-10 Syrian army shelled Islamic State in Raqqa on 10 April 2016."]) as record:
        (plan,) = plans_of(record)
        assert plan.incident is not None
        incident = record.incident(plan.incident)
        assert incident.id == plan.incident
        assert [(e.words, e.event) for e in plan.deed] == [(a.evidence, a.key) for a in incident.accounts]
        assert plan.why == "same side, at Ar Raqqah, 13 days after the announcement"


def test_what_was_known_on_a_day_knows_no_later_report(tmp_path: Path) -> None:
    with a_record(tmp_path, [PLANNED, "2016-06-10 Syrian army shelled Islamic State in Raqqa on 10 April 2016."]) as record:
        assert plans_of(record, "2016-05-01")[0].outcome == "carried out"
        assert plans_of(record, "2016-05-01", known=date(2016, 5, 1))[0].outcome == "open"


def test_reports_of_one_plan_are_one_plan(tmp_path: Path) -> None:
    told = [PLANNED, "2016-04-02 Syrian army will attack Islamic State in Raqqa soon. Syrian army will attack Islamic State in Raqqa.",
            "2016-06-30 Syrian army will attack Islamic State in Raqqa."]  # fmt: skip
    with a_record(tmp_path, told) as record:
        plans = plans_of(record)
        assert [(str(plan.announced), len({e.report for e in plan.evidence})) for plan in plans] == [
            ("2016-06-30", 1),
            ("2016-03-28", 2),
        ]
        assert plans_of(record, limit=1, offset=1) == plans[1:]
        assert plans_of(record, first=date(2016, 5, 1)) == plans[:1]


def test_a_plan_told_again_of_nobody_lends_its_words_alone(tmp_path: Path) -> None:
    """Reports/palmyra-2016-03-28: "The planned offensives will use Palmyra as a launchpad"."""
    told = ["2016-03-28 Syrian army will storm Islamic State in Raqqa and Aleppo. Soon it will storm in Palmyra."]
    with a_record(tmp_path, told) as record:
        (plan,) = plans_of(record)
        assert [place.name for place in plan.places] == ["Ar Raqqah", "Aleppo"]
        assert len(plan.evidence) == 2


def test_plans_are_asked_for_by_place_and_party(tmp_path: Path) -> None:
    told = [PLANNED, "2016-03-29 Taliban will attack Pakistan in Quetta."]
    with a_record(tmp_path, told) as record:
        places = {place.name: [place.id] for plan in plans_of(record) for place in plan.places}
        assert [say(plan) for plan in plans_of(record, place_ids=places["Ar Raqqah"])] == [
            "planned attack by syr against isil at Ar Raqqah: lapsed"
        ]
        assert [plan.places[0].name for plan in plans_of(record, actor_ids=["taliban"])] == ["Quetta"]
        assert [plan.places[0].name for plan in plans_of(record, actor_ids=["syr"])] == ["Ar Raqqah"]
        assert plans_of(record, place_ids=[]) == []


def test_the_palmyra_article_announces_raqqa_and_deir_ez_zor(tmp_path: Path, shared: Path) -> None:
    with Record(tmp_path / "r.zen") as record:
        record.add(shared / "reports" / "palmyra-2016-03-28.md", workers=1)
        plans = plans_of(record, "2016-03-28")
        (raid,) = [plan for plan in plans if plan.places]
        assert {place.name for place in raid.places} == {"Ar Raqqah", "Deir ez-Zor"}
        assert ([side.id for side in raid.who], raid.outcome) == (["syr"], "open")


# Truces

AGREED = "2016-03-28 Syrian army agreed a ceasefire with Islamic State in Palmyra."
TRUCES = [
    ([AGREED], "isil,syr 2016-03-28 told: holding"),
    ([AGREED, "2016-04-10 Islamic State shelled Syrian army in Palmyra on 10 April 2016."],
     "isil,syr 2016-03-28 told: broken 2016-04-10 (violence 2016-04-10)"),
    # not in its country, not between its parties, not within 90 days
    ([AGREED, "2016-04-10 Islamic State shelled Syrian army in Mosul on 10 April 2016."], "isil,syr 2016-03-28 told: holding"),
    ([AGREED, "2016-04-10 Islamic State shelled Syrian Democratic Forces in Palmyra."], "isil,syr 2016-03-28 told: holding"),
    ([AGREED, "2016-07-10 Islamic State shelled Syrian army in Palmyra on 10 July 2016."], "isil,syr 2016-03-28 told: holding"),
    # words of a breach
    ([AGREED, "2016-04-02 Islamic State broke the ceasefire with Syrian army."],
     "isil,syr 2016-03-28 told: broken 2016-04-02 (told 2016-04-02)"),
    # words of its end, after which nothing is a breach
    ([AGREED, "2016-04-02 Islamic State said that the ceasefire is over with Syrian army.",
      "2016-04-10 Islamic State shelled Syrian army in Palmyra on 10 April 2016."],
     "isil,syr 2016-03-28 told: over 2016-04-02"),
    # told again it is the same; after its end another
    ([AGREED, "2016-04-02 Syrian army agreed a ceasefire with Islamic State in Palmyra."], "isil,syr 2016-03-28 told: holding"),
    ([AGREED, "2016-04-02 Islamic State said that the ceasefire is over with Syrian army.",
      "2016-04-05 Syrian army agreed a ceasefire with Islamic State in Palmyra."],
     "isil,syr 2016-04-05 told: holding; isil,syr 2016-03-28 told: over 2016-04-02"),
    # only mentioned: of the one before, or made by then
    ([AGREED, "2016-05-20 Syrian army held to the truce with Islamic State."], "isil,syr 2016-03-28 told: holding"),
    (["2016-05-20 Syrian army held to the truce with Islamic State."], "isil,syr 2016-05-20 mentioned: holding"),
    # of one side, by that side, where it is for
    (["2016-03-28 Islamic State declared a unilateral truce in its war with Syrian army in Palmyra.",
      "2016-04-10 Syrian army shelled Islamic State in Palmyra on 10 April 2016."],
     "isil,syr 2016-03-28 told: broken 2016-04-10 (violence 2016-04-10)"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "expected"), TRUCES)
def test_what_became_of_a_truce(told: list[str], expected: str, tmp_path: Path) -> None:
    with a_record(tmp_path, told) as record:
        assert "; ".join(say_truce(truce) for truce in truces_of(record)) == expected


def say_truce(truce: Truce) -> str:
    parties = ",".join(sorted(side.id for side in truce.parties))
    breaches = ", ".join(f"{b.how} {b.day}" for b in truce.breaches)
    end = f"{truce.end}{f' {truce.end_day}' if truce.end_day else ''}{f' ({breaches})' if breaches else ''}"
    return f"{parties} {truce.agreed} {'told' if truce.told else 'mentioned'}: {end}"


def test_a_truce_holds_until_it_is_broken(tmp_path: Path) -> None:
    with a_record(tmp_path, [AGREED, "2016-04-10 Islamic State shelled Syrian army in Palmyra on 10 April 2016."]) as record:
        assert [truces_of(record, day)[0].end for day in ("2016-04-09", "2016-04-10")] == ["holding", "broken"]
        assert truces_of(record, "2016-03-27") == []
        assert len(truces_of(record, actor_ids=["isil"])) == 1
        assert truces_of(record, actor_ids=["taliban"]) == []


SENTENCES = [
    ("The two sides agreed to a ceasefire in the valley.", EventType.AGREE, "made"),
    ("An armistice was signed on Sunday.", EventType.AGREE, "made"),
    ("The front declared a unilateral cease-fire.", EventType.CONCEDE, "made"),
    ("A cessation of hostilities begins at dawn.", EventType.AGREE, "made"),
    ("Shells fell on Arvan despite the truce.", EventType.AGREE, "mentioned"),
    ("The envoy discussed a ceasefire with the front.", EventType.AGREE, ""),
    ("Ceasefire talks begin in Arvan.", EventType.AGREE, ""),
    ("Both capitals agreed to a trade truce.", EventType.AGREE, ""),
    ("The front called for a ceasefire.", EventType.DEMAND, ""),
    ("The army violated the ceasefire twice.", EventType.CLASH, "breached"),
    ("The truce was broken within an hour.", EventType.AGREE, "breached"),
    ("The envoy brokered the truce.", EventType.AGREE, "made"),
    ("The ceasefire between the army and the front ended on Sunday.", EventType.AGREE, "ended"),
    ("The ceasefire that ended a month of war was signed.", EventType.AGREE, "made"),
    ("The front threatens to call off the ceasefire.", EventType.THREATEN, ""),
    ("The army agreed to leave Arvan.", EventType.AGREE, ""),
]


@pytest.mark.parametrize(("said", "kind", "expected"), SENTENCES)
def test_what_a_sentence_tells_of_a_truce(said: str, kind: EventType, expected: str) -> None:
    assert truce_kind(kind, said) == expected


# Laws

TOWN = Place(id="own:arvan", name="Arvan", latitude=35.0, longitude=38.0, country="SY", admin1="Sabel", feature="PPL")
NEAR = Place(id="own:old-arvan", name="Old Arvan", latitude=35.1, longitude=38.1, country="SY", admin1="Sabel", feature="PPL")
FAR = Place(id="own:mirat", name="Mirat", latitude=36.0, longitude=38.0, country="SY", admin1="Mir", feature="PPL")
DIVISION = Place(
    id="division:SY/Sabel", name="Sabel", latitude=35.0, longitude=38.0, country="SY", admin1="Sabel", feature="ADM1"
)
COUNTRY = Place(id="country:SY", name="Syria", latitude=35.0, longitude=38.0, country="SY", feature="PCLI")
PLACES = (TOWN, NEAR, FAR, DIVISION, COUNTRY)


@pytest.mark.parametrize(
    ("place", "at"),
    [(TOWN, {TOWN, NEAR}), (FAR, {FAR}), (DIVISION, {TOWN, NEAR, DIVISION}), (COUNTRY, {*PLACES})],
    ids=lambda value: value.name if isinstance(value, Place) else "",
)
def test_a_deed_is_at_a_place_when_it_is_in_it_or_near(place: Place, at: set[Place]) -> None:
    assert {other for other in PLACES if is_at(place, other)} == at


def test_the_targets_are_the_narrowest_places_named() -> None:
    assert targets_of((COUNTRY, TOWN, FAR)) == (TOWN, FAR)
    assert targets_of((COUNTRY, DIVISION)) == (DIVISION,)
    assert targets_of((COUNTRY,)) == (COUNTRY,)


FRONT, ARMY = Side(id="front", name="Front"), Side(id="syr", name="Syria", kind="state")

ACTS = st.builds(
    Act,
    number=st.integers(1, 10**6),
    key=st.integers(1, 10**6),
    type=st.sampled_from([EventType.ATTACK, EventType.CLASH, EventType.CAPTURE]),
    status=st.sampled_from([Status.ACTUAL, Status.NEGATED]),
    day=st.dates(date(2016, 1, 1), date(2016, 12, 31)),
    published=st.dates(date(2016, 1, 1), date(2016, 12, 31)),
    who=st.sampled_from([(FRONT,), (ARMY,), ()]),
    against=st.sampled_from([(FRONT,), (ARMY,), ()]),
    places=st.lists(st.sampled_from(PLACES), unique=True).map(tuple),
    incident=st.integers(1, 5),
)


@given(st.lists(ACTS), st.dates(date(2016, 3, 28), date(2016, 12, 31)))
def test_a_deed_lies_between_the_announcement_and_the_end_of_its_time(deeds: list[Act], day: date) -> None:
    announced = date(2016, 3, 28)
    plan = (
        Act(
            number=0,
            type=EventType.ATTACK,
            status=Status.PLANNED,
            day=announced,
            published=announced,
            who=(FRONT,),
            places=(TOWN,),
        ),
    )
    became = what_became(plan, sorted(deeds, key=lambda act: act.day), day=day)
    assert (became.outcome in ("carried out", "denied")) == bool(became.acts)
    assert all(announced <= act.day <= min(day, became.until) and FRONT in act.who for act in became.acts)
    assert (became.outcome == "lapsed") <= (day > became.until)


@given(st.lists(ACTS))
def test_every_announcement_is_in_one_plan(acts: list[Act]) -> None:
    ordered = sorted(acts, key=lambda act: act.day, reverse=True)
    grouped = [act for plan in same_plans(ordered) for act in plan]
    assert len(grouped) == len([act for act in ordered if act.who or act.places])
    assert all((plan[-1].day - plan[0].day).days <= 30 for plan in same_plans(ordered))


TOLD = [
    PLANNED, "2016-04-02 Syrian army will attack Islamic State in Raqqa on 12 April 2016.", AGREED,
    "2016-04-10 Syrian army shelled Islamic State in Raqqa on 10 April 2016.",
    "2016-04-11 Islamic State attacked Syrian army in Palmyra on 10 April 2016.",
    "2016-04-12 Islamic State broke the ceasefire with Syrian army.", "2016-04-12 Islamic State threatened Syrian army.",
]  # fmt: skip


@settings(max_examples=8, deadline=None)
@given(told=st.permutations(TOLD), cut=st.integers(0, len(TOLD)))
def test_the_order_of_adding_changes_nothing(tmp_path_factory: pytest.TempPathFactory, told: list[str], cut: int) -> None:
    folder = tmp_path_factory.mktemp("order")
    with a_record(folder, TOLD, "whole.zen") as whole, a_record(folder, told[:cut], "parts.zen") as parts:
        add_told(parts, told[cut:])
        for asked in (plans_of, truces_of):
            assert list(map(to_dict, asked(whole))) == list(map(to_dict, asked(parts)))


# Lines


def test_lines_show_the_words_and_nothing_that_a_terminal_would_obey(tmp_path: Path) -> None:
    told = ["2016-03-28 Syrian army will attack Islamic\x1b[31m State in Raqqa.", PLANNED, AGREED,
            "2016-04-10 Islamic State shelled Syrian army in Palmyra on 10 April 2016."]  # fmt: skip
    with a_record(tmp_path, told) as record:
        lines = [*plan_lines(plans_of(record)), *truce_lines(truces_of(record))]
    assert all(line.isprintable() for line in lines)
    assert lines[:3] == [
        "2016-03-28  planned attack at Ar Raqqah by Syria against Islamic State",
        "            lapsed: nothing is told of it up to 2016-07-26, 120 days after the announcement",
        "            announced: “Syrian army will attack Islamic State in Raqqa.” Courier, 2016-03-28, report "
        + digest(PLANNED.encode())[:16],
    ]
    assert "2016-03-28  truce of Syria, Islamic State at Tadmur" in lines
    assert any(line.strip().startswith("2016-04-10 violence by Islamic State against Syria, i-") for line in lines)


def test_a_dict_has_every_piece_of_evidence(tmp_path: Path) -> None:
    with a_record(tmp_path, [PLANNED]) as record:
        (plan,) = plans_of(record)
    told = to_dict(plan)
    assert (told["announced"], told["outcome"], told["type"]) == ("2016-03-28", "lapsed", "attack")
    assert [piece["words"] for piece in told["evidence"]] == ["Syrian army will attack Islamic State in Raqqa."]
