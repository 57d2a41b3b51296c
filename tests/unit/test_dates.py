from datetime import date

import pytest

from ingest.dates import date_in_name, find_dates, first_date


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("12 January to 23 January 2026", date(2026, 1, 12), date(2026, 1, 23)),
        ("17–28 September 2018", date(2018, 9, 17), date(2018, 9, 28)),
        ("between 3 and 14 June 2019", date(2019, 6, 3), date(2019, 6, 14)),
        ("30 April 2018 to 4 May 2018", date(2018, 4, 30), date(2018, 5, 4)),
        ("22 December to 3 January 2022", date(2021, 12, 22), date(2022, 1, 3)),
        ("1/06/2015 – 25/06/2015", date(2015, 6, 1), date(2015, 6, 25)),
        ("Monday 4 to Friday 8 March 2024", date(2024, 3, 4), date(2024, 3, 8)),
        ("the 14th of March 2024", date(2024, 3, 14), date(2024, 3, 14)),
        ("March 14, 2024", date(2024, 3, 14), date(2024, 3, 14)),
        ("on 2024-03-14.", date(2024, 3, 14), date(2024, 3, 14)),
        ("14.3.2024", date(2024, 3, 14), date(2024, 3, 14)),
        ("2 Sept. 2013", date(2013, 9, 2), date(2013, 9, 2)),
        ("23 August 2013© Crown", date(2013, 8, 23), date(2013, 8, 23)),
    ],
)
def test_a_date_or_range_is_read(text, first, last):
    found = first_date(text)
    assert found is not None
    assert (found.first, found.last, found.year_given) == (first, last, True)


@pytest.mark.parametrize(
    "text", ["March 2018", "30 February 2020", "it cost £5 May 2020", "2018/19", "24 June", "1.2.3"]
)
def test_what_is_no_whole_date_is_none(text):
    assert find_dates(text) == []


def test_a_missing_year_comes_from_the_date_it_must_not_pass():
    found = find_dates("Between 20 and 24 June, they came.", not_after=date(2016, 3, 2))
    assert [(one.first, one.last, one.year_given) for one in found] == [
        (date(2015, 6, 20), date(2015, 6, 24), False)
    ]


def test_offsets_point_at_the_date():
    text = "It ran from 3 May 2021 to 7 May 2021; it was published on 9 June 2021."
    assert [text[one.start : one.end] for one in find_dates(text)] == [
        "3 May 2021 to 7 May 2021",
        "9 June 2021",
    ]


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("council-2026-05-21", date(2026, 5, 21)),
        ("report_20240314_final", date(2024, 3, 14)),
        ("x-14-03-2024", date(2024, 3, 14)),
        ("14-march-2024-letter", date(2024, 3, 14)),
        ("framework 2023-25", None),
        ("50302265", None),
        ("2024-13-45", None),
    ],
)
def test_a_file_name_may_carry_a_date(stem, expected):
    assert date_in_name(stem) == expected
