"""What a question says of time."""

from datetime import date

import pytest

from bot.answering.dates import read_times

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("What did inspectors find in 2016?", date(2016, 1, 1), date(2016, 12, 31)),
        ("What was said in March 2018?", date(2018, 3, 1), date(2018, 3, 31)),
        ("What changed between 2018 and 2023?", date(2018, 1, 1), date(2023, 12, 31)),
        ("What was found from 2018 to 2021?", date(2018, 1, 1), date(2021, 12, 31)),
        ("How was the force last spring?", date(2026, 3, 1), date(2026, 5, 31)),
        ("How was the force last winter?", date(2025, 12, 1), date(2026, 2, 28)),
        ("What happened last year?", date(2025, 1, 1), date(2025, 12, 31)),
        ("What was published last quarter?", date(2026, 7, 1), date(2026, 9, 30)),
        ("What was published this week?", date(2026, 11, 23), date(2026, 11, 29)),
        ("What was published last month?", date(2026, 10, 1), date(2026, 10, 31)),
        ("How many were there in 2023/24?", date(2023, 1, 1), date(2024, 12, 31)),
        ("What was found in summer 2022?", date(2022, 6, 1), date(2022, 8, 31)),
        ("What happened on 3 March 2021?", date(2021, 3, 3), date(2021, 3, 3)),
    ],
)
def test_a_stretch_of_time(question, first, last):
    within = read_times(question, TODAY).within

    assert (within.first, within.last) == (first, last)


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("How was it graded as of 3 March 2021?", date(2021, 3, 3)),
        ("How was it graded as of March 2021?", date(2021, 3, 31)),
        ("As at 2020, what concerns remained?", date(2020, 12, 31)),
    ],
)
def test_as_of_counts_the_whole_of_what_it_names(question, day):
    assert read_times(question, TODAY).as_of == day


def test_since_and_before_bound_one_side():
    assert read_times("Has it improved since 2019?", TODAY).since == date(2019, 1, 1)
    assert read_times("What was wrong before March 2020?", TODAY).before == date(2020, 3, 1)
    assert read_times("Has it improved since its last inspection?", TODAY).back


@pytest.mark.parametrize(
    "question",
    [
        "What share were charged in the year to March 2020?",
        "What did Spring Budget 2017 say?",
        "What does the Children Act 1989 require?",
        "How quickly are 101 calls answered?",
        "Did the last inspector resign?",
    ],
)
def test_what_is_no_time_of_the_question(question):
    times = read_times(question, TODAY)

    assert times.within is times.since is times.before is times.as_of is None
