"""The gap of pay between men and women as a sum of effects: part time, frameworks, grades, bonuses
and the rest.

The method sorts civil servants by framework, then by grade and step, as the DGAFP's does [S]; its
weights are not known, and those here are mid-points, so that the effects add up to the gap exactly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """The women, or the men, of one grade and step of a framework: `fte` in full-time equivalents
    of the year, `pay` gross with `bonuses` in it, in euros of the year."""

    people: int
    fte: float
    pay: float
    bonuses: float


@dataclass(frozen=True)
class Effects:
    """Euros a year by which men are paid more than women, each, and what makes it up."""

    gap: float
    part_time: float
    segregation: float
    demography: float
    bonuses: float
    rest: float


_NOBODY = Cell(0, 0.0, 0.0, 0.0)
#: Framework, then grade and step.
Place = tuple[str, str]


def effects(women: Mapping[Place, Cell], men: Mapping[Place, Cell]) -> Effects | None:
    """What makes up the gap of mean pay per head. None without women or men who are paid.

    With P = pay / people, E = pay / FTE, p = share of FTE by framework, q = share of it by grade
    within one, B and T = bonuses and other pay per FTE, F women and H men:
    part time = (P_H - P_F) - (E_H - E_F); segregation = sum_c (p_Hc - p_Fc)(E_Hc + E_Fc)/2;
    demography = sum_c p_c sum_g (q_Hg - q_Fg)(E_Hg + E_Fg)/2; bonuses = sum_c p_c sum_g
    q_g (B_Hg - B_Fg); rest = the same with T; p and q without a sex are means of both. A sex that
    a framework or a grade has nobody of is given what the other has.
    """
    whole_women, whole_men = _sum(women.values()), _sum(men.values())
    if not whole_women.fte or not whole_men.fte:
        return None
    per_head = _per(whole_men.pay, whole_men.people) - _per(whole_women.pay, whole_women.people)
    per_fte = _pay(whole_men) - _pay(whole_women)
    segregation = demography = bonuses = rest = 0.0
    ours, theirs = _by_framework(women), _by_framework(men)
    for framework in sorted(ours.keys() | theirs.keys()):
        f, h = ours.get(framework, {}), theirs.get(framework, {})
        of_women, of_men = _sum(f.values()), _sum(h.values())
        share_f, share_h = of_women.fte / whole_women.fte, of_men.fte / whole_men.fte
        mean_f, mean_h = _given(of_women, of_men)
        segregation += (share_h - share_f) * (_pay(mean_h) + _pay(mean_f)) / 2
        weight = (share_h + share_f) / 2
        for grade in sorted(f.keys() | h.keys()) if of_women.fte and of_men.fte else ():
            q_f = f.get(grade, _NOBODY).fte / of_women.fte
            q_h = h.get(grade, _NOBODY).fte / of_men.fte
            own_f, own_h = _given(f.get(grade, _NOBODY), h.get(grade, _NOBODY))
            demography += weight * (q_h - q_f) * (_pay(own_h) + _pay(own_f)) / 2
            middle = weight * (q_h + q_f) / 2
            extra = _bonus(own_h) - _bonus(own_f)
            bonuses += middle * extra
            rest += middle * (_pay(own_h) - _pay(own_f) - extra)
    return Effects(per_head, per_head - per_fte, segregation, demography, bonuses, rest)


def _by_framework(cells: Mapping[Place, Cell]) -> Mapping[str, Mapping[str, Cell]]:
    """By framework, then by grade; those who have no full-time equivalent are in no grade."""
    frameworks: defaultdict[str, dict[str, Cell]] = defaultdict(dict)
    for (framework, grade), cell in cells.items():
        if cell.fte:
            frameworks[framework][grade] = cell
    return frameworks


def _sum(cells: Iterable[Cell]) -> Cell:
    whole = list(cells)
    return Cell(
        sum(each.people for each in whole),
        sum(each.fte for each in whole),
        sum(each.pay for each in whole),
        sum(each.bonuses for each in whole),
    )


def _given(women: Cell, men: Cell) -> tuple[Cell, Cell]:
    """Each sex, or the other where there is nobody."""
    return (women if women.fte else men), (men if men.fte else women)


def _pay(cell: Cell) -> float:
    return _per(cell.pay, cell.fte)


def _bonus(cell: Cell) -> float:
    return _per(cell.bonuses, cell.fte)


def _per(amount: float, whole: float) -> float:
    return amount / whole if whole else 0.0
