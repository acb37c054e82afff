import pytest

from app.memory import Memory


def test_a_value_is_made_once_and_the_oldest_is_forgotten():
    memory, made = Memory(kept=2), []

    def value_of(key):
        return memory.get(key, lambda: made.append(key) or key.upper())

    assert [value_of(key) for key in "abab"] == ["A", "B", "A", "B"]
    assert made == ["a", "b"]
    assert value_of("c") == "C"  # "a" is forgotten
    assert value_of("b") == "B"
    assert value_of("a") == "A"
    assert made == ["a", "b", "c", "a"]


def test_a_value_that_cannot_be_made_is_not_kept():
    memory = Memory(kept=2)
    with pytest.raises(ZeroDivisionError):
        memory.get("a", lambda: 1 / 0)
    assert memory.get("a", lambda: None) is None
    assert memory.get("a", lambda: 1 / 0) is None
