"""Which questions no report can answer, and of what sort they are."""

import re
from enum import StrEnum


class OutOfScope(StrEnum):
    """Why a question is not one for reports."""

    OPINION = "opinion"
    FORECAST = "forecast"
    LIVE_CASE = "live case"
    PRIVATE = "private"
    SMALL_TALK = "small talk"
    CHORE = "chore"


def _any(*alternatives: str) -> re.Pattern[str]:
    """Compile alternatives; (?-i:...) within one asks for the capitals of a name."""
    return re.compile("|".join(alternatives), re.IGNORECASE)


_ASKED = r"^(?:and |so |but )?"
_NAME = r"(?-i:[A-Z]\w+ [A-Z]\w+)"
_WHOSE = rf"(?:his|her|{_NAME}[’']s)"
# People who are told of without their names, so that nobody may find them.
_UNNAMED = (
    r"(?:victims?|child(?:ren)?|bab(?:y|ies)|boys?|girls?|teenagers?|mothers?|fathers?|parents?"
    r"|famil(?:y|ies)|patients?|pupils?|whistle-?blowers?|complainants?)"
)
# "The name of the child" is one's own; "the name of the child protection plan" is not.
_THEIR_OWN = r"(?=\W*$|\W+(?:in|who|at|from|that|whose|involved|called|mentioned|and|or)\b)"
_OUT_OF_OFFICE = (
    r"(?:resign|quit|(?:step|stand) (?:down|aside)"
    r"|(?:lose|keep) (?:his|her|their|the) (?:job|post)s?"
    r"|go(?=\W*$| (?:over|after|because of|following) (?:the|this|that|these|what|how)\b))\b"
)
_OUTCOME = (
    r"(?:resign|quit|(?:step|stand) (?:down|aside)"
    r"|(?:lose|keep) (?:his|her|their|the) (?:job|post)s?"
    r"|face (?:trial|the sack)|go to (?:jail|prison)|win|lose|fail|collapse|succeed|improve|worsen"
    r"|get (?:any )?(?:better|worse)|rise|fall|go (?:up|down)|be (?:sacked|fired|charged|convicted"
    r"|arrested|jailed|cleared|re-?elected|abolished|scrapped|rated|graded|judged|placed|removed"
    r"|taken out|let off|out of))\b"
)
# What an inspectorate itself will do stands in reports: "Will inspectors return?".
_FORECAST = _any(
    rf"^(?:and |so |but )?will (?!inspectors\b).*?\b{_OUTCOME}",
    rf"^(?:and |so |but )?(?:is|are) .+ (?:going|likely|set|about) to .*?\b{_OUTCOME}",
    r"^(?:what|which) (?:grade|rating|judge?ment)s? (?:will|(?:is|are) .+ (?:going|likely) to)",
    r"\b(?:will|going to) .+ (?:at|in) (?:the|its|their) next (?:inspection|election)\b",
    r"^will (?!inspectors\b).+ (?:next (?:year|month|week|time|decade)|in (?:the )?future|ever)\b",
    r"\bpredict",
    r"\bforecast for\b",
    r"\bhow likely (?:is|are)\b",
    r"\b(?:what are|what[’']s) the (?:chances|odds)\b",
    r"\bwho (?:will|is going to) (?:win|be the next|replace|succeed)\b",
)
_OPINION = _any(
    r"\bdo you (?:think|believe|like|feel|agree|trust)\b",
    r"\b(?:what(?:[’']s| is| are)|give me) your (?:view|opinion|thought|take)s?\b",
    r"\bin your (?:view|opinion)\b",
    r"\bwould you (?:say|recommend|send|trust|choose|pick|want|let)\b",
    r"\bshould (?:we|i|people|the public|parents|anyone|voters) (?:trust|believe)\b",
    r"\bshould .+ be (?:worried|angry|ashamed|proud)\b",
    r"\bis it (?:fair|right|wrong|acceptable|a scandal) (?:that|to)\b",
    r"\bwho(?:[’']s| is| are) to blame\b|\bwhose fault\b|\bshould heads roll\b",
    r"\bwho (?:do|would|should) (?:you|we|i|people) blame\b",
    rf"^(?:is|was|are|were) {_NAME} (?:an? |the )?(?:good|bad|great|terrible|best|worst)\b",
    r"\b(?:who|which) (?:is|are) the (?:best|worst) (?!rated|graded)",
    rf"{_ASKED}(?:should|ought|must) (?!the (?:force|council|authority) have\b)"
    rf"(?:\S+ )*?(?:to )?{_OUT_OF_OFFICE}",
    rf"{_ASKED}(?:is it|isn[’']t it) (?:high )?time (?:for )?.+ (?:to )?{_OUT_OF_OFFICE}",
    rf"{_ASKED}(?:does|do|has|have) .+ (?:need|have|got) to {_OUT_OF_OFFICE}",
    rf"{_ASKED}(?:is|are) .+ (?:fit to (?:lead|run)|up to (?:the|his|her|their) jobs?"
    r"|a (?:liar|disgrace|failure)|lying (?:to|about)|incompetent)\b",
    r"\bposition (?:(?:now|become|is) )*untenable\b",
    rf"{_ASKED}ought (?:the|we|they|ministers|parliament)\b|\bshould (?:the government|ministers) ",
    rf"{_ASKED}(?:should|ought) .+ (?:to )?be (?:sacked|dismissed|kicked out|fired|abolished"
    r"|scrapped|disbanded|defunded|jailed|prosecuted|(?:let|set) (?:out|free|off)|released|freed"
    r"|punished|pardoned)\b",
)
_LIVE_CASE = _any(
    r"\bwho (?:killed|murdered|stabbed|shot|raped|attacked|abducted|kidnapped)\b",
    r"\bha(?:s|ve) (?:any|some)(?:one|body) been (?:arrested|charged|convicted|caught|named)\b",
    r"\bha(?:s|ve) (?:an?y?|the) suspects? been (?:arrested|charged|caught|named)\b",
    r"\b(?:latest|update|news) (?:on|about|in|from) the .*\b(?:murder|trial|manhunt|shooting"
    r"|stabbing|court case)\b",
    r"\b(?:is|are) .+ (?:guilty|innocent|a suspect|under (?:criminal )?investigation)\b",
    r"\bwhen (?:does|is|will) the trial\b",
    r"\bhow is the (?:murder |police )?(?:trial|manhunt) going\b",
)
_PRIVATE = _any(
    r"\b(?:home|private|personal) (?:address|number|phone|e-?mail|life)\b",
    r"\b(?:phone|mobile|telephone) number (?:of|for) (?:the|a|his|her|their) (?:\w+ )?(?:worker"
    r"|officer|inspector|director|judge|teacher|doctor|victim|child|manager)",
    rf"\bwhere does (?:he|she|{_NAME})(?: [\w’' -]{{1,40}})? live\b",
    r"\b(?:and|know|need) where (?:he|she) lives\b",
    rf"\bhow old is (?:he|she|{_NAME})",
    rf"\b(?:date of birth|birthday|salary|net worth|religion|sexuality) of (?:him|her|{_NAME})",
    rf"\b{_WHOSE} (?:salary|birthday|wife|husband|religion|age)\b",
    rf"\bis (?:he|she|{_NAME}) (?:married|gay|divorced|pregnant|ill|single)\b",
    rf"\bhow much (?:does|is) {_NAME} (?:earn|paid|make)\b",
    rf"\b(?:names?|identit(?:y|ies)) of (?:the|a|any|this|that|these|those) {_UNNAMED}{_THEIR_OWN}",
    rf"\b(?:the|that|this) {_UNNAMED}[’']s? (?:(?:real|full|first|last|own) )*(?:name|identity)\b",
    rf"\b(?:real|true|actual) (?:name|identity)(?! of the (?!{_UNNAMED}))|\breally called\b",
    rf"\bwho (?:is|was|are|were) (?:the|that|this|these|those) {_UNNAMED} really\b",
    r"\bwho(?:[’']s| is| was| are| were) (?:the|that|this|these|those) \d+[ -]years?[ -]olds?\b",
    # Where one person lives or learns; where children in care do is no secret.
    r"\b(?:which|what) (?:school|college|nursery|university) (?:does|did) "
    rf"(?:(?-i:[A-Z])\w+|he|she|(?:the|that|this) {_UNNAMED})(?: \w+)? (?:go to|attend)\b",
    rf"\bwhere (?:does|do|did) (?:the|that|this) {_UNNAMED} (?:live|go to school)\b",
    r"\bwhere (?:does|did) (?:the|that|this) \w+ (?:[\w’'-]+ ){1,5}live\b",
    rf"\b{_UNNAMED}\b.*\b(?:his|her|their) (?:real |full )?names?\W*$",
)
_SMALL_TALK = _any(
    r"^\W*(?:(?:hi|hello|hey|thanks|thank you|cheers|good (?:morning|afternoon|evening)|ok(?:ay)?"
    r"|great|there|all|so much|very much|a lot|everyone|reportdesk)\W*)+$",
    r"^\W*(?:how are you|who are you|what are you|what can you do)\W*$",
    r"^\W*are you (?:a |an )?(?:bot|robot|human|person|ai|real)\W*$",
)
_CHORE = _any(
    r"\b(?:tell|write|make|draft|compose)(?: me)? an? (?:joke|poem|story|song|haiku|limerick"
    r"|essay|tweet|speech)\b",
    r"\bwhat(?:[’']s| is) the (?:weather|time|score|capital of)\b",
    r"\b(?:ignore|forget|disregard) (?:all |any )?(?:your|the|my|previous|prior) .*\b"
    r"(?:instructions|rules|prompt)\b",
    r"\bwhat(?:[’']s| is) \d+ ?[-+*x/] ?\d+\b",
    r"^(?:please |(?:can|could|would|will) you (?:please )?)?translate\b.*\binto\b",
)
_SORTS = (
    (_SMALL_TALK, OutOfScope.SMALL_TALK),
    (_CHORE, OutOfScope.CHORE),
    (_PRIVATE, OutOfScope.PRIVATE),
    (_LIVE_CASE, OutOfScope.LIVE_CASE),
    (_OPINION, OutOfScope.OPINION),
    (_FORECAST, OutOfScope.FORECAST),
)


def out_of_scope(question: str) -> OutOfScope | None:
    """Return why a question is not one for reports, None where it may be one."""
    return next((sort for pattern, sort in _SORTS if pattern.search(question)), None)
