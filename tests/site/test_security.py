import pytest

from app.web.render import safe_path


@pytest.mark.parametrize(
    "address",
    [
        "//e",
        "/\\e",
        "\\\\e",
        "/\t/e",
        "https:e",
        "https:///e",
        "javascript:alert(1)",
        "%2f%2fe",
        "/ok%0d%0aX:",
        "/%5ce",
        "",
        None,
        "relative",
    ],
)
def test_foreign_addresses_lead_home(address):
    assert safe_path(address) == "/"


@pytest.mark.parametrize("address", ["/", "/surveys/", "/people/?q=a&b=c", "/report/2023"])
def test_own_paths_are_kept(address):
    assert safe_path(address) == address


@pytest.mark.parametrize(
    ("path", "status"), [("/sign-in", 200), ("/nowhere", 404), ("/", 302), ("/healthz", 200)]
)
def test_headers_are_everywhere(client, path, status):
    headers = client.get(path, status).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "HX-Request" in headers["Vary"]


def test_assets_are_immutable_and_hashed(client, app):
    with app.test_request_context():
        from flask import url_for

        address = url_for("static", filename="app.css")
    response = client.get(address)
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def unsafe_routes(app):
    return [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods]


def test_no_change_without_token(app, client):
    for rule in unsafe_routes(app):
        address = rule.build({name: 1 for name in rule.arguments}, append_unknown=False)[1]
        assert client._request("POST", address).status_code == 400, rule.rule
        htmx = client._request("POST", address, headers={"HX-Request": "true"})
        assert htmx.status_code == 400, rule.rule
        # A page that keeps each field as it is typed says beside its buttons that it did not.
        kept = getattr(app.view_functions[rule.endpoint], "repeatable", False)
        assert htmx.headers.get("HX-Retarget") == (None if kept else "#flash")


def test_htmx_is_sent_to_sign_in(client):
    response = client.get("/people/", 401, headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"].startswith("/sign-in?next=")


def test_a_foreign_host_is_refused(client):
    assert client.browser.get("/sign-in", base_url="http://evil.example").status_code == 400
