"""The language a text is written in, by its script and its commonest words. Takes text, gives ISO 639-1 or None."""

from __future__ import annotations

import re
from collections import Counter

_SAMPLE = 20_000
_SHORT = 120
"""Latin letters; a shorter text without any common word is taken for English."""
_WORD = re.compile(r"[^\W\d_]+")

_SCRIPTS = (
    ("ar", "\u0600", "\u06ff"),
    ("ar", "\u0750", "\u077f"),
    ("ar", "\ufb50", "\ufdff"),
    ("ar", "\ufe70", "\ufefc"),
    ("ru", "\u0400", "\u04ff"),
    ("he", "\u0590", "\u05ff"),
    ("el", "\u0370", "\u03ff"),
    ("hy", "\u0530", "\u058f"),
    ("ka", "\u10a0", "\u10ff"),
    ("hi", "\u0900", "\u097f"),
    ("bn", "\u0980", "\u09ff"),
    ("ta", "\u0b80", "\u0bff"),
    ("th", "\u0e00", "\u0e7f"),
    ("my", "\u1000", "\u109f"),
    ("am", "\u1200", "\u137f"),
    ("km", "\u1780", "\u17ff"),
    ("ja", "\u3040", "\u30ff"),
    ("ko", "\uac00", "\ud7af"),
    ("zh", "\u4e00", "\u9fff"),
)
"""Scripts by their first and last letter, and the language most reports in each are written in."""

_LETTERS = {
    "ar": (("ku", "ەێۆڵڕ"), ("ur", "ٹڈڑےںھ"), ("fa", "پچژگکی")),
    "ru": (("uk", "іїєґ"), ("be", "ў"), ("sr", "јљњћђџ"), ("bg", "ъ")),
}
"""Letters that part the languages of one script; one in a hundred of them decides."""

_COMMON = {
    "en": (
        "the of and to in that is was for on with as by at from have has had were are be been it its he his her she they their this which "
        "who said an not but or after near two three four five six over out up into during against between says people killed kills police "
        "forces government attack attacks military president war soldiers army state city minister against new first day former least "
        "officials wounded injured dead will would than more when where while following about under million year years"
    ),
    "fr": (
        "le la les des du de et en un une est dans que qui pour par sur au aux avec ont été sont plus pas ce cette "
        "selon leur mais après il elle se contre leurs nous entre dit lundi mardi mercredi jeudi vendredi samedi dimanche armée soldats"
    ),
    "es": (
        "el la los las de del en y que un una por con para se su al es fue han como más pero según sobre este esta lo "
        "entre tras sus desde contra dijo país gobierno ejército menos murieron soldados lunes martes miércoles jueves viernes sábado domingo"
    ),
    "pt": (
        "o a os as de do da dos das em no na e que um uma por com para se ao foi não mais como pelo pela são segundo "
        "sobre os entre após contra governo exército menos soldados disse cidade"
    ),
    "it": (
        "il lo la gli le di del della dei delle e in un una che per con da nel nella si è sono stato al alla non anche "
        "più come secondo dopo dal contro governo esercito almeno soldati lunedì martedì città"
    ),
    "de": (
        "der die das den dem des und in von zu mit ist im ein eine für auf nicht sich auch nach bei wurde werden aus an "
        "als haben hat wie dass am wie zum zur vom beim gegen mindestens seit laut sagte worden hatte montag dienstag mittwoch soldaten"
    ),
    "nl": (
        "de het een van en in is op te dat die voor met zijn aan er niet om ook door naar bij uit heeft worden werd "
        "over na maar tegen"
    ),
    "sv": ("och i att det som en på är av för med den till har inte om ett de från men vid efter var sig mot också under över"),
    "da": "og i at det er en på af for med den til har ikke om et de fra men ved efter var sig mod også under over blev",
    "no": "og i å det er en på av for med den til har ikke om et de fra men ved etter var seg mot også under over ble",
    "fi": "ja on ei se että oli hän joka ovat mukaan myös kun mutta kuin tai sekä ole jo vuonna jälkeen",
    "pl": "w i na z do że się jest nie o to od po za jak przez dla ale są był przed oraz co który które także",
    "cs": "a v na se je že s z do o to i po za jako pro ale jsou byl před který které také by podle při",
    "hu": "a az és hogy nem is egy van volt ez meg csak már vagy szerint után mint még azt ki de el",
    "ro": "și în de la a cu pe din care nu este o un pentru au fost sunt mai că se ce după prin",
    "tr": (
        "ve bir bu da de için ile olarak olan daha çok gibi sonra kadar ne olduğu "
        "ise değil en göre tarafından üzerine karşı kişi asker ordu saldırı edildi söyledi"
    ),
    "id": ("yang dan di dari untuk dengan pada ini itu dalam tidak akan oleh ke adalah telah karena juga para sebagai mereka"),
    "so": "oo iyo ee ka ku in waa uu la ay ah si ayaa waxa waxaa soo kale u kama",
    "sw": "ya na wa kwa ni katika za la kuwa cha yake baada hii hiyo kutoka ambao alisema watu",
    "ku": "û di de ku li ji bi ye ne jî bo ev wê hat dike",
    "vi": "và của là có các được trong cho không một với những này người đã khi về từ",
}
_PARTS = "a al an as da de del den der des di die do du e el en i in la le les no o os s san se so su un us van von y z"
_NAME_PARTS = frozenset(_PARTS.split())
"""Common words that stand in names too ("Camp de la Paix", "Al Ali"), or are English ones: they tell no other language by themselves."""
_LANGUAGES_OF: dict[str, list[str]] = {}
for _code, _words in _COMMON.items():
    for _word in dict.fromkeys(_words.split()):
        _LANGUAGES_OF.setdefault(_word, []).append(_code)


def detect_language(text: str) -> str | None:
    """The language of a text's beginning (20,000 characters); None when its words do not tell.

    By script where that decides; of Latin script, the language whose commonest words make up most of it.
    """
    sample = text[:_SAMPLE]
    scripts: Counter[str] = Counter()
    for c, times in Counter(sample).items():
        if c.isalpha():
            scripts[_script(c)] += times
    if not scripts:
        return None
    script, letters = scripts.most_common(1)[0]
    if script != "latin":
        return _by_letters(script, sample, letters)
    return _by_words([word.lower() for word in _WORD.findall(sample)], letters)


def _script(c: str) -> str:
    if c < "\u0370" or "\u1e00" <= c <= "\u1eff":
        return "latin"
    return next((code for code, first, last in _SCRIPTS if first <= c <= last), "latin")


def _by_letters(script: str, sample: str, letters: int) -> str:
    """The language of a script that several share; Japanese is told from Chinese by its kana."""
    if script == "zh" and any("\u3040" <= c <= "\u30ff" for c in sample):
        return "ja"
    for code, marks in _LETTERS.get(script, ()):
        if marks and 100 * sum(sample.count(c) for c in marks) > letters:
            return code
    return script


def _by_words(words: list[str], letters: int) -> str | None:
    """English unless another language's common words clearly make up the text; None for a long text with neither.

    Clearly: two different ones that are no parts of names, three beside English ones, every eighth word, and half as many again as the English ones.
    A wrong "not English" costs all events of a report, so doubt is for English. Set on 115,000 short English reports, none
    of which it takes for another language (5, lists of names, are None).
    """
    counts: Counter[str] = Counter()
    telling: Counter[str] = Counter()
    for word, times in Counter(words).items():
        for code in _LANGUAGES_OF.get(word, ()):
            counts[code] += times
            telling[code] += word not in _NAME_PARTS
    english = counts.pop("en", 0)
    best, most = max(counts.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    if telling[best] >= (3 if english else 2) and most * 8 >= len(words) and most > 1.5 * english:
        return best
    return "en" if english or letters < _SHORT else None
