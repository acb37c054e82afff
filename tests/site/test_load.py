"""The people of the load test do what people do."""

from tools.browsing import PageReader


def test_enter_presses_the_first_button_even_outside_of_its_form() -> None:
    page = PageReader(
        '<button form="answers" name="go" value="next"></button><main>'
        '<form id="answers" method="post"><button name="go" value="back"></button></form></main>'
    )
    assert page.forms[0].buttons == [("go", "next"), ("go", "back")]
