"""A directory of three communes, in memory, that keeps what it was asked."""

from guichet.language import fold
from guichet.offices.nearness import point_in
from guichet.offices.places import one_letter_apart
from guichet.offices.records import Address, Commune, DirectorySource, OfficeRecord

COMMUNES = (
    Commune("93066", "Saint-Denis", "93", ("93200",)),
    Commune("97411", "Saint-Denis", "974", ("97400",)),
    Commune("69123", "Lyon", "69", ("69001",)),
)
#: Where these communes are, as a channel writes it.
SPOTS = {"48.94 2.36": "93066", "-20.88 55.45": "97411", "45.77 4.83": "69123"}


class FakeOffices:
    """A directory of three communes, each with a mairie; `available` false is a machine without one."""

    def __init__(self, available=True):
        self.available, self.known = available, COMMUNES
        self.source = DirectorySource("Annuaire", "DILA", "https://annuaire.example", "a.json", "2026-11-20")
        self.asked, self.unknown = [], ()

    def communes(self, text, typos=False):
        said = fold(text)
        named = [c for c in self.known if fold(c.name) in said or any(code in said for code in c.postcodes)]
        near = [c for c in self.known if typos and one_letter_apart(said, fold(c.name))]
        return tuple(named or near) if self.available else ()

    def commune(self, insee):
        return next((c for c in self.known if c.insee == insee), None)

    def around(self, point):
        here = {point_in(words): insee for words, insee in SPOTS.items()}
        return self.commune(here.get(point))

    def near(self, kind, commune, point, limit=3):
        records = self.find(kind, commune, limit)
        self.asked[-1] += (point,)
        return records

    def find(self, kind, commune, limit=3):
        self.asked.append((kind, commune.insee))
        if kind in self.unknown:
            return ()
        address = Address(("1 place du Village",), commune.postcodes[0], commune.name)
        name = f"{kind.replace('_', ' ').capitalize()} de {commune.name}"
        return (OfficeRecord(f"{kind}-{commune.insee}", name, (kind,), commune.insee, address=address),)
