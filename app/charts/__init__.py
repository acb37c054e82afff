"""Charts: data in, SVG out, the same in a page and in a PDF.

One function and one template for each form. Labels and values come in written in the reader's
language. Colours are attributes, for the PDF, and classes, for the themes of the page; no chart
says anything by colour alone.
"""

from app.charts.bars import RateBar, ShareBar, rate_bars, share_bars
from app.charts.diverging import DivergingBar, Step, diverging
from app.charts.drawing import Chart
from app.charts.dumbbell import Pair, dumbbell
from app.charts.groups import Difference, GroupBar, Mean, Option, differences, group_bars, means
from app.charts.pyramid import Band, pyramid

__all__ = [
    "Band",
    "Chart",
    "Difference",
    "DivergingBar",
    "GroupBar",
    "Mean",
    "Option",
    "Pair",
    "RateBar",
    "ShareBar",
    "Step",
    "differences",
    "diverging",
    "dumbbell",
    "group_bars",
    "means",
    "pyramid",
    "rate_bars",
    "share_bars",
]
