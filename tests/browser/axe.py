"""axe-core, on the page as it stands."""

from playwright.sync_api import Page

from app.config import ROOT

AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]
#: Rules whose answer depends on the theme and the width of the page.
LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
RUN = """
async only => {
  const found = await axe.run(document, {
    runOnly: only, resultTypes: ["violations"], preload: false,
  });
  return found.violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).slice(0, 3).join(" | "));
}
"""


def axe_violations(page: Page) -> list[str]:
    """Each rule that the page breaks, with where."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN, {"type": "tag", "values": TAGS})
    return found


def axe_violations_of_looks(page: Page) -> list[str]:
    """The same page in another theme or at another width: axe is there already."""
    found: list[str] = page.evaluate(RUN, {"type": "rule", "values": LOOKS})
    return found
