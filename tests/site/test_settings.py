import pytest

from app.config import SettingsError, read_settings

SERVER = {
    "ISONOMIA_BASE_URL": "https://egalite.example.fr",
    "ISONOMIA_SECRET_KEY": "x" * 40,
    "ISONOMIA_DATABASE_URL": "postgresql://isonomia@db/isonomia",
}


def test_a_local_instance_needs_nothing(tmp_path):
    first = read_settings({"ISONOMIA_INSTANCE": str(tmp_path)})
    again = read_settings({"ISONOMIA_INSTANCE": str(tmp_path)})
    assert first.local
    assert first.secret_key == again.secret_key
    assert len(first.secret_key) >= 48
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ISONOMIA_SECRET_KEY": ""}, "secrets.token_urlsafe"),
        ({"ISONOMIA_SECRET_KEY": "short"}, "32 characters"),
        ({"ISONOMIA_DATABASE_URL": ""}, "ISONOMIA_DATABASE_URL is missing"),
        ({"ISONOMIA_BASE_URL": "egalite"}, "ISONOMIA_BASE_URL must be"),
        ({"ISONOMIA_SURVEY_GROUP": "5"}, "at least 11"),
        ({"ISONOMIA_HR_CELL": "many"}, "at least 5"),
        ({"ISONOMIA_SETTINGS_FILE": "/nowhere"}, "cannot be read"),
    ],
)
def test_a_server_refuses_to_start(change, said):
    with pytest.raises(SettingsError, match=said):
        read_settings(SERVER | change)


def test_a_server_starts_with_its_settings():
    settings = read_settings(SERVER)
    assert not settings.local
    assert settings.database_url.startswith("postgresql+psycopg://")
    assert "egalite.example.fr" in settings.hosts


def test_settings_come_from_a_file(tmp_path):
    path = tmp_path / "isonomia.env"
    path.write_text(
        "\ufeff# ours\nISONOMIA_AUTHORITY=Métropole de l’Essai # its name\n"
        "export ISONOMIA_SECRET_KEY=\"a $key 'of' 32 signs and not one less\"\n"
        "ISONOMIA_CONTACT=a@b.fr\nnot a setting\n"
    )
    settings = read_settings(
        {
            "ISONOMIA_SETTINGS_FILE": str(path),
            "ISONOMIA_INSTANCE": str(tmp_path),
            "ISONOMIA_CONTACT": "c@d.fr",
        }
    )
    assert settings.authority == "Métropole de l’Essai"
    assert settings.secret_key == "a $key 'of' 32 signs and not one less"
    assert settings.contact == "c@d.fr"
