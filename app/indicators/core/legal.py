"""Where rules about indicators come from."""

from __future__ import annotations

from app.law import Evidence, LegalBasis
from app.text import Text


def law(article: str, fr: str, en: str, evidence: Evidence = Evidence.SECONDARY) -> LegalBasis:
    """An article of the general civil service code that names an indicator; unless it was read, it
    is to be checked in the text."""
    return LegalBasis(f"CGFP, article {article}", Text(fr, en), evidence)


def decree(fr: str, en: str) -> LegalBasis:
    """The common base of the three civil services, whose annex was read."""
    return LegalBasis("Décret 2013-1313, annexe", Text(fr, en), Evidence.READ)


#: What no text asks for, and reports say.
PRACTICE = LegalBasis("Aucun texte / No text", Text("usage", "usual"), Evidence.PRACTICE)
