"""What on a web page belongs to the site, and not to the page's own words."""

import re

from lxml import etree

SKIPPED = frozenset(
    "script style noscript nav svg template iframe select option input textarea label object "
    "video audio canvas head title meta link dialog".split()
)
# What trafilatura calls things.
_ALIASES = {
    "list": "ul",
    "item": "li",
    "row": "tr",
    "cell": "td",
    "quote": "blockquote",
    "lb": "br",
}
# Names that a site gives to its own parts. An id may come from a heading's words, so fewer count.
_SITE_IDS = frozenset(
    "cookie cookies breadcrumb breadcrumbs nav navbar menu sidebar comments respond".split()
)
_SITE_CLASSES = (_SITE_IDS - {"comments"}) | frozenset(
    "related share sharing sharedaddy feedback pagination navigation newsletter subscribe skip "
    "advert banner promo toc".split()
)
# A notice such as “this page was withdrawn” is often called a banner, and is no furniture.
_NOTICE_CLASSES = frozenset("notification notice alert warning withdrawn withdrawal".split())
_SITE_PARTS = frozenset(
    "gem-c-metadata gem-c-published-dates accessibility-warning comments-area comment-respond "
    "wp-block-comments entry-footer post-navigation nhsuk-contents-list contents-list "
    "gem-c-contents-list table-of-contents on-this-page govuk-accordion__controls "
    "nhsuk-back-to-top".split()
)
_SITE_TAGS = frozenset("div section ul ol span a p details button form aside footer".split())
_UNSEEN = re.compile(
    r"(?:^|[\s_-])(?:visually-?hidden|sr-only|screen-reader(?:-text)?)(?:$|[\s_-])"
)
_MAX_UNSEEN_WORDS = 12
_BACK = frozenset({"reversefootnote", "footnote-backref"})
_MAX_SITE_PARAGRAPHS = 12
_SHELLS = frozenset({"html", "body", "main", "article"})
_SITE_ROLES = frozenset(
    "navigation search complementary dialog alertdialog menu menubar toolbar".split()
)
# What opens and closes: its parts are hidden only until somebody opens them.
_FOLDED = frozenset(
    "accordion collapse collapsible collapsed expander expandable tab tabs tabpanel toggle".split()
)
_CONTROLS = ("aria-controls", "data-target", "data-bs-target", "data-controls")
_NAME = re.compile(r"[a-z]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SITE_WORDS = re.compile(
    r"(?:this file may not be suitable for users of assistive technology|"
    r"request an? (?:accessible|alternative|different) format|"
    r"(?:is|was) this page (?:useful|helpful)|"
    r"did you find (?:this|what you)|(?:help us )?improve this (?:page|site|website)|"
    r"report a problem with this page|rate this page|"
    r"(?:this|our) (?:web)?site uses cookies|we use (?:some )?(?:essential )?cookies)\b",
    re.IGNORECASE,
)
_LONGEST_SITE_WORDS = 900
_SITE_LINE = re.compile(
    r"(?:(?:↑ |⬆ )?(?:back|return) to (?:the )?top(?: of (?:the )?page)?|"
    r"(?:skip|jump) to (?:main )?content|print (?:this )?(?:page|article|entire guide)?|"
    r"share(?: this(?: page| article| post| story)?)?(?: (?:on|via) \w+)?|"
    r"(?:view a )?printable version(?: of the whole guide)?|"
    r"(?:previous|next) (?:page|post|article)|tweet|leave a (?:reply|comment)|"
    r"show all (?:sections|updates)?|hide all sections|\+ ?show all updates|\(?opens in (?:a )?new "
    r"(?:tab|window)\)?)\W*",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"(?:related(?: (?:content|links?|articles?|pages?|news|stories|guides?|topics?|services?))?|"
    r"you (?:may|might) (?:also )?(?:like|be interested in)|"
    r"more (?:news|stories|like this|on this)|"
    r"share this(?: (?:page|article|post))?|latest (?:news|posts)|most (?:popular|read|viewed)|"
    r"popular (?:pages|services)|explore the topics?|recent (?:posts|news|comments)|tags|"
    r"categories|follow us|(?:more )?in this section|on this page|(?:table of )?contents|"
    r"page contents|contents of this page|jump to|quick links|useful links)\W*",
    re.IGNORECASE,
)
_FEWEST_PROSE_WORDS = 20
_MOST_FORM_WORDS = 60
_FEWEST_ANCHORS = 3
_MOSTLY = 0.5


def tag_of(element: etree._Element) -> str:
    """Return an element's name as HTML has it, empty for a comment."""
    tag = element.tag if isinstance(element.tag, str) else ""
    tag = tag.rsplit("}", 1)[-1].lower()
    if tag == "head" and element.get("rend"):
        return element.get("rend") or "h2"
    return _ALIASES.get(tag, tag)


def is_site_line(text: str) -> bool:
    """Whether a paragraph is one of the things that sites print beside any text."""
    return _SITE_LINE.fullmatch(text) is not None


def opens_links(text: str) -> bool:
    """Whether a heading is one that stands over links to elsewhere."""
    return _RELATED.fullmatch(text) is not None


class Furniture:
    """Tells the site's parts from the page's words; looks at a page once for what opens what."""

    def __init__(self, root: etree._Element) -> None:
        """Note which elements a control on the page shows and hides."""
        self._opened: set[str] = set()
        self._anchors: set[str] = set()
        for element in root.getroottree().getroot().iter():
            if isinstance(element.tag, str) and element.attrib:
                for name in _CONTROLS:
                    self._opened.update(value.lstrip("#") for value in _names(element, name))
                self._anchors.update(filter(None, (element.get("id"), element.get("name"))))

    def has(self, element: etree._Element) -> bool:
        """Whether an element belongs to the site and not to the page's own words."""
        tag = tag_of(element)
        if tag in _SHELLS:
            return False
        hidden = _is_hidden(element) and not self._is_folded(element)
        if tag in SKIPPED or hidden or is_unseen(element) or _is_named(element, tag):
            return True
        role = element.get("role")
        if tag in {"header", "footer", "aside"} or role in {"banner", "contentinfo"}:
            return _is_margin(element, tag, role)
        if tag == "button":
            return _is_control(element)
        if tag in {"ul", "ol"} and self._is_contents(element):
            return True
        return role in _SITE_ROLES or _says_so(element, tag)

    def _is_contents(self, element: etree._Element) -> bool:
        """Whether a list is the page's own contents: nothing but links to its headings."""
        items = [child for child in element if tag_of(child) == "li"]
        few = 1 if element.get("role") == "tablist" else _FEWEST_ANCHORS
        return len(items) >= few and all(map(self._leads_within, items))

    def _leads_within(self, item: etree._Element) -> bool:
        links = list(item.iter("a"))
        # A saved page spells out its own address before the mark.
        targets = [(link.get("href") or "").partition("#")[2] for link in links]
        if not links or not all(target in self._anchors for target in targets):
            return False
        linked = sum(len(_words(link)) + 4 for link in links)
        return len(_words(item)) <= linked

    def _is_folded(self, element: etree._Element) -> bool:
        """Whether a hidden element is one that a reader opens: a tab, a section of an accordion."""
        if element.get("role") in _SITE_ROLES:
            return False
        if element.get("hidden") == "until-found" or element.get("role") == "tabpanel":
            return True
        classes = set(_NAME.findall((element.get("class") or "").lower()))
        return not _FOLDED.isdisjoint(classes) or (element.get("id") or "") in self._opened


def _names(element: etree._Element, attribute: str) -> list[str]:
    return (element.get(attribute) or "").split()


def _is_hidden(element: etree._Element) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or _HIDDEN.search(element.get("style") or "") is not None
    )


def _is_margin(element: etree._Element, tag: str, role: str | None) -> bool:
    """Whether a header, footer or aside is the site's, not a section's or a quotation's."""
    inside = {tag_of(parent) for parent in element.iterancestors()}
    if not inside.isdisjoint({"blockquote", "figure"}):
        return False
    if tag == "header" and role != "banner":
        within = not inside.isdisjoint({"main", "article", "section"})
        return not within and element.find(".//h1") is None
    if role in {"banner", "contentinfo", "complementary"} or inside.isdisjoint({"main", "article"}):
        return element.find(".//h1") is None
    return not _is_prose(element)


def _is_prose(element: etree._Element) -> bool:
    words = len(_words(element).split())
    linked = sum(len(_words(link).split()) for link in element.iter("a"))
    return words >= _FEWEST_PROSE_WORDS and linked < _MOSTLY * words


def _words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _is_control(button: etree._Element) -> bool:
    """Whether a button is not the heading of what it opens."""
    parents = {tag_of(parent) for parent in button.iterancestors()}
    return parents.isdisjoint({"h1", "h2", "h3", "h4", "h5", "h6", "summary"})


def is_unseen(element: etree._Element) -> bool:
    """Whether words are for a screen reader only, or no words but a mark of a note.

    Marks of notes are left out in every format, so that a quotation with one is still verbatim.
    """
    tag = tag_of(element)
    names = element.get("class") or ""
    if tag == "sup":
        links = list(element.iter("a"))
        return len(links) == 1 and "#" in (links[0].get("href") or "")
    if tag == "a":
        role = element.get("role")
        return role in {"doc-backlink", "doc-noteref"} or not _BACK.isdisjoint(names.split())
    if tag not in {"span", "h2", "h3", "p", "div"}:
        return False
    if "section-toggle" in names:
        return True
    return _UNSEEN.search(names) is not None and len(_words(element).split()) <= _MAX_UNSEEN_WORDS


def _is_named(element: etree._Element, tag: str) -> bool:
    """Whether the class or id of a small element without the page's title says so."""
    if tag not in _SITE_TAGS:
        return False
    names = (element.get("class") or "").lower()
    if not _SITE_PARTS.isdisjoint(names.split()):
        return True
    classes = set(_NAME.findall(names))
    ids = _NAME.findall((element.get("id") or "").lower()) if tag in {"div", "section"} else []
    notice = not _NOTICE_CLASSES.isdisjoint(classes) and "cookie" not in classes
    if tag == "span":
        classes.discard("toc")  # A plugin wraps the words of headings in these.
    if notice or (_SITE_CLASSES.isdisjoint(classes) and _SITE_IDS.isdisjoint(ids)):
        return False
    return element.find(".//h1") is None and len(element.findall(".//p")) <= _MAX_SITE_PARAGRAPHS


def _says_so(element: etree._Element, tag: str) -> bool:
    """Whether the words or links of an element show that it is the site's."""
    if tag == "form":
        fields = element.iter("input", "textarea", "select", "button")
        return next(fields, None) is not None and len(_words(element).split()) <= _MOST_FORM_WORDS
    if tag not in {"div", "section", "details", "p"}:
        return False
    opening = _start(element, _LONGEST_SITE_WORDS)
    return len(opening) < _LONGEST_SITE_WORDS and _SITE_WORDS.match(opening) is not None


def _start(element: etree._Element, longest: int) -> str:
    """Return the first words of an element, no more than asked for."""
    pieces: list[str] = []
    size = 0
    for piece in element.itertext():
        pieces.append(str(piece))
        size += len(piece.strip()) + 1
        if size >= longest:
            break
    return " ".join("".join(pieces).split())[:longest]
