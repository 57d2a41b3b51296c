"""Words find passages, and no text that somebody types is anything but words."""

import pytest
from fakes import Shelf
from hypothesis import example, given
from hypothesis import strategies as st

from store.lexical import MAX_PAIRS, MAX_TERMS, match_expression, pairs_expression

_OPERATORS = (
    "AND|OR|NOT|NEAR|NEAR(|(|)|\"|'|*|^|+|-|:|{|}|;|--|/*|%|_|\\|\x00|\n|search_text:|owner :|"
    "burglary|café|²|½|ﬁ|İ|ß|ｗｉｄｅ|Ⅷ|١|\ud800|\u200b|e\u0301|👮|%00|NULL"
).split("|")
_anything = st.one_of(
    st.text(max_size=80),
    st.text(st.characters(), max_size=40),
    st.lists(st.sampled_from(_OPERATORS), max_size=30).map(" ".join),
    st.lists(st.sampled_from(_OPERATORS), max_size=30).map("".join),
)


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    shelf = Shelf(tmp_path_factory.mktemp("words"))
    shelf.add("/r/met.txt", "Burglary fell.", "The café was burgled, the inspectors said.")
    shelf.add("/r/city.txt", "Burglary, burglary and burglary rose.", "Nothing else.")
    yield shelf.lexical
    shelf.engine.dispose()


def keys(found):
    return [key for key, _ in found]


@given(_anything)
@example('"')
@example("burglary\x00")
@example("NEAR(burglary cafe, 2)")
def test_any_text_is_a_safe_query(words, text):
    for owners in (None, ["met@1"]):
        found = words.best(text, 5, owners)
        assert len(found) <= 5
        assert owners is None or all(key.startswith("met@1#") for key in keys(found))


@given(_anything, _anything)
def test_what_stands_around_a_word_does_not_hide_it(words, before, after):
    assert "met@1#0" in keys(words.best(f"{before} burglary {after}"[-200:], 100, None)) or (
        "burglary" not in match_expression(f"{before} burglary {after}"[-200:])
    )


def test_the_best_come_first(words):
    found = words.best("burglary", 5, None)

    assert keys(found) == ["city@1#0", "met@1#0"]
    assert found[0][1] > found[1][1] > 0


def test_the_limit_and_the_owners_hold(words):
    assert keys(words.best("burglary", 1, None)) == ["city@1#0"]
    assert keys(words.best("burglary", 5, ["met@1"])) == ["met@1#0"]
    assert words.best("burglary", 5, []) == []
    assert words.best("burglary", 5, ["met@2"]) == []


@pytest.mark.parametrize("question", ["BURGLARY", "(burglary)", "burglary's", "“burglary”?"])
def test_case_and_marks_do_not_matter(words, question):
    assert "met@1#0" in keys(words.best(question, 5, None))


@pytest.mark.parametrize("question", ["café", "cafe", "CAFÉ", "cafe\u0301"])
def test_accents_do_not_matter(words, question):
    assert keys(words.best(question, 5, None)) == ["met@1#1"]


@pytest.mark.parametrize("question", ["", "   ", "?!", "\x00", "👮"])
def test_a_question_without_words_finds_nothing(words, question):
    assert words.best(question, 5, None) == []


def test_stop_words_are_left_out_unless_there_is_nothing_else():
    assert match_expression("What is the rate of burglary?") == '"rate" OR "burglary"'
    assert match_expression("Can you tell me about burglary?") == '"burglary"'
    assert match_expression("Who is it?") == '"who" OR "is" OR "it"'


def test_a_very_long_question_is_cut():
    question = " ".join(f"word{n}" for n in range(10_000))

    assert match_expression(question).count(" OR ") == MAX_TERMS - 1


def test_words_asked_together_count_more_where_they_stand_together(tmp_path):
    shelf = Shelf(tmp_path)
    rest = "and then there was much else to see at each of the other stations"
    shelf.add("/r/apart.txt", f"Response {rest} time.")
    shelf.add("/r/near.txt", f"Time to response {rest}.")
    for number in range(6):
        shelf.add(f"/r/{number}.txt", "Nothing.")
    (near, more), (apart, less) = shelf.lexical.best("response time", 5, None)
    shelf.engine.dispose()

    assert (near, apart) == ("near@1#0", "apart@1#0")
    assert more > 1.2 * less


def test_pairs_skip_words_that_say_nothing_and_end_somewhere():
    assert pairs_expression("the rate of burglary") == 'NEAR("rate" "burglary", 4)'
    assert pairs_expression("burglary") == pairs_expression("?!") == ""
    many = " ".join(f"word{n}" for n in range(10_000))
    assert pairs_expression(many).count("NEAR") == MAX_PAIRS


def test_counts_are_by_owner(words):
    assert words.owners() == {"met@1": 2, "city@1": 2}


def test_a_word_tells_more_the_fewer_passages_have_it(words):
    told = words.rarities(["nowhere", "burglary", "café"])

    assert told["nowhere"] > told["café"] > told["burglary"] > 0
