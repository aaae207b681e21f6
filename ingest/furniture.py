"""What kind of page furniture a line of plain text is, told by its own words alone.

The rules know forms of words ("Share this article", "Contributing: …") and name no outlet. They lean towards keeping:
the whole of a line must have such a form, and a line is a paragraph as it was found.
"""

import re
from collections.abc import Mapping, Sequence

_LONGEST = 600  # what begins like a share line and is longer is a paragraph of the story
_SITES = "(?:facebook|twitter|pinterest|whatsapp|linkedin|reddit|tumblr|telegram|flipboard|e-?mail|print|share|tweet)"
_AGENCIES = (
    "(?:associated press|ap|reuters|afp|agence france-presse|dpa|epa|upi|bloomberg|getty images|alamy|shutterstock)"
)
_OUR = r"(?:(?:our|quality|strong|local|independent|progressive|nonprofit|public|investigative|more|this) )"
_END = r"[\s.:!…]*"

# The pattern must match the whole line, whatever its case; the first kind that does names it.
_FORMS: dict[str, tuple[str, ...]] = {
    "advertisement": (
        rf"(?:advertisement|sponsored content|paid content|anzeige|werbung|publicité|publicidad|anuncio){_END}",
        rf"(?:story|article) continue[sd] (?:below|after)(?: (?:this )?(?:advertisement|ad|video|gallery))?{_END}",
        r"(?:ad feedback )?how relevant is this ad to you\?",
        r"(?=.*\b(?:links?|purchases?|products?)\b)(?=.*\b(?:we|us|our)\b)"
        r"[^“”\"]*\bearn (?:us )?an? (?:small )?(?:affiliate )?commission\b[^“”\"]*",
    ),
    "subscribe": (
        r"(?:please )?(?:sign up|subscribe|register)\b(?=.*\b(?:newsletters?|inbox|podcasts?)\b)[^“”\"]{5,300}",
        r"(?:you can )?(?:get|receive)\b(?=.*\b(?:newsletters?|(?:in|to) your inbox)\b)[^“”\"]{5,300}",
        r"(?:please )?(?:sign up|subscribe|join)(?: (?:here|now|today|for free|free|for updates|for alerts)){1,3}"
        r"(?: (?:and|to|for|from) [^.?]{1,80})?[.!]?",
        r"(?=.*\b(?:news\w*|headlines|stories|tips|updates|subscribe|sign up)\b)"
        r"[^“”\"]{0,120}\b(?:delivered|sent|straight|right) (?:\w+ ){0,2}to your (?:inbox|phone|e-?mail)\b"
        r"[^“”\"]{0,160}",
        r"\[(?=.*\b(?:sign up|subscribe|newsletters?)\b)[^\[\]]{10,400}\]",
        r"\((?=.*\b(?:sign up|subscribe) here\b)[^()]{10,400}\)",
        r".{2,60}newsletters?:\s*sign up\b.{0,120}",
        r"learn more|thank you for supporting (?:our|local) journalism[.!]?|you can subscribe to our [^.]{2,120}\.?",
        rf"(?:please |[^“”\"]*\b(?:consider|help) )?support(?:ing)? {_OUR}{{0,3}}journalism\b[^“”\"]*",
        r"(?:to|want to) (?:get|receive|read) [^.]{2,60}\binbox\b[^.]{0,60}\.?",
        r"(?=.*\bif you (?:enjoyed|liked) this (?:article|story|piece)\b).*\b(?:join|subscribe|donate|support)\b.*",
        r"(?:click here|how) to (?:listen and )?subscribe\b.{0,80}",
        r"(?:jetzt )?(?:newsletter )?(?:abonnieren|bestellen)(?: sie)?\b.{0,80}",
        r"(?:abonnez-vous|inscrivez-vous|recevez notre)\b.{0,120}",
        r"(?:suscríbe(?:te|ase)|reciba nuestro|recibe nuestro)\b.{0,120}",
    ),
    "share": (
        r"(?:read or )?share (?:this|on|via)(?: (?:this|article|story|page|post|link|on|via|with (?:friends|others)|"
        rf"{_SITES}|x|and))*{_END}",
        r"read or share this (?:story|article):\s*\S+",
        rf"{_SITES}(?:[ ,|/·•]+(?:{_SITES}|and|x|post|comments?|copy link))*{_END}",
        r"(?:join|follow|like|find) us on [^.]{2,80}[.!]?",
        r"listen to article \d+:\d\d.{0,80}",
        r"\d[\d,.]* (?:shares?|comments?)|comments?|kommentare|commentaires|comentarios",
        rf"(?:artikel |diesen artikel )?(?:teilen|drucken)(?: auf {_SITES})?{_END}",
        rf"(?:partager|imprimer|compartir|imprimir)(?: (?:sur|en) {_SITES}| l[’']article| cet article)?{_END}",
    ),
    "copyright": (
        r"(?:©|\(c\)|copyright)(?: (?:©|\(c\)|copyright))?,? ?(?:19|20)\d\d\b(?:[^.!?]|\.(?=\w)){0,120}\.?",
        r"© ?(?-i:[A-Z])[\w.’'&-]*(?:[ /][\w.’'&-]+){0,5}",
        r"[^.]{0,80}\ball rights reserved\b.{0,40}|click here for reprint permissions?\.?",
        r"(?:alle rechte vorbehalten|tous droits réservés|todos los derechos reservados)\b.{0,80}",
        r"this material may not be (?:published|reproduced|copied)\b.*",
        r".*\bavailable without charge to any eligible news publisher\b.*|for licensing opportunities\b.*",
    ),
    "credit": (
        r"[^“”\"]{2,400}\bcontributed (?:reporting |research )?to this (?:report|story|article|column)"
        r"(?: (?:from|in) [^“”\"]{2,40})?\.?",
        r"(?:contributing|contributors?):\s*\S.{1,400}",
        r"\W{0,3}(?:with|from) (?:(?:post|staff|wire|news|files|reporting|reports?|additional|agency) ){0,3}"
        rf"(?:from )?(?:the )?(?:wires?|agency|agencies|wire (?:services?|reports?)|{_AGENCIES})"
        rf"(?:,? (?:and|&) [\w ]{{1,30}})?{_END}",
        r"\W{0,3}with assistance (?:by|from) [^.]{2,120}\.?",
        r"(?:\W{0,2}(?:additional |further )?(?:reporting|writing|editing|graphics) by (?-i:[A-Z])[^;.]{2,80}"
        r"[;.]?\s*){1,4}",
        r"(?:photos?|photograph|image|picture|foto|fotos|bild)(?: credits?)?(?: (?:by|via))?\s*[:/]\s*[^.!?]{2,60}",
        r"(?:image (?:copyright|source)|getty images)[^.!?]{0,60}",
        r"enlarge this image[^!?]{0,110}[^.!?]",
        rf"[^.!?:]{{2,60}}[/|] ?{_AGENCIES}(?:[ /][^.!?]{{0,40}})?",
        r".{2,160} originally appeared (?:on|in) \S{2,40}",
        r"(?!.*\bsaid\b)(?:this|a version of this) (?:article|story|post|piece|essay)\b[^“”\"]{0,60}"
        r"\b(?:appeared|published)\b[^“”\"]{0,160}",
    ),
    "navigation": (
        rf"(?:read|show|load|view|see) more|(?:continue|keep) reading|up next|loading|close|back to (?:the )?top{_END}",
        r"skip to .{1,40}|accept (?:all )?cookies.{0,80}|slideshow \(\d+ images?\)|toggle caption",
        r"just watched .{2,200} must watch .{2,200} \d?\d:\d\d|play video\b[^.]{0,160}",
        r"(?:video )?ad feedback\b.{0,200}[^.”\"]|media playback is (?:not supported|unsupported)\b[^.]{0,200}",
        r"share all sharing options for:.{2,200}[^.]",
        r".{0,200}\blisten · ?\d+:\d\d.{0,20}|prefer to listen\? [^.]{0,80}",
        r"don[’']t see the (?:graphic|video|image)s?\b.{0,40}click here\.?",
        rf"weiterlesen|mehr anzeigen|lire la suite|seguir leyendo|leer más|inhalt anzeigen{_END}",
    ),
    "related": (
        r"[►▶➤•*–—\s-]{0,4}(?:see also|also see|also read|read also|read|read more|read next|related|"
        r"related (?:articles?|stor(?:y|ies)|coverage)|more|more (?:from|on|about) [^:]{2,40}|watch|full coverage|"
        r"go deeper|recommended|you (?:may|might) (?:also )?like|don[’']t miss|in case you missed it|"
        r"lesen sie auch|siehe auch|mehr zum thema|lire aussi|à lire aussi|voir aussi|lea también|lee también|"
        r"ver también)\s*:(?!.*@\w)\s*\S.*[^.,;:”\"]",
        r"more [^:]{2,40}: ?https?://.*",
        r"read more(?: (?:about|on) [^.]{2,80})? here\.?",
        r"\((?:related|more|read|read more|see also|also read|watch|video)\s*:[^()]{5,240}\)",
        rf"(?:related|recommended)(?: (?:articles?|stories|posts?|coverage|content|topics))?{_END}",
        r"click here\b[^.?!]{0,120}[.!]?",
        rf"mehr zum thema|lesen sie auch|à lire aussi|lire aussi|lea también|te puede interesar{_END}",
    ),
}
# A line of the kind has one of these in it, in small letters: most paragraphs are let through without trying the forms.
_CUES = {
    "advertisement": "advert|content|anzeige|werbung|publici|anuncio|continue|relevant|commission",
    "subscribe": "newsletter|inbox|podcast|sign up|learn more|subscri|join|journalism|d this|to your |abonn|bestell|"
    "inscri|recevez|suscr|recib",
    "share": "share|facebook|twitter|pinterest|whatsapp|linkedin|reddit|tumblr|telegram|flipboard|mail|print|tweet|"
    "comment|kommentar|coment|listen to article|teilen|drucken|partager|imprim|compartir| us on ",
    "copyright": "©|(c)|copyright|reserved|vorbehalten|réservés|reservados|this material|licensing|reprint|eligible",
    "credit": "contribut|wire|agenc|assistance| by |photo|image|picture|foto|bild|originally|appeared|published|press|"
    " ap|/ap|reuters|afp|dpa|epa|upi|bloomberg|getty|alamy|shutterstock",
    "navigation": "read more|show more|load more|view more|see more|must watch|reading|up next|loading|close|back to|"
    "skip to|cookies|slideshow|toggle|play video|feedback|playback|sharing options|listen|click here|"
    "weiterlesen|anzeigen|la suite|seguir|leer más",
    "related": ":|here|related|recommended|mehr zum|lesen sie|lire aussi|lea también|te puede",
}
_WORDS = {kind: tuple(cues.split("|")) for kind, cues in _CUES.items()}
_KINDS = {kind: re.compile("|".join(f"(?:{form})" for form in forms), re.IGNORECASE) for kind, forms in _FORMS.items()}

_HEADLINE_READ_MORE = re.compile(r"[^.!?]{10,200} (?:Read more|READ MORE)")  # the button has kept its capital letter
# "More:What is known", "'It stays':Lee on the summit": the label was a link's, and lost the space behind it.
_GLUED_LABEL = re.compile(r"[►▶➤]?\s?['‘\"“]?[A-Z0-9][^:.!]{2,60}:(?=[A-Z'‘\"“]|(?<=\D:)\d{1,2} )(?:\S+ ){4,}\S+")
_ARROW = re.compile(r"[►▶➤] ?[^:.!]{2,60}: ?(?:\S+ ){4,}\S+")
_LINKS_FOLLOW = re.compile(
    r"(?:read more|more (?:from|on|coverage|stories|in)\b.{0,40}|related(?: articles| stories| coverage| content)?|"
    r"most (?:read|popular|viewed)|trending(?: now)?|recommended(?: for you)?|you may also like|further reading|"
    r"icymi\b.{0,40}|stories you.{0,40}|mehr zum thema|à lire aussi|lea también)\s*(?::|\.\.\.|…)",
    re.IGNORECASE,
)


def words_in(text: str) -> dict[str, tuple[str, ...]]:
    """The words of each kind's forms that a text has at all: to look for few in each of its lines, not for all."""
    small = text.lower()
    found = {kind: tuple(word for word in words if word in small) for kind, words in _WORDS.items()}
    return {kind: words for kind, words in found.items() if words}


def kind_of(line: str, words: Mapping[str, Sequence[str]] = _WORDS) -> str | None:
    """The kind of furniture that a whole line is, wherever it stands: ``share``, ``related``, ``copyright``…

    ``words`` is what ``words_in`` found in a text that has the line.
    """
    if len(line) > _LONGEST:
        return None
    small = line.lower()
    for kind, seen in words.items():
        for word in seen:
            if word in small:
                if _KINDS[kind].fullmatch(line):
                    return kind
                break
    return "related" if _HEADLINE_READ_MORE.fullmatch(line) else None


def is_teaser(line: str) -> bool:
    """Whether a line looks like a link to another article: "More:What is known of the talks", "► Talks: What next"."""
    form = _GLUED_LABEL.fullmatch(line) or _ARROW.fullmatch(line) if len(line) <= 220 else None
    return form is not None and not line.endswith((".", "”", '"', ",", ":"))


def announces_links(line: str) -> bool:
    """Whether headlines of other articles follow: "More from the region:"."""
    return bool(_LINKS_FOLLOW.fullmatch(line))
