"""Charts: data in, SVG out, the same in a page and in a PDF.

One function and one template for each form of chart. Labels and values arrive in the reader's
language. Colours are attributes, for the PDF, and classes, for the themes of the page; no chart
says anything by colour alone.
"""

from app.charts.bars import RateBar, ShareBar, rate_bars, share_bars
from app.charts.course import Dated, course
from app.charts.differences import differences
from app.charts.diverging import DivergingBar, ScaleStep, diverging
from app.charts.drawing import Chart
from app.charts.dumbbell import Pair, dumbbell
from app.charts.groups import Mark, MarkedRow, group_bars, means
from app.charts.pyramid import Band, pyramid
from app.charts.years import Line, years

__all__ = [
    "Band",
    "Chart",
    "Dated",
    "DivergingBar",
    "Line",
    "Mark",
    "MarkedRow",
    "Pair",
    "RateBar",
    "ScaleStep",
    "ShareBar",
    "course",
    "differences",
    "diverging",
    "dumbbell",
    "group_bars",
    "means",
    "pyramid",
    "rate_bars",
    "share_bars",
    "years",
]
