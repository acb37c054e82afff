"""Lists of the opening of bids, as people have them."""

import pytest

from app.procurement.core.firms import IdentifierFault
from app.procurement.core.opening import WrongLine, read_opening

SIREN, OTHER = "552008443", "404833048"


@pytest.mark.parametrize(
    "line",
    [
        f"{SIREN};Peinture SARL",
        "552 008 443\tPeinture SARL",
        "Peinture SARL;552 008 443",
        f"1\t{SIREN}00018\tPeinture SARL\t12/03/2027 10:41",
        f"Pli 3;Peinture SARL;{SIREN};Lot 1",
        f"{SIREN}, Peinture SARL",
    ],
)
def test_a_line_names_a_firm(line):
    [bid], wrong = read_opening(line)
    assert (bid.firm.number, wrong) == (SIREN, [])
    assert bid.name == "Peinture SARL"


def test_headings_blank_lines_and_copies():
    text = f"N° SIREN\tEntreprise\n\n{SIREN}\tUne\n{SIREN}\tUne\nBE0403170701\tDeux\n"
    bids, wrong = read_opening(text)
    assert [bid.name for bid in bids] == ["Une", "Deux"]
    assert wrong == []


def test_every_wrong_line_is_told():
    text = f"{OTHER};Bien\n123456789;Faux\n{SIREN}\n12;Court"
    assert read_opening(text)[1] == [
        WrongLine(2, IdentifierFault.KEY),
        WrongLine(3, None),
        WrongLine(4, IdentifierFault.EMPTY),
    ]
