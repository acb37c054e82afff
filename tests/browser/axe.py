"""axe-core, on the page as it stands."""

from playwright.sync_api import Page

from app.config import ROOT

AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]
RUN = """
async tags => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}});
  return found.violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).slice(0, 3).join(" | "));
}
"""


def axe_violations(page: Page) -> list[str]:
    """Each rule that the page breaks, with where."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN, TAGS)
    return found
