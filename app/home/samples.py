"""Invented values for the page of components."""

from __future__ import annotations

import datetime as dt

from wtforms import BooleanField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice

from app import charts
from app.cells import LineProblem, Trouble
from app.charts import Chart
from app.statistics.figures import SUPPRESSED, Column, Row, Table, Unit
from app.surveys.questionnaires.engine import KINDS, Missing, Option, Question
from app.surveys.questionnaires.engine.rules import constant
from app.surveys.questionnaires.forms.question_blocks import QuestionBlock, ShownQuestion
from app.text import Text
from app.web.form import Form

TABLE = Table(
    code="sample",
    title=Text("Un tableau", "A table"),
    columns=(
        Column("women", Text("Femmes", "Women"), Unit.COUNT),
        Column("share", Text("Part", "Share"), Unit.SHARE),
        Column("mean_gap", Text("Écart", "Gap"), Unit.GAP),
    ),
    rows=(
        Row("a", Text("Groupe", "Group"), (1234, 0.364, -0.061)),
        Row("b", Text("Petit groupe", "Small group"), (SUPPRESSED, SUPPRESSED, None)),
        Row("total", Text("Ensemble", "All"), (1238, 0.36, -0.06), total=True),
    ),
    population=Text("exemple", "example"),
    source=Text("valeurs inventées", "invented values"),
    as_of=dt.date(2023, 12, 31),
)

PROBLEMS = [
    LineProblem(14, "sexe", "Mme", Trouble.NOT_A_CODE, "F, H"),
    LineProblem(207, "date_naissance", "31/02/1984", Trouble.NOT_A_DATE),
]

_STEPS = tuple(Option(f"s{i}", Text(f"Degré {i}", f"Step {i}")) for i in range(1, 6))
_QUESTIONS = [
    Question(
        "scale",
        KINDS["scale"],
        Text("Une échelle", "A scale"),
        options=_STEPS,
        missing=(Missing.DONT_KNOW,),
    ),
    Question(
        "single",
        KINDS["single"],
        Text("Un choix", "One choice"),
        hint=Text("Une indication", "A hint"),
        options=_STEPS[:2],
        required=True,
    ),
    Question(
        "several",
        KINDS["multiple"],
        Text("Plusieurs choix", "Several choices"),
        options=_STEPS[:3],
        max_choices=2,
    ),
    Question("ranking", KINDS["ranking"], Text("Un classement", "A ranking"), options=_STEPS[:3]),
    Question("list", KINDS["dropdown"], Text("Une liste", "A list"), options=_STEPS),
    Question("month", KINDS["month"], Text("Un mois", "A month")),
    Question("statement", KINDS["statement"], Text("Un texte à lire", "A text to read")),
    Question(
        "number",
        KINDS["number"],
        Text("Un nombre", "A number"),
        low=constant(0.0),
        high=constant(10.0),
    ),
    Question("text", KINDS["text"], Text("Un texte", "A text"), max_length=400),
]
BLOCKS = [
    QuestionBlock(
        question.code,
        None,
        [
            ShownQuestion(
                question,
                question.label,
                question.hint,
                question.options,
                question.required,
                error="…" if question.required else "",
            )
        ],
    )
    for question in _QUESTIONS
]


_CHOICES = [SelectChoice("a", "A"), SelectChoice("b", "B")]


class _SampleForm(Form):
    text = StringField("Texte / Text", description="…")
    wrong = StringField("Erreur / Error")
    choice = SelectField("Liste / List", choices=_CHOICES)
    boxes = SelectMultipleField("Cases / Boxes", choices=_CHOICES)
    tick = BooleanField("Case / Box")


def form() -> Form:
    sample = _SampleForm()
    sample.wrong.errors = ["…"]
    return sample


_OPTIONS = [
    charts.MarkedRow(
        "A",
        [
            charts.Mark("woman", "F", 0.6, "60 %"),
            charts.Mark("man", "H", 0.45, "45 %"),
        ],
        0.5,
    ),
    charts.MarkedRow(
        "B",
        [
            charts.Mark("woman", "F", None, "s"),
            charts.Mark("man", "H", 0.2, "20 %"),
        ],
    ),
]

_SCORES = [charts.Mark("woman", "F", 62, "62", 55, 69), charts.Mark("man", "H", 54, "54")]


def _number(value: float) -> str:
    return f"{value:g}"


def samples_of_charts() -> list[Chart]:
    return [*_charts_of_sexes(), *_charts_of_answers()]


def _charts_of_sexes() -> list[Chart]:
    return [
        charts.pyramid(
            "Pyramide / Pyramid",
            [charts.Band("25-29", 10, 12, "10", "12"), charts.Band("30-34", None, 20, "s", "20")],
            "F",
            "H",
            _number,
        ),
        charts.dumbbell(
            "Écarts / Gaps",
            [charts.Pair("A", 30000, 32000, "−6 %"), charts.Pair("B", None, None, "s")],
            "F",
            "H",
            "F/H",
            _number,
        ),
        charts.course(
            "Évolution / Course",
            [charts.Dated(dt.date(2024, 12, 31), 18, "18 %")],
            [
                charts.Dated(dt.date(2021, 12, 31), 12, "12 %"),
                charts.Dated(dt.date(2027, 12, 31), 25, "25 %"),
            ],
            _number,
        ),
        charts.rate_bars("Taux / Rates", [charts.RateBar("A", 0.58, "58 %", "387")], "n", _number),
        charts.share_bars(
            "Parts / Shares",
            [charts.ShareBar("A", 0.36, "36 %", "2 248"), charts.ShareBar("B", None, "s", "s")],
            "F",
            "H",
            "n",
            "50 %",
        ),
    ]


def _charts_of_answers() -> list[Chart]:
    steps = [charts.ScaleStep(option.label["fr"]) for option in _STEPS]
    return [
        charts.diverging(
            "Échelle / Scale",
            steps,
            [
                charts.DivergingBar(
                    "A", [0.1, 0.2, 0.2, 0.3, 0.2], ["10", "20", "20", "30", "20"], "50 %"
                ),
                charts.DivergingBar(
                    "B", [None, None, 0.2, 0.3, 0.3], ["s", "s", "20", "30", "30"], "60 %"
                ),
            ],
            "+",
        ),
        charts.group_bars(
            "Options / Options",
            _OPTIONS,
            _number,
            "R = 50 %",
        ),
        charts.means(
            "Scores / Scores",
            [charts.MarkedRow("A", _SCORES)],
            _number,
            100,
        ),
        charts.differences(
            "Évolutions / Changes",
            [
                charts.Mark("a", "A", 4.2, "+4,2", -1, 9.4),
                charts.Mark("b", "B", -3, "−3,0"),
            ],
            "points",
            _number,
        ),
    ]
