"""How large a place is that a name names: only places of one size are compared, a city never with its country."""

import re
from dataclasses import dataclass
from typing import Literal

from service.answering.disputes.proper_names import ProperName

Size = Literal["country", "region", "building", "town"]

_COUNTRIES = frozenset(
    """afghanistan albania algeria america andorra angola argentina armenia australia austria azerbaijan bahamas bahrain
    bangladesh barbados belarus belgium belize benin bhutan bolivia bosnia botswana brazil britain brunei bulgaria
    burma burundi cambodia cameroon canada chad chile china colombia congo croatia cuba cyprus czechia denmark djibouti
    ecuador egypt england eritrea estonia eswatini ethiopia fiji finland france gabon gambia georgia germany ghana
    greece greenland grenada guatemala guinea guyana haiti honduras hungary iceland india indonesia iran iraq ireland
    israel italy jamaica japan jordan kazakhstan kenya kosovo kuwait kyrgyzstan laos latvia lebanon lesotho liberia
    libya liechtenstein lithuania luxembourg macedonia madagascar malawi malaysia maldives mali malta mauritania
    mauritius mexico moldova monaco mongolia montenegro morocco mozambique myanmar namibia nepal netherlands nicaragua
    niger nigeria norway oman pakistan palau palestine panama paraguay peru philippines poland portugal qatar romania
    russia rwanda samoa scotland senegal serbia seychelles singapore slovakia slovenia somalia spain sudan suriname
    sweden switzerland syria taiwan tajikistan tanzania thailand togo tonga tunisia turkey türkiye turkmenistan tuvalu
    uganda uk ukraine uruguay us usa uzbekistan vanuatu vatican venezuela vietnam wales yemen zambia zimbabwe""".split()
) | {
    "costa rica", "czech republic", "dominican republic", "el salvador", "ivory coast", "new zealand", "north korea",
    "north macedonia", "papua new guinea", "saudi arabia", "sierra leone", "south africa", "south korea", "south sudan",
    "sri lanka", "united arab emirates", "united kingdom", "united states",
}  # fmt: skip
_REGIONS = frozenset(
    """alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois indiana
    iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana
    nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia wisconsin wyoming ontario
    quebec alberta manitoba bavaria catalonia africa asia europe oceania""".split()
) | {
    "new hampshire", "new jersey", "new mexico", "north carolina", "north dakota", "rhode island", "south carolina",
    "south dakota", "west virginia", "british columbia", "new south wales", "middle east",
}  # fmt: skip
_REGION = re.compile(
    r"\b(?:province|county|state|region|district|prefecture|island|islands|peninsula|valley|coast|sea|ocean|river|lake"
    r"|mountains?|continent|territory|republic)\b",
    re.IGNORECASE,
)
_BUILDING = re.compile(
    r"\b(?:stadium|arena|hall|park|cent(?:er|re)|airport|hotel|palace|university|college|school|street|square|bridge"
    r"|station|hospital|church|cathedral|mosque|temple|museum|theat(?:er|re)|house|castle|tower|court|club|field"
    r"|speedway|garden|gardens|mall|plaza|port|base|prison|resort|avenue|road)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Place:
    """A name read as a place, and how large that is."""

    name: ProperName
    size: Size


def place(name: ProperName) -> Place:
    """A place by its name: what is no known country or region and says nothing of itself is a town."""
    plain = name.text.lower().removeprefix("the ")
    if plain in _COUNTRIES:
        return Place(name, "country")
    if plain in _REGIONS or _REGION.search(plain):
        return Place(name, "region")
    return Place(name, "building" if _BUILDING.search(plain) else "town")
