def test_sign_in_page(client):
    client.get("/sign-in")


def test_home_asks_to_sign_in(client):
    assert client.get("/", status=302).location.startswith("/sign-in")


def test_home_of_a_manager(as_role):
    as_role("manager").get("/")
