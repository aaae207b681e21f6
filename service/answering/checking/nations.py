"""Countries, their people and capitals, and the states of the USA: names also where a text has lost its capitals."""

from corpus.terms import stem

# A country, what its people and their things are called, and after a bar its capital.
_NATIONS = """afghanistan afghan | kabul; albania albanian | tirana;
    algeria algerian | algiers; angola angolan | luanda;
    argentina argentine argentinian | buenos_aires; armenia armenian | yerevan; australia australian | canberra;
    austria austrian | vienna; azerbaijan azerbaijani | baku; bahrain bahraini | manama; bangladesh bangladeshi | dhaka;
    belarus belarusian | minsk; belgium belgian | brussels; bolivia bolivian | sucre; bosnia bosnian | sarajevo;
    botswana | gaborone; brazil brazilian | brasilia; britain british uk briton | london; bulgaria bulgarian | sofia;
    cambodia cambodian | phnom_penh; cameroon cameroonian | yaounde; canada canadian | ottawa; chile chilean | santiago;
    china chinese | beijing; colombia colombian | bogota; congo congolese | kinshasa; croatia croat croatian | zagreb;
    cuba cuban | havana; cyprus cypriot | nicosia; czechia czech | prague; denmark danish dane | copenhagen;
    ecuador ecuadorian | quito; egypt egyptian | cairo; england english; eritrea eritrean | asmara;
    estonia estonian | tallinn; ethiopia ethiopian | addis_ababa; europe european eu; finland finnish finn | helsinki;
    france french frenchman | paris; georgia georgian | tbilisi; germany german | berlin; ghana ghanaian | accra;
    greece greek | athens; guatemala guatemalan; haiti haitian; honduras honduran | tegucigalpa;
    hungary hungarian | budapest; iceland icelandic | reykjavik; india indian | delhi; indonesia indonesian | jakarta;
    iran iranian | tehran; iraq iraqi | baghdad; ireland irish | dublin; israel israeli | jerusalem;
    italy italian | rome; jamaica jamaican | kingston; japan japanese | tokyo; jordan jordanian | amman;
    kazakhstan kazakh | astana; kenya kenyan | nairobi; korea korean | seoul pyongyang; kosovo kosovan | pristina;
    kuwait kuwaiti; kyrgyzstan kyrgyz | bishkek; laos laotian | vientiane; latvia latvian | riga;
    lebanon lebanese | beirut; liberia liberian | monrovia; libya libyan | tripoli; lithuania lithuanian | vilnius;
    luxembourg; malaysia malaysian; mali malian | bamako; malta maltese | valletta; mexico mexican;
    moldova moldovan | chisinau; mongolia mongolian; morocco moroccan | rabat; mozambique | maputo;
    myanmar burma burmese; nepal nepali nepalese | kathmandu; netherlands dutch holland | amsterdam; nicaragua
    nicaraguan;
    niger nigerien | niamey; nigeria nigerian | abuja; norway norwegian | oslo; oman omani | muscat;
    pakistan pakistani | islamabad; palestine palestinian; panama panamanian; paraguay paraguayan; peru peruvian | lima;
    philippines filipino philippine | manila; poland polish pole | warsaw; portugal portuguese | lisbon;
    qatar qatari | doha; romania romanian | bucharest; russia russian | moscow; rwanda rwandan | kigali;
    saudi arabia arabian | riyadh; scotland scottish scot | edinburgh; senegal senegalese | dakar;
    serbia serb serbian | belgrade; singapore singaporean; slovakia slovak | bratislava; slovenia slovene slovenian;
    somalia somali | mogadishu; spain spanish spaniard | madrid; sudan sudanese | khartoum;
    sweden swedish swede | stockholm; switzerland swiss | bern; syria syrian | damascus; taiwan taiwanese | taipei;
    tajikistan tajik; tanzania tanzanian | dodoma; thailand thai | bangkok; tunisia tunisian | tunis;
    turkey turkish turk türkiye | ankara; uganda ugandan | kampala; ukraine ukrainian | kyiv kiev; uruguay uruguayan;
    america american us usa | washington; uzbekistan uzbek | tashkent; venezuela venezuelan | caracas;
    vietnam vietnamese | hanoi; wales welsh | cardiff; yemen yemeni | sanaa; zambia zambian | lusaka;
    zimbabwe zimbabwean | harare; africa african; asia asian; arab arabic"""
_STATES = """alabama alaska
    arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois indiana
    iowa kansas kentucky louisiana maryland massachusetts michigan minnesota mississippi missouri montana nebraska
    nevada
    ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia wisconsin wyoming"""
# Words of the language as well, when they stand without a capital.
_AMBIGUOUS = frozenset(map(stem, "us polish pole turkey jordan georgia mali niger china lima panama sucre".split()))

_KIN: dict[str, frozenset[str]] = {}
_PLACES: set[str] = set(map(stem, _STATES.split()))
for _nation in _NATIONS.split(";"):
    _called, _, _capitals = _nation.partition("|")
    _stems = frozenset(map(stem, _called.split()))
    _KIN |= dict.fromkeys(_stems, _stems)
    _PLACES |= _stems | set(map(stem, _capitals.split()))


def also_called(name: str) -> frozenset[str]:
    """The stems by which a country or its people are called as well; of any other stem itself alone."""
    return _KIN.get(name, frozenset({name}))


def is_place(word: str) -> bool:
    """Whether a stem can hardly be anything but a country, a people, a capital or a state, capital letter or not."""
    return word in _PLACES and word not in _AMBIGUOUS
