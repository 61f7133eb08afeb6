"""What people say of a record: each act changes just what it says, and an undo brings back what was there before."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from derived import assert_same, derived_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from planted import a_line, add
from test_record_laws import lines

from zenobia.errors import UsageError
from zenobia.record import Record
from zenobia.record.asked import Value
from zenobia.types import Account, EventType, Incident, Status

FIRST = "Taliban bombed police in Kandahar on 12 May 2024, killing 12."
OTHER = "Boko Haram attacked farmers in Maiduguri on 1 June 2024, killing 40."


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """Two accounts of one bombing, one of another attack."""
    record = Record(tmp_path / "r.zen")
    add(record, a_line(FIRST, id="a"), a_line(f"{FIRST} More.", id="b", outlet="Reuters"))
    add(record, a_line(OTHER, id="c", outlet="BBC", published="2024-06-02"))
    return record


def bombing(record: Record) -> Incident:
    return next(i for i in record.incidents() if EventType.BOMBING in {a.type for a in i.accounts})


def account(record: Record, report: str) -> Account:
    return next(a for i in record.incidents() for a in i.accounts if a.telling.id == report)


def check_undo(record: Record, before: dict[str, object], act: int) -> None:
    """The law: after an undo the record says what it said before; after the undo of that, what it said with the act."""
    after = derived_of(record)
    taken_back = record.undo(act, who="tester")
    assert_same(before, derived_of(record))
    again = record.undo(taken_back, who="tester")
    assert_same(after, derived_of(record))
    record.undo(again, who="tester")
    assert_same(before, derived_of(record))


# Accept and reject


def test_an_accepted_event_says_so(record: Record) -> None:
    before, key = derived_of(record), account(record, "a").key
    act = record.accept(key, who="amal", why="read it")
    assert (account(record, "a").review, account(record, "b").review) == ("accepted", None)
    assert bombing(record).review == "partly"
    assert record.sql("select review from incidents where type = 'bombing'").rows == (("partly",),)
    assert record.count(review="partly") == 1
    check_undo(record, before, act)


def test_an_accepted_incident_is_accepted_in_all_its_accounts(record: Record) -> None:
    before = derived_of(record)
    act = record.accept(bombing(record).id)
    assert bombing(record).review == "accepted"
    assert record.count(review="accepted") == 1
    check_undo(record, before, act)


def test_what_a_person_accepted_is_sure(record: Record) -> None:
    before = bombing(record).certainty
    record.accept(bombing(record).id)
    assert bombing(record).certainty > before


def test_a_rejected_event_leaves_the_record_and_its_reading_stays(record: Record) -> None:
    before, key = derived_of(record), account(record, "a").key
    act = record.reject(key)
    assert [a.telling.id for a in bombing(record).accounts] == ["b"]
    assert record.sql("select count(*) from reports").rows == ((3,),)
    with pytest.raises(UsageError, match="no incident"):
        record.incident(key)
    check_undo(record, before, act)


def test_a_rejected_event_can_be_accepted_by_its_key(record: Record) -> None:
    key = account(record, "a").key
    record.reject(key)
    record.accept(key)
    assert account(record, "a").review == "accepted"


def test_a_copy_is_corrected_with_its_original(record: Record) -> None:
    add(record, a_line(FIRST, id="copy", outlet="Evening Echo"), a_line(f"\n{FIRST}", id="spaced", outlet="Daily Bugle"))
    before = derived_of(record)
    shown = next(a for a in bombing(record).accounts if a.telling.id != "b")
    act = record.reject(shown.key)
    assert [a.telling.id for a in bombing(record).accounts] == ["b"]
    check_undo(record, before, act)


# Edit

EDITS: list[tuple[dict[str, Value], Callable[[Account], bool]]] = [
    ({"status": "planned"}, lambda a: a.status is Status.PLANNED),
    ({"type": "clash"}, lambda a: a.type is EventType.CLASH),
    (
        {"days": "2024-05-11..2024-05-12"},
        lambda a: a.days is not None and (a.days.start.day, a.days.end.day, a.days.rule) == (11, 12, "given by amal"),
    ),
    ({"days": "none"}, lambda a: a.days is None and not a.assumed),
    ({"time": "none"}, lambda a: a.days is None),
    ({"killed": "10..14"}, lambda a: [(t.low, t.high, t.text) for t in a.tolls] == [(10, 14, "12")]),
    ({"killed": "none"}, lambda a: a.tolls == ()),
    ({"injured": "12"}, lambda a: {t.kind: t.low for t in a.tolls} == {"killed": 12, "injured": 12}),
    ({"killed-words": "killing 12"}, lambda a: [(t.low, t.text) for t in a.tolls] == [(5, "killing 12")]),
    ({"actor": "police"}, lambda a: [p.text for p in a.actor] == ["police"]),
    ({"actor": ["Taliban", "police"]}, lambda a: [p.text for p in a.actor] == ["Taliban", "police"]),
    ({"actor": "none"}, lambda a: a.actor == ()),
    ({"attribution": "person:police"}, lambda a: a.attribution is not None and a.attribution.type == "person"),
    ({"actor-id": "isil"}, lambda a: [(p.actor.id, p.actor.rule) for p in a.actor if p.actor] == [("isil", "given by amal")]),
    ({"actor-id": "none"}, lambda a: [p.actor.id for p in a.actor if p.actor] == [None]),
    ({"place-id": "geonames:163808"}, lambda a: [s.place.name for s in a.place if s.place] == ["Tadmur"]),
    ({"trigger": "killing"}, lambda a: a.words == "killing"),
    ({"means": "bombed"}, lambda a: a.means == ("bombed",)),
    # a part of a mention becomes the mention, in every role it has
    ({"place": "Kand"}, lambda a: [s.text for s in a.place] == ["Kand"]),
]


@pytest.mark.parametrize(
    ("values", "holds"), [e for e in EDITS if e[0] != {"killed-words": "killing 12"}], ids=lambda v: str(v)[:40]
)
def test_an_edit_sets_a_value(record: Record, values: dict[str, Value], holds: Callable[[Account], bool]) -> None:
    before, key = derived_of(record), account(record, "a").key
    act = record.edit(key, values, who="amal")
    edited = account(record, "a")
    assert edited.review == "edited"
    assert callable(holds)
    assert holds(edited)
    check_undo(record, before, act)


def test_an_edit_keeps_the_values_before(record: Record) -> None:
    record.edit(account(record, "a").key, {"status": "planned", "killed": "10..14"}, who="amal", why="a plan")
    *_, deed = record.history()
    assert (deed.kind, deed.who, deed.why) == ("edit", "amal", "a plan")
    assert list(deed.before.values()) == [{"status": "actual", "killed": "12 (12)"}]


def test_the_later_edit_of_a_value_counts_until_it_is_undone(record: Record) -> None:
    key = account(record, "a").key
    record.edit(key, {"status": "planned", "killed": "1"})
    act = record.edit(key, {"status": "possible"})
    assert (account(record, "a").status, account(record, "a").tolls[0].low) == (Status.POSSIBLE, 1)
    record.undo(act)
    assert (account(record, "a").status, account(record, "a").tolls[0].low) == (Status.PLANNED, 1)


def test_an_event_with_another_trigger_is_found_by_both_keys(record: Record) -> None:
    key = account(record, "a").key
    record.edit(key, {"trigger": "killing"})
    record.edit(key, {"status": "planned"})
    record.edit(account(record, "a").key, {"type": "attack"})
    assert (account(record, "a").status, account(record, "a").type) == (Status.PLANNED, EventType.ATTACK)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"status": "maybe"}, "actual, planned"),
        ({"kiled": "3"}, "did you mean killed"),
        ({"actor": "Martians"}, "does not say 'Martians'; the sentence is"),
        ({"days": "2024-05-12..2024-05-01"}, "is before"),
        ({"days": "May"}, "write 2016-03-27"),
        ({"killed": "14..10"}, "low..high"),
        ({"injured": "99"}, "injured-words"),
        ({"injured": "Kandahar"}, "names no number"),
        ({"time": "Kandahar"}, "names no day"),
        ({"actor-id": "isll"}, "no actor has the id 'isll'"),
        ({"place-id": "geonames:9999999999"}, "gazetteer find"),
        ({"place-id": ["geonames:1", "geonames:2"]}, "2 ids for 1 mentions"),
        ({"supporter-id": "isil"}, "give supporter= too"),
        ({}, "nothing to set"),
    ],
    ids=str,
)
def test_a_wrong_value_is_told_with_its_mend_and_changes_nothing(record: Record, values: dict[str, Value], said: str) -> None:
    before = derived_of(record)
    with pytest.raises(UsageError) as caught:
        record.edit(account(record, "a").key, values)
    assert said in str(caught.value)
    assert_same(before, derived_of(record))
    assert [d.kind for d in record.history()] == ["add", "add"]


@pytest.mark.parametrize("key", ["e-000000000000", "i-000000000000", "e-12", "x", ""])
def test_a_key_of_nothing_is_told(record: Record, key: str) -> None:
    with pytest.raises(UsageError, match=r"zenobia incidents prints"):
        record.accept(key)


def test_what_was_said_already_is_not_said_again(record: Record) -> None:
    record.accept(account(record, "a").key)
    with pytest.raises(UsageError, match="already"):
        record.accept(account(record, "a").key)


# Events added by hand


def test_an_event_added_by_hand_stands_beside_the_others(record: Record) -> None:
    before = derived_of(record)
    act = record.add_event(
        "c", "killing", "clash", {"actor": "Boko Haram", "target": "people:farmers", "killed": "40", "place": "Maiduguri"}
    )
    added = next(a for i in record.incidents() for a in i.accounts if a.review == "added")
    assert (added.type, added.confidence, added.words, added.evidence) == (EventType.CLASH, 1.0, "killing", OTHER)
    assert ([p.text for p in added.actor], added.tolls[0].low, added.place[0].name) == (["Boko Haram"], 40, "Maiduguri")
    check_undo(record, before, act)


def test_words_that_no_mention_has_become_one_and_are_grounded(record: Record) -> None:
    add(record, a_line("Fighting went on near Aleppo, said Reuters. No more.", id="d"))
    record.add_event("d", "Fighting", "clash", {"place": "Aleppo", "attribution": "outlet:Reuters"})
    added = account(record, "d")
    assert (added.place[0].place and added.place[0].place.country) == "SY"
    assert added.evidence == "Fighting went on near Aleppo, said Reuters."
    assert record.sql("select words from mentions where report = 'd'").rows == (("Aleppo",), ("Reuters",))


def test_an_added_event_can_be_edited_rejected_and_told_in_a_copy(record: Record) -> None:
    add(record, a_line(OTHER, id="copy", outlet="Echo"))
    before = derived_of(record)
    acts = [record.add_event("c", "killing", "clash")]
    assert record.sql("select count(*) from events where review = 'added'").rows == ((2,),)
    key = next(a.key for i in record.incidents() for a in i.accounts if a.review == "added")
    acts.append(record.edit(key, {"status": "planned"}))
    acts.append(record.reject(key))
    assert record.sql("select count(*) from events where review = 'added'").rows == ((0,),)
    for act in reversed(acts):
        record.undo(act)
    assert_same(before, derived_of(record))


def test_no_two_events_stand_at_the_same_words(record: Record) -> None:
    with pytest.raises(UsageError, match="stands at these words already: e-"):
        record.add_event("c", "attacked", "clash")
    with pytest.raises(UsageError, match="no report 'nowhere'"):
        record.add_event("nowhere", "attacked", "clash")
    with pytest.raises(UsageError, match="does not say"):
        record.add_event("c", "invaded", "clash")


# Pairs


def test_split_and_merge(record: Record) -> None:
    before, key = derived_of(record), account(record, "b").key
    act = record.split(bombing(record).id, key, why="two bombs")
    assert [len(i.accounts) for i in record.incidents()] == [1, 1, 1]
    check_undo(record, before, act)
    act = record.merge(*(i.id for i in record.incidents()))
    (incident,) = record.incidents()
    assert {a.telling.id for a in incident.accounts} == {"a", "b", "c"}
    check_undo(record, before, act)


def test_what_was_split_stays_split_and_what_was_merged_merged(record: Record) -> None:
    record.split(bombing(record).id, account(record, "b").key)
    record.merge(account(record, "a").key, account(record, "c").key)
    add(record, a_line(f"{FIRST} Again.", id="d", outlet="Echo"))
    record.accept(account(record, "a").key)
    of = {a.telling.id: i.id for i in record.incidents() for a in i.accounts}
    assert of["a"] == of["c"]
    assert of["a"] != of["b"]


def test_of_two_rulings_about_a_pair_the_later_counts(record: Record) -> None:
    record.split(bombing(record).id, account(record, "b").key)
    record.merge(account(record, "a").key, account(record, "b").key)
    assert len(bombing(record).accounts) == 2


def test_a_split_survives_another_trigger(record: Record) -> None:
    record.split(bombing(record).id, account(record, "b").key)
    record.edit(account(record, "b").key, {"trigger": "killing"})
    assert len(list(record.incidents())) == 3


@pytest.mark.parametrize("keys", [[], ["c"], ["a", "b"]])
def test_only_some_of_an_incidents_events_can_be_split_off(record: Record, keys: list[str]) -> None:
    with pytest.raises(UsageError, match="of its events"):
        record.split(bombing(record).id, *(account(record, key).key for key in keys))


def test_one_incident_is_not_merged(record: Record) -> None:
    with pytest.raises(UsageError, match="one incident already"):
        record.merge(bombing(record).id)


# Aliases


def test_an_alias_holds_for_reports_kept_and_to_come(record: Record) -> None:
    add(record, a_line("Martyrs of Dawn attacked police in Mosul on 12 May 2016.", id="d", published="2016-05-13"))
    before = derived_of(record)
    act = record.alias("martyrs of dawn", "isil", who="amal")
    actor = account(record, "d").actor[0].actor
    assert actor is not None
    assert (actor.id, actor.rule) == ("isil", "alias given by amal")
    assert [i.accounts[0].telling.id for i in record.incidents(actor="Martyrs of Dawn")] == ["d"]
    assert [f.id for f in record.search('"Martyrs of Dawn"')] == ["d"]
    check_undo(record, before, act)
    record.alias("Martyrs of Dawn", "isil", who="amal")
    add(record, a_line("Martyrs of Dawn shelled police in Mosul on 14 May 2016.", id="e", published="2016-05-15"))
    assert account(record, "e").actor[0].actor == actor


def test_an_identity_given_to_one_event_outweighs_an_alias(record: Record) -> None:
    key = account(record, "a").key
    record.edit(key, {"actor-id": "shabaab"})
    record.alias("Taliban", "isil")
    assert [p.actor.id for r in "ab" for p in account(record, r).actor if p.actor] == ["shabaab", "isil"]


# Undo and the log


def test_runs_are_not_undone(record: Record) -> None:
    with pytest.raises(UsageError, match="act of add, which stays"):
        record.undo(1)
    with pytest.raises(UsageError, match="no act"):
        record.undo(99)


def test_an_act_is_taken_back_once(record: Record) -> None:
    act = record.accept(account(record, "a").key)
    undo = record.undo(act)
    with pytest.raises(UsageError, match=f"already, by act {undo}"):
        record.undo(act)


def test_the_log_tells_who_did_what_to_an_event(record: Record) -> None:
    key = account(record, "a").key
    act = record.accept(key, who="amal")
    record.accept(account(record, "c").key, who="amal")
    record.undo(act, who="basil", why="misread")
    told = [(d.who, d.kind, d.undone_by) for d in record.history(key)]
    assert told == [("amal", "accept", 5), ("basil", "undo", None)]


# Laws

ACTORS = ["isil", "shabaab", "none"]


def say_something(record: Record, chance: random.Random) -> int | None:
    """One act of review, by chance; None where it says what cannot be."""
    accounts = [(i, a) for i in record.incidents() for a in i.accounts]
    if not accounts:
        return None
    incident, account = chance.choice(accounts)
    other, _ = chance.choice(accounts)
    acts = [
        lambda: record.accept(chance.choice([account.key, incident.id])),
        lambda: record.reject(chance.choice([account.key, incident.id])),
        lambda: record.edit(account.key, {"status": chance.choice(list(Status)).value}),
        lambda: record.edit(account.key, {"type": chance.choice(["clash", "arrest", "capture"])}),
        lambda: record.edit(account.key, {"days": chance.choice(["2024-05-11", "2024-05-12..2024-05-14", "none"])}),
        lambda: record.edit(account.key, {"killed": chance.choice(["3", "none", "..14"])}),
        lambda: record.edit(account.key, {"actor": "group:soldiers", "target": chance.choice(["soldiers in", "none"])}),
        lambda: record.edit(account.key, {"trigger": "soldiers"}),
        lambda: record.edit(account.key, {"actor-id": chance.choice(ACTORS)}),
        lambda: record.edit(account.key, {"place-id": chance.choice(["geonames:163808", "none"])}),
        lambda: record.add_event(account.telling.id, "in", "siege", {"actor": "soldiers"}),
        lambda: record.split(incident.id, account.key),
        lambda: record.merge(incident.id, other.id),
        lambda: record.alias(chance.choice(["Taliban", "Police", "soldiers"]), chance.choice(ACTORS[:2])),
    ]
    try:
        return chance.choice(acts)()
    except UsageError:
        return None


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(reports=st.lists(lines(), min_size=2, max_size=6, unique=True), chance=st.randoms(use_true_random=False))
def test_review_then_undo_is_the_identity(
    tmp_path_factory: pytest.TempPathFactory, reports: list[bytes], chance: random.Random
) -> None:
    with Record(tmp_path_factory.mktemp("law") / "a.zen") as record:
        add(record, *reports)
        states = [derived_of(record)]
        acts = []
        for _ in range(4):
            if (act := say_something(record, chance)) is not None:
                acts.append(act)
                states.append(derived_of(record))
        for act in reversed(acts):
            assert_same(states.pop(), derived_of(record))
            record.undo(act)
        assert_same(states.pop(), derived_of(record))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(reports=st.lists(lines(), min_size=2, max_size=6, unique=True), chance=st.randoms(use_true_random=False))
def test_acts_of_different_events_are_taken_back_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, reports: list[bytes], chance: random.Random
) -> None:
    with Record(tmp_path_factory.mktemp("order") / "a.zen") as record:
        add(record, *reports)
        before = derived_of(record)
        acts = [act for _ in range(4) if (act := say_something(record, chance)) is not None]
        chance.shuffle(acts)
        for act in acts:
            record.undo(act)
        assert_same(before, derived_of(record))


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(reports=st.lists(lines(), min_size=2, max_size=6, unique=True), chance=st.randoms(use_true_random=False))
def test_every_corrected_span_equals_its_words(
    tmp_path_factory: pytest.TempPathFactory, reports: list[bytes], chance: random.Random
) -> None:
    with Record(tmp_path_factory.mktemp("spans") / "a.zen") as record:
        add(record, *reports)
        for _ in range(4):
            say_something(record, chance)
        overlapping = """select count(*) from mention a join mention b on a.report = b.report and b.id = a.id + 1 and b.start < a."end" """
        assert record.sql(overlapping).rows == ((0,),)
        texts = dict(record.sql("select sha256, text from reports").rows)
        for incident in record.incidents():
            for account in incident.accounts:
                assert account.trigger.of(texts[account.telling.sha256]) == account.words
                assert account.words in account.evidence
