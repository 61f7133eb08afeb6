"""What sentences say of who holds a place: text -> signs, read and grounded by the shipped reader.

A sign reads "KIND PLACE by PARTY from AGAINST", with "part", "open", "hedged" and its day where they are not the plain case."""

from __future__ import annotations

from datetime import date

import pytest

import zenobia
from zenobia.record.control_signs import SignRow, control_signs

PUBLISHED = "2016-03-28"


def say(sign: SignRow) -> str:
    words = [sign.kind.value, sign.place.name or ""]
    words += [f"by {sign.party_actor.id}"] if sign.party_actor else []
    words += [f"from {sign.against_actor.id}"] if sign.against_actor else []
    words += [] if sign.whole else ["part"]
    words += ["open"] if sign.open else []
    words += ["hedged"] if sign.hedged else []
    words += [str(sign.first)] if sign.first and sign.first != date(2016, 3, 28) else []
    return " ".join(words)


CASES: list[tuple[str, list[str]]] = [
    ("Syrian government forces captured the town of Saraqib from rebels.", ["takes Saraqib by syr-mil from local:rebels@SYR"]),
    ("The Syrian army recaptured Palmyra from Islamic State.", ["takes Tadmur by syr-army from isil"]),
    ("Rebels seized parts of Aleppo after days of fighting.", ["takes Aleppo by local:rebels@SYR part"]),
    ("The army took control of three villages near Hama.", []),
    ("Islamic State fighters entered Ramadi on Friday, residents said.", ["enters Ramadi by isil 2016-03-25"]),
    (
        "The Syrian army is preparing an offensive to retake Raqqa from Islamic State.",
        ["seeks Ar Raqqah by syr-army from isil", "holds Ar Raqqah by isil"],
    ),
    ("Russia claims to have captured Bakhmut.", ["takes Bakhmut by rus hedged"]),
    ("Ukraine denied that Russian forces had captured Bakhmut.", ["denies Bakhmut by rus-mil"]),
    ("Opposition fighters failed to capture Idlib.", ["denies Idlib by syrian-rebels"]),
    ("Ukrainian forces withdrew from Lysychansk on Sunday.", ["leaves Lysychansk by ukr-mil 2016-03-27"]),
    ("Thousands fled the ISIL-held city of Mosul.", ["holds Mosul by isil"]),
    ("Air strikes hit rebel-held eastern Aleppo.", ["holds Aleppo by local:rebel@SYR part"]),
    ("A bomb exploded in the formerly ISIL-controlled town of Hit.", []),
    ("Government forces besieged the town of Madaya.", ["besieges Madaya by local:government-forces"]),
    ("Taliban fighters captured a police station in Kunduz.", ["takes Kunduz by taliban part"]),
    ("Mosul fell to Islamic State in June 2014.", ["takes Mosul by isil 2014-06-01"]),
    ("M23 rebels were driven out of Goma by the Congolese army.", ["leaves Goma by m23 from cod-mil"]),
    ("Houthi fighters captured an Emirati ship off Hodeidah.", []),
    ("Iraqi forces expelled ISIL from the town of Baiji.", ["takes Bayjī by irq-mil from isil"]),
    ("Libyan National Army forces reportedly took full control of Derna.", ["takes Darnah by lna hedged"]),
    ("Israeli troops pulled back from the outskirts of Rafah.", []),
    ("The United Nations withdrew its staff from Tripoli.", []),
]


@pytest.mark.parametrize(("text", "told"), CASES, ids=[text for text, _ in CASES])
def test_a_sentence_gives_its_signs(text: str, told: list[str]) -> None:
    reading = zenobia.read(f"{text}\n", published=PUBLISHED)
    assert [say(sign) for sign in control_signs(reading)] == told


def test_a_sign_stands_in_its_words() -> None:
    for text, _ in CASES:
        reading = zenobia.read(f"{text}\n", published=PUBLISHED)
        for sign in control_signs(reading):
            assert 0 <= sign.evidence.start < sign.evidence.end <= len(reading.report.text)
            assert reading.mentions[sign.place_mention].text in reading.report.text


def test_what_people_rejected_gives_none() -> None:
    reading = zenobia.read("The Syrian army recaptured Palmyra from Islamic State.\n", published=PUBLISHED)
    assert control_signs(reading, ("rejected",) * len(reading.events)) == ()
