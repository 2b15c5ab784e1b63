"""Sessions as JSON: nothing is lost on the way there and back, and nothing else is taken in."""

import json

import pytest
from export_samples import RICH, session_logs
from hypothesis import given
from jsonschema import Draft202012Validator

from fitcoach.errors import FitcoachError
from fitcoach.session.exports import render
from fitcoach.session.exports.document import SCHEMA, read_sessions
from fitcoach.session.exports.schema import json_schema

VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


@given(log=session_logs)
def test_what_is_exported_is_read_again(log, tmp_path_factory):
    path = tmp_path_factory.mktemp("sessions") / "any.json"
    content = render([RICH, log], "json")
    path.write_bytes(content)
    assert read_sessions(path) == [RICH, log]
    assert read_sessions(path)[1].began.utcoffset() == log.began.utcoffset()
    VALIDATOR.validate(json.loads(content))


def test_the_published_schema_is_up_to_date():
    assert SCHEMA.read_text(encoding="utf-8") == json_schema(), (
        "run `python -m fitcoach.session.exports.schema`"
    )
    Draft202012Validator.check_schema(VALIDATOR.schema)


def test_the_published_schema_explains_every_field():
    tables = [VALIDATOR.schema, *VALIDATOR.schema["$defs"].values()]
    assert len(tables) == 13
    for table in tables:
        assert table["description"], table["title"]
        assert table["additionalProperties"] is False, table["title"]
        for name, field in table["properties"].items():
            assert field["description"].endswith("."), f"{table['title']}.{name}"


def changed(change):
    """The text of a document after a change of its first rep."""
    content = json.loads(render([RICH], "json"))
    change(content, content["sessions"][0]["sets"][0]["reps"][0])
    return json.dumps(content)


def document(**fields):
    return changed(lambda content, _: content.update(fields))


def rep(**fields):
    return changed(lambda _, rep: rep.update(fields))


def measures(**fields):
    return changed(lambda _, rep: rep["measures"].update(fields))


REP = "sessions[1].sets[1].reps[1]"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not valid JSON: EOF while parsing an object at line 1"),
        ("[" * 100_000, "not valid JSON"),
        ("[]", "this holds no sessions exported by fitcoach"),
        ('{"type": "FeatureCollection"}', "this holds no sessions exported by fitcoach"),
        (document(version=2), "written by a newer fitcoach (version 2 of the format, 1 is known"),
        (document(version="one"), "version is 'one': Input should be 1"),
        (document(mood="good"), "mood is not a known field; sessions.schema.json lists"),
        (rep(grade="fine"), f"{REP}.grade is 'fine': Input should be 'good', 'fair' or 'fault'"),
        (rep(number=0), f"{REP}.number is 0: Input should be greater than or equal to 1"),
        (changed(lambda _, rep: rep.pop("turn")), f"{REP}.turn is missing"),
        (measures(power=90.0), f"{REP}.measures.power is not a known field"),
        (changed(lambda _, rep: rep["measures"].pop("rest")), f"{REP}.measures.rest is missing"),
        (changed(lambda _, rep: rep["measures"]["joints"][0].update(colour=1)),
         f"{REP}.measures.joints[1].colour is not a known field"),
        (measures(speed=float("nan")), f"{REP}.measures.speed is nan: Input should be a finite"),
        (rep(end=float("inf")), f"{REP}.end is inf: Input should be a finite number"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_a_sentence(text, words, tmp_path):
    path = tmp_path / "odd.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FitcoachError) as refused:
        read_sessions(path)
    assert str(refused.value).startswith(f"{path}: ")
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_or_no_text(tmp_path):
    with pytest.raises(FitcoachError, match="there is no such file of sessions"):
        read_sessions(tmp_path / "none.json")
    path = tmp_path / "picture.json"
    path.write_bytes(b"\x89PNG\xff")
    with pytest.raises(FitcoachError, match="cannot be read as UTF-8"):
        read_sessions(path)


def test_logs_from_before_fit_can_be_read(tmp_path):
    content = json.loads(render([RICH], "json"))
    del content["sessions"][0]["sets"][0]["exercise"]["fit"]
    path = tmp_path / "old.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    assert read_sessions(path)[0].sets[0].exercise.fit is None
    VALIDATOR.validate(content)
