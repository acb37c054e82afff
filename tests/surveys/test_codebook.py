"""The DDI codebook: in the order of its schema, pointing at what it holds."""

from xml.etree.ElementTree import fromstring

import pytest

from app.surveys.questionnaires.formats import write_ddi, write_xlsform
from app.text import Text
from tests.surveys.examples import FOLDER
from tests.surveys.files import OURS, ours

#: The children of each element in the order of the schema of DDI Codebook 2.5; `+` where there may
#: be several.
ORDER = {
    "codeBook": "docDscr+ stdyDscr+ fileDscr+ dataDscr+",
    "docDscr": "citation",
    "stdyDscr": "citation+ stdyInfo+",
    "stdyInfo": "abstract+",
    "citation": "titlStmt rspStmt prodStmt",
    "titlStmt": "titl subTitl+ altTitl+ parTitl+ IDNo+",
    "prodStmt": "producer+ copyright prodDate+",
    "dataDscr": "varGrp+ var+",
    "varGrp": "labl+ txt+ concept+ defntn universe notes+",
    "var": "labl+ qstn+ valrng+ universe+ txt+ catgry+ derivation varFormat notes+",
    "qstn": "preQTxt+ qstnLit+ postQTxt+ forward+ backward+ ivuInstr+",
    "valrng": "range",
    "catgry": "catValu labl+",
    "derivation": "drvdesc drvcmd",
}


def check_order(element, name: str) -> None:
    """The children of an element are those of the schema, in its order, no more than it takes."""
    order = ORDER.get(name, "").split()
    names = [each.rstrip("+") for each in order]
    children = [child.tag.partition("}")[2] for child in element]
    places = [names.index(child) for child in children]
    assert places == sorted(places)
    for child in set(children):
        assert children.count(child) == 1 or f"{child}+" in order, (name, child)


PATHS = [*OURS, *(FOLDER / f"{name}.yaml" for name in ("routes", "repeats", "totals", "checks"))]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_codebook(path):
    document = ours(path)[0]
    title = Text("Enquête & co", "Survey & co")
    data = write_ddi(document, title, producer="Métropole", date="2024-06-03")
    assert data == write_ddi(document, title, producer="Métropole", date="2024-06-03")
    root = fromstring(data)
    identifiers = [e.get("ID") for e in root.iter() if e.get("ID")]
    assert len(identifiers) == len(set(identifiers))
    for element in root.iter():
        namespace, _, name = element.tag.partition("}")
        assert namespace == "{ddi:codebook:2_5"
        check_order(element, name)
        assert set(element.get("var", "").split()) <= set(identifiers)


def test_codebook_of_a_question():
    root = fromstring(write_ddi(ours(OURS[0])[0], Text("T", "T"), producer="P", date="2024-06-03"))
    space = {"d": "ddi:codebook:2_5"}
    one = root.find(".//d:var[@name='one']", space)
    assert [
        c.findtext("d:catValu", "", space) for c in one.iterfind("d:catgry[@missing='Y']", space)
    ] == ["~prefers_not_to_say"]
    why = root.find(".//d:var[@name='why']", space)
    said = [universe.text for universe in why.iterfind("d:universe", space)]
    assert said == [
        "«\u00a0Oui ou non\u00a0» [yn] est «\u00a0Oui\u00a0»",
        "“Yes or no” [yn] is “Yes”",
    ]
    bounds = root.find(".//d:var[@name='n']/d:valrng/d:range", space)
    assert bounds.attrib == {"min": "0", "max": "10"}
    with pytest.raises(ValueError, match="not_a_questionnaire"):
        write_xlsform({})
    with pytest.raises(ValueError, match="not_a_questionnaire"):
        write_ddi({}, Text("T", "T"), producer="P", date="2024-06-03")
