"""The sorts of asking for one fact: a time, a number, a sum, a name, what something is."""

from bot.answering.sorts import sort

MONTHS = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)
_NUMBERS = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundred|thousand|million|half|third|quarter|none|majority)"
)
_CLOCK = r"\b\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b|\b\d{1,2}:\d\d\b|\b(?:noon|midday|midnight)\b"
_PRICES = r"(?:cost|price|budget|salary|fee|premium|grant|fine|allowance|charge)"
WHEN = sort(
    "when",
    (
        r"^(?:and )?when\b|\bwhat (?:date|day|month|year|time)\b|\bhow (?:soon|long)\b",
        r"\b(?:from|since|until|till|up to|as of|by|for) when\b",
        r"\bdeadline|\bdue\b",
    ),
    (
        rf"\b{MONTHS}\b|\b(?:19|20)\d\d\b|\b(?:spring|summer|autumn|winter)\b",
        r"\b(?:within|in|after|by|until|before) (?:an?|the|one|two|three|four|five|six|\d+|next)\b",
        r"\b(?:days?|weeks?|months?|years?|today|tomorrow|yesterday|key stage \d)\b",
        _CLOCK,
    ),
    many=False,
)
TIME_OF_DAY = sort(
    "clock",
    (r"\b(?:what|which) (?:time of day|hours?)\b|\b(?:at )?what time\b",),
    (rf"{_CLOCK}|\b\d\d? ?(?:hours|o[’']clock)\b|\b(?:morning|afternoon|evening|overnight)s?\b",),
    many=False,
)
FUTURE = sort(
    "future",
    (r"\bwhen (?:will|are|is|must|should)\b|\bdeadline|\bdue\b|\bby when\b",),
    (r"\b(?:will|shall|due|next|plans?|intends?|should|must|is to|are to)\b",),
    many=False,
)
# When something was, the next of its kind does not say.
PAST = sort(
    "past",
    (
        (
            r"\bwhen (?:was|were|did|had)\b"
            r"(?!.*\b(?:going|due|meant|supposed|expected|planned|planning) to\b)"
        ),
    ),
    (r"\A(?![\s\S]*\bnext\b)",),
    many=False,
)
NUMBER = sort(
    "number",
    (
        r"\bhow (?:many|much)\b|\bpercentage of\b|\bper ?cent of\b",
        r"\bwhat (?:share|percentage|proportion|number|figure|rate)\b",
        (
            r"\bwhat(?:[’']s| is| was| are| were) (?:the|its|their|\S+[’']s?) "
            r"(?:[\w’'-]+ ){0,3}"
            r"(?:number|percentage|proportion|share|amount|price|cost|rate|premium|fee|budget"
            r"|allowance|payment|limit|level|total|average|figure|salary|grant)s?\b"
        ),
    ),
    (rf"(?<!\d)(?!(?:19|20)\d\d\b)\d|\b{_NUMBERS}\b",),
    many=False,
)
# "How many" with a share for an answer: a bare count says less.
SHARE = sort(
    "share",
    (r"\b(?:what|which) (?:share|percentage|proportion|per ?cent)\b|\bpercentage of\b",),
    (
        r"%|\bper ?cent\b|\b(?:half|thirds?|quarters?|fifths?|majority|minority|most|all|none)\b",
        rf"\b(?:\d[\d,]*|one|{_NUMBERS}) (?:out of|of|in) (?:every |the )*(?:\d|{_NUMBERS}\b)",
    ),
    many=False,
)
OFTEN = sort(
    "often",
    (r"\bhow (?:often|frequent(?:ly)?|regular(?:ly)?|many times (?:a|per))\b",),
    (
        r"\b(?:hourly|daily|nightly|weekly|fortnightly|monthly|quarterly|termly|annual(?:ly)?|yearly)\b",
        r"\b(?:every|each|per|an?) (?:\w+ )?(?:hour|day|night|week|month|term|year)s?\b",
        r"\b(?:once|twice|often|rarely|seldom|never|always|sometimes|routinely)\b|\btimes\b",
        r"\b(?:regular|frequent|usual)(?:ly)?\b",
    ),
    many=False,
)
AGE = sort(
    "age",
    (r"\b(?:at|from|until|by|to) (?:what|which) age\b|\bwhat age\b|\bhow (?:old|young)\b",),
    (
        r"\bage[ds]?\b|\b\d{1,2}(?:st|nd|rd|th)? birthday\b|\byears?(?:[ -]old)?\b|\bmonths? old\b",
        r"\b(?:under|over|turn|reach\w*|until|at) (?:the age of )?\d{1,2}\b|\bborn\b",
    ),
    many=False,
)
MONEY = sort(
    "money",
    (
        rf"\bwhat(?:[’']s| is| was| are| were)\b.*\b{_PRICES}s?(?:\W*$| (?:for|of|in|at|on|per)\b)",
        r"\bwhat (?:did|does|do|will) .+ cost\b|\bhow much (?:money|funding)\b",
        (
            r"\bwhat (?:is|are|was|were|did|does|do|will) .+ "
            r"(?:pay(?:ing)?|paid|spend(?:ing)?|charg\w+)\b"
        ),
        # "How much is a licence?" asks for its price; "how much is known" does not.
        r"\bhow much (?:is|are|was|were) (?:an?|the|it|they) ",
        rf"\bhow much\b.*\b(?:spen[dt]|pa(?:y|id)|money|g[ai]ve|award|worth|fund|{_PRICES})",
    ),
    (
        r"[£$€%]|\d,\d{3}",
        r"\b(?:pounds?|pence|euros?|dollars?|million|billion|free of charge|per ?cent)\b",
    ),
    many=False,
)
ITEMS = sort(
    "items",
    (
        (
            r"^(?:and )?(?:which|what) (?!(?:is|was|does|has)\b)(?:[\w’'-]+ ){0,4}\w+[^s\W]s "
            r"(?!(?:is|was|has|does)\b)"
        ),
    ),
    (r"\n", r",[^,]+,", r", [^,]+ and "),
    many=True,
    loose=True,
)
DEFINITION = sort(
    "definition",
    (
        (
            r"^(?:and )?(?:what|who)(?:[’']s| is| are| was| were| does| do) (?:an? |the )?"
            r"(?:(?!about|said|in|at|on)[\w’'&/-]+ ?){1,5}(?:mean|stand for)?\W*$"
        ),
        r"\bdefin(?:e|ition)\b|\bwhat is meant by\b|\bmeaning of\b",
    ),
    (
        r"\b(?:is|are|was|were|means?|stands? for|refers? to|known as|called)\b|\([A-Z]{2,}\)",
        r"\bunder the\b",
    ),
    many=False,
    loose=True,
)
# Who was before is not who came after.
SUCCESSOR = sort(
    "successor",
    (
        (
            r"^(?:and )?who (?:(?:is|was|has|will|has been) )?(?:be )?(?:replac(?:ed?|ing)"
            r"|succeed(?:ed|ing)?|tak(?:es?|en|ing) over from|took over from)\b"
        ),
        r"\bwho(?:[’']s| is| was) (?:the |\S+[’']s? )?(?:replacement|successor)\b",
    ),
    (
        (
            r"\b(?:replac\w+|succe(?:ed|ss)\w*|t(?:ake|akes|aking|ook) over|appoint\w*|interim"
            r"|acting|newly|incoming|former)\b"
        ),
    ),
    many=False,
)
WHO = sort(
    "who",
    (
        r"^(?:and )?who(?:m|se)?\b|\bby whom\b|\bname of the\b",
        r"\bwhich (?:inspector|minister|judge|person|body|department)\b",
    ),
    (
        r"(?<=[a-z,] )(?-i:[A-Z])\w+|^(?-i:[A-Z])\w+ (?-i:[A-Z])",
        (
            r"\b(?:inspector|secretary|minister|judge|officer|director|court|government|commission"
            r"|lord|lady|mayor|chief|team|panel|board)s?\b"
        ),
    ),
    many=False,
    loose=True,
)
