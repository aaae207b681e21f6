"""What the address of an article tells: whether it is one, which outlet's it is, and the day that it names."""

import re
from datetime import date
from urllib.parse import urlsplit

from corpus.dates import first_day
from ingest.date_fields import month_number

# Under these names many outlets publish, or other outlets' pages are shown: the name is no outlet's.
_SHARED_HOSTS = frozenset(
    """apple.news archive.is archive.org archive.ph archive.today bing.com docs.google.com drive.google.com facebook.com
    feedburner.com feedproxy.google.com flipboard.com github.com instagram.com issuu.com linkedin.com medium.com
    msn.com news.google.com news.yahoo.com pressreader.com reddit.com scribd.com smartnews.com t.co t.me twitter.com
    web.archive.org webcache.googleusercontent.com x.com yahoo.com youtube.com""".split()
)
_PREFIX = re.compile(r"(?:www[0-9]?|m|amp|mobile)\.")
_HOST = re.compile(r"[^\s.]{1,63}(?:\.[^\s.]{1,63})+")

_Y, _M, _D = r"(?P<y>1[89][0-9]{2}|20[0-9]{2})", r"(?P<m>0[1-9]|1[0-2])", r"(?P<d>[0-3][0-9])"
_END = r"(?=/|$|\.[a-z]{3,5}$)"
# The first shape that names a day that exists wins. None of them takes a day from a month and a slug that begins with
# a number (/2017/04/10-things-to-know), nor a season for a month (/2011-12/).
_DAYS = (
    re.compile(rf"/{_Y}/{_M}/{_D}{_END}"),
    re.compile(rf"/{_Y}/(?P<m>1?[0-9])/(?P<d>[1-3]?[0-9])/"),
    re.compile(rf"/{_Y}/(?P<m>[a-z]{{3}})/{_D}{_END}", re.IGNORECASE),
    re.compile(rf"/{_Y}-{_M}-{_D}(?=[/-]|$|\.[a-z]{{3,5}}$)"),
    re.compile(rf"[/-]{_Y}-{_M}-{_D}{_END}"),
    re.compile(rf"/{_Y}{_M}{_D}/"),
    re.compile(rf"/(?P<y2>[0-9]{{4}})/(?=(?P=y2)){_Y}{_M}{_D}{_END}"),
    re.compile(rf"/{_Y}/{_M}{_D}/"),
)
_MONTH = re.compile(rf"/{_Y}(?P<separator>[/-]){_M}{_END}")
_STAMP = re.compile(r"-(?P<yy>[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})[0-9]{9}(?=\.html$|$)")


def web_address(text: str | None) -> str | None:
    """The text, if it is the address of a web page."""
    try:
        return text if text and urlsplit(text).scheme in {"http", "https"} and _host(text) else None
    except ValueError:  # "http://[::1" is no address
        return None


def outlet_host(url: str) -> str | None:
    """The host of a web address without ``www.``, such as ``bbc.com``; ``None`` where many outlets share it."""
    host = _PREFIX.sub("", _host(url), count=1)
    return host if _HOST.fullmatch(host) and host not in _SHARED_HOSTS else None


def date_in_address(url: str, latest: date) -> str | None:
    """The day or month that the path of a web address names as such, unless it is after ``latest``.

    Reads ``/2019/10/03/``, ``/2019/1/4/``, ``/2017/sep/16/``, ``/2019-10-03-``, ``-2019-10-03/``, ``/20191003/``,
    ``/2019/1003/``, ``/2019/10/``, and in a folder of its month a stamp such as ``-191003101500123.html``. Other digits
    are an article's number; in an address nothing is said to be a date, so that nothing is refused either.
    """
    path = urlsplit(url).path
    for shape in _DAYS:
        for match in shape.finditer(path):
            day = _existing(match["y"], match["m"], match["d"])
            if day is not None and day <= latest:
                return day.isoformat()
    for match in _MONTH.finditer(path):
        year, month = match["y"], match["m"]
        is_season = match["separator"] == "-" and int(month) == (int(year) + 1) % 100
        if not is_season and first_day(f"{year}-{month}") <= latest:
            return _stamp(path, year, month, latest) or f"{year}-{month}"
    return None


def _stamp(path: str, year: str, month: str, latest: date) -> str | None:
    match = _STAMP.search(path)
    if match is None or (match["yy"], match["m"]) != (year[2:], month):
        return None
    day = _existing(year, month, match["d"])
    return day.isoformat() if day is not None and day <= latest else None


def _existing(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdigit() else month_number(month)
    try:
        return date(int(year), number or 0, int(day))
    except ValueError:
        return None


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").rstrip(".")
