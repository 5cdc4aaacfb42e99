"""The municipal reorganisations of 2016 to 2019, by CBS code: test data, never product data.

Which municipalities merged into which, and their codes: CBS, Gemeentelijke indeling (2016, 2017,
2018 and 2019); CBS counts 393, 390, 388, 380 and 355 municipalities on each 1 January from 2015.

Two municipalities were divided. Of Winsum 1581 inhabitants came into Westerkwartier (Ezinge,
Feerwerd and Garnwerd; RTV Noord of November 2016; Winsum had 13,633 on 1 January 2016). Of
Littenseradiel 15 of 29 villages came into Súdwest-Fryslân, 10 into Leeuwarden and 4 into Waadhoeke
(littenseradiel.nl, "De toekomst van Littenseradiel"); that the inhabitants moved in the proportion
of the villages is ASSUMED.
"""

from fractions import Fraction

from billing.reorganisations.rules.moves import Move

LITTENSERADIEL, WINSUM = "GM0140", "GM0053"
TO_WESTERKWARTIER = Fraction(1581, 13_633)
# The new one or the one that goes on: those that came into it whole.
WHOLE: dict[int, dict[str, list[str]]] = {
    2016: {
        "GM1942": ["GM0381", "GM0424", "GM0425"],  # Gooise Meren
        "GM0385": ["GM0385", "GM0478"],  # Edam-Volendam
    },
    2017: {"GM1948": ["GM0844", "GM0846", "GM0860"]},  # Meierijstad
    2018: {
        "GM1952": ["GM0018", "GM0040", "GM1987"],  # Midden-Groningen
        "GM1950": ["GM0007", "GM0048"],  # Westerwolde
        "GM1949": ["GM0063", "GM0070", "GM1908"],  # Waadhoeke
        "GM0080": ["GM0080", "GM0081"],  # Leeuwarden
        "GM1900": ["GM1900"],  # Súdwest-Fryslân
        "GM0299": ["GM0196", "GM0299"],  # Zevenaar
    },
    2019: {
        "GM0014": ["GM0009", "GM0014", "GM0017"],  # Groningen
        "GM1966": ["GM0005", "GM1651", "GM1663"],  # Het Hogeland
        "GM1969": ["GM0015", "GM0022", "GM0025", "GM0056"],  # Westerkwartier
        "GM1970": ["GM0058", "GM0079", "GM1722"],  # Noardeast-Fryslân
        "GM1960": ["GM0236", "GM0304", "GM0733"],  # West Betuwe
        "GM1961": ["GM0545", "GM0620", "GM0707"],  # Vijfheerenlanden
        "GM1978": ["GM0689", "GM1927"],  # Molenlanden
        "GM1963": ["GM0584", "GM0585", "GM0588", "GM0611", "GM0617"],  # Hoeksche Waard
        "GM0394": ["GM0393", "GM0394"],  # Haarlemmermeer
        "GM0575": ["GM0575", "GM0576"],  # Noordwijk
        "GM1959": ["GM0738", "GM0870", "GM0874"],  # Altena
        "GM1954": ["GM0881", "GM0951", "GM0962"],  # Beekdaelen
    },
}
DIVIDED: dict[int, list[Move]] = {
    2018: [
        Move(LITTENSERADIEL, "GM1900", Fraction(15, 29)),
        Move(LITTENSERADIEL, "GM0080", Fraction(10, 29)),
        Move(LITTENSERADIEL, "GM1949", Fraction(4, 29)),
    ],
    2019: [
        Move(WINSUM, "GM1969", TO_WESTERKWARTIER),
        Move(WINSUM, "GM1966", 1 - TO_WESTERKWARTIER),
    ],
}
COUNTED = {2015: 393, 2016: 390, 2017: 388, 2018: 380, 2019: 355}


def moves_of(year: int) -> list[Move]:
    """Return all moves of 1 January of a year."""
    whole = [
        Move(start, end, Fraction(1)) for end, starts in WHOLE[year].items() for start in starts
    ]
    return whole + DIVIDED.get(year, [])
