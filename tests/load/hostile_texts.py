"""300 texts that people, reports and file names may bring, to ping, to forge or to break."""

import random
from collections.abc import Iterator

VICTIM, GROUP, CHANNEL = "U0VICTIM00", "S0GROUP000", "C0VICTIM00"

PINGS = (
    "<!channel>",
    "<!here>",
    "<!everyone>",
    "<!here|here>",
    f"<@{VICTIM}>",
    f"<@{VICTIM}|maya>",
    f"<!subteam^{GROUP}>",
    f"<!subteam^{GROUP}|@press-team>",
    f"<#{CHANNEL}>",
    f"<#{CHANNEL}|leads>",
    "<!date^1700000000^{date_long}|soon>",
    "@channel",
    "@here @everyone",
    "&lt;!channel&gt;",
    "&amp;lt;!channel&amp;gt;",
    "<<!channel>>",
    "<!chan\u200bnel>",
    "<\u200b!channel>",
    "<\u0000!channel>",
    "<!channel",
    "<\n!channel>",
    "< !channel>",
    "＜!channel＞",
    f"<@{VICTIM}",
    f"<@\u202e{VICTIM}>",
)
LINKS = (
    "<https://evil.example/login|https://reports.example/r1.pdf>",
    "<https://evil.example|Inspection report 2024>",
    "<mailto:press@evil.example|press office>",
    "<javascript:alert(1)|open>",
    "<tel:+441234|call>",
    "<slack://open|Slack>",
    "[Inspection report](https://evil.example)",
    "![logo](https://evil.example/pixel.png)",
    "https://evil.example/a?b=<!channel>&c=|d",
    "https://reports.example@evil.example/",
    "https://xn--reprts-0ya.example/",
    "https://evil.example/\u202efdp.exe",
    "www.evil.example",
    "<https://evil.example",
    "https://evil.example|shown>",
)
MARKUP = (
    "*bold* _italic_ ~struck~ `code`",
    "```\ncode block\n```",
    "> quoted\n> twice",
    "- one\n- two\n  - three",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    ":smile: :skin-tone-6: :not_an_emoji:",
    "*_~`*_~`" * 40,
    "&&&&<<<<>>>>" * 40,
    "&amp;&lt;&gt;&quot;&#39;&nbsp;",
    "<b>bold</b><script>alert(1)</script>",
    "# Heading\n## Heading",
    '{"type":"section","text":{"type":"mrkdwn","text":"<!channel>"}}',
    '"}],"blocks":[{"type":"divider"}]',
    "%3C!channel%3E",
    "\\u003c!channel\\u003e",
    "{{7*7}} ${7*7} {0} %s %n",
    "'; DROP TABLE inbox; --",
    "NULL",
    "None",
    "../../../../etc/passwd",
    "..\\..\\windows\\system32",
    "con.txt",
    "-rf --help",
    "/reports ask",
)
UNSEEN = (
    "zero\u200bwidth\u200cjoin\u200ders\ufeff",
    "\u202eright to left\u202c",
    "\u2066isolate\u2069 \u2067rtl\u2069",
    "עברית mixed with English and العربية",
    "soft\u00adhyphen",
    "\u180e\u2060\u2061\u2062\u2063\u2064",
    "tags\U000e0041\U000e0042\U000e007f",
    "variation\ufe0f\ufe0e",
    "NUL\u0000NUL",
    "bell\u0007 escape\u001b[31m backspace\u0008",
    "line\u2028separator\u2029paragraph",
    "next\u0085line\u000bvertical\u000cfeed",
    "half \ud83d alone",
    "\udc00\ud800 reversed",
    "Z̸̢a̵̡l̶̢g̷̛o̸͝" * 20,
    "\u034f\u115f\u1160\u3164\uffa0\u2800",
    "\u00a0\u2003\u3000",
    " \t\n\r ",
    "",
    "?",
    "👨‍👩‍👧‍👦 👩🏽‍🚒 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "ﷺ" * 60,
    "\uffff\ufffe\ufffd",
    "\U0010ffff",
)
LONG = (
    "x" * 40_000,
    "word " * 8_000,
    "<!channel> " * 4_000,
    "\u202e" * 20_000,
    "👩🏽‍🚒" * 8_000,
    "&" * 40_000,
    "<" * 39_000 + "!channel>",
    "one\n" * 10_000,
    "é" * 3_001,
    "https://evil.example/" + "a" * 3_000,
    f"<@{VICTIM}>" * 3_000,
    "*" * 12_001,
)
ALL = (*PINGS, *LINKS, *MARKUP, *UNSEEN, *LONG)
CARRIERS = (
    "What concerns remain for {0}?",
    "{0} concerns remain",
    "Report on {0} of 2024",
    "“{0}” said the chief",
    "{0}\n\n{0}",
    "Northmarch {0} Police",
)


def hostile_texts(count: int = 300, seed: int = 20_261_126) -> list[str]:
    """Each bare one first, then mixtures of them in sentences; always the same."""
    return [*dict.fromkeys([*ALL, *_mixed(random.Random(seed), count)])][:count]


def _mixed(source: random.Random, count: int) -> Iterator[str]:
    short = [text for text in ALL if 0 < len(text) < 500]
    while True:
        several = source.sample(short, source.randint(1, 3))
        yield source.choice(CARRIERS).format(source.choice(("", " ", "\n", "*")).join(several))
        count -= 1
        if count < -300:
            return


def decoded(text: str) -> str:
    """What a file's text can be: bytes decode to no lone surrogate."""
    return text.encode("utf-8", "replace").decode()
