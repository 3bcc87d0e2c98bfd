"""Countries and départements as citizens and sheets name them. Tables only; `places` reads texts with them.

Sources: INSEE, Code officiel géographique (départements, regions); Service-Public on the European Union (27 states),
the European Economic Area (with Iceland, Liechtenstein and Norway) and Switzerland, whose citizens are treated alike.
Folded; a nationality is written as its stem: « espagnol » also reads « espagnole(s) ».
"""

from __future__ import annotations

#: Country code → (names, stems of the nationality).
EUROPEAN: dict[str, tuple[str, str]] = {
    "de": ("allemagne", "allemand"), "at": ("autriche", "autrichien"), "be": ("belgique", "belge"),
    "bg": ("bulgarie", "bulgare"), "cy": ("chypre", "chypriote"), "hr": ("croatie", "croate"),
    "dk": ("danemark", "danois"), "es": ("espagne", "espagnol"), "ee": ("estonie", "estonien"),
    "fi": ("finlande", "finlandais"), "gr": ("grece", "grec"), "hu": ("hongrie", "hongrois"),
    "ie": ("irlande", "irlandais"), "it": ("italie", "italien"), "lv": ("lettonie", "letton"),
    "lt": ("lituanie", "lituanien"), "lu": ("luxembourg", "luxembourgeois"), "mt": ("malte", "maltais"),
    "nl": ("pays-bas|hollande", "neerlandais|hollandais"), "pl": ("pologne", "polonais"),
    "pt": ("portugal", "portugais"), "ro": ("roumanie", "roumain"), "sk": ("slovaquie", "slovaque"),
    "si": ("slovenie", "slovene"), "se": ("suede", "suedois"), "cz": ("republique tcheque|tchequie", "tcheque"),
    "is": ("islande", "islandais"), "li": ("liechtenstein", "liechtensteinois"), "no": ("norvege", "norvegien"),
    "ch": ("suisse", "suisse"),
}  # fmt: skip
OTHER: dict[str, tuple[str, str]] = {
    "dz": ("algerie", "algerien"), "ma": ("maroc", "marocain"), "tn": ("tunisie", "tunisien"),
    "gb": ("royaume-uni|angleterre|ecosse|grande-bretagne", "anglais|britannique|ecossais"),
    "us": ("etats-unis|usa", "americain"), "ca": ("canada|quebec", "canadien|quebecois"), "cn": ("chine", "chinois"),
    "sn": ("senegal", "senegalais"), "ml": ("mali", "malien"), "ci": ("cote d'ivoire", "ivoirien"),
    "cm": ("cameroun", "camerounais"), "cd": ("congo|rdc", "congolais"), "gn": ("guinee", "guineen"),
    "mg": ("madagascar", "malgache"), "km": ("comores", "comorien"), "mu": ("ile maurice", "mauricien"),
    "tr": ("turquie", "turc|turque"), "ru": ("russie", "russe"), "ua": ("ukraine", "ukrainien"),
    "br": ("bresil", "bresilien"), "jp": ("japon", "japonais"), "vn": ("vietnam", "vietnamien"),
    "in": ("inde", "indien"), "lb": ("liban", "libanais"), "sy": ("syrie", "syrien"), "iq": ("irak", "irakien"),
    "ir": ("iran", "iranien"),
    "af": ("afghanistan", "afghan"), "ht": ("haiti", "haitien"), "eg": ("egypte", "egyptien"),
    "il": ("israel", "israelien"), "au": ("australie", "australien"), "mx": ("mexique", "mexicain"),
    "rs": ("serbie", "serbe"), "al": ("albanie", "albanais"), "mc": ("monaco", "monegasque"),
    "ad": ("andorre", "andorran"), "th": ("thailande", "thailandais"), "ar": ("argentine", "argentin"),
    "cl": ("chili", "chilien"), "co": ("colombie", "colombien"), "bj": ("benin", "beninois"),
    "tg": ("togo", "togolais"),
    "ga": ("gabon", "gabonais"), "mr": ("mauritanie", "mauritanien"), "lk": ("sri lanka", "lankais"),
    "ae": ("dubai|emirats arabes unis", "emirati"), "kr": ("coree", "coreen"), "ph": ("philippines", "philippin"),
    "pk": ("pakistan", "pakistanais"), "bd": ("bangladesh", "bangladais"), "md": ("moldavie", "moldave"),
    "sm": ("saint-marin|san marin", "saint-marinais"), "va": ("vatican|etat de la cite du vatican", ""),
    "by": ("bielorussie", "bielorusse"), "ge": ("georgie", "georgien"), "am": ("armenie", "armenien"),
    "xk": ("kosovo", "kosovar"),
}  # fmt: skip

#: Region → its départements, « number name ».
REGIONS: dict[str, str] = {
    "auvergne-rhone-alpes": "01 ain,03 allier,07 ardeche,15 cantal,26 drome,38 isere,42 loire,43 haute-loire,"
    "63 puy-de-dome,69 rhone,73 savoie,74 haute-savoie",
    "bourgogne-franche-comte": "21 cote-d'or,25 doubs,39 jura,58 nievre,70 haute-saone,71 saone-et-loire,89 yonne,"
    "90 territoire-de-belfort",
    "bretagne": "22 cotes-d'armor,29 finistere,35 ille-et-vilaine,56 morbihan",
    "centre-val de loire": "18 cher,28 eure-et-loir,36 indre,37 indre-et-loire,41 loir-et-cher,45 loiret",
    "corse": "2a corse-du-sud,2b haute-corse",
    "grand est": "08 ardennes,10 aube,51 marne,52 haute-marne,54 meurthe-et-moselle,55 meuse,57 moselle,67 bas-rhin,"
    "68 haut-rhin,88 vosges",
    "hauts-de-france": "02 aisne,59 nord,60 oise,62 pas-de-calais,80 somme",
    "ile-de-france": "75 paris,77 seine-et-marne,78 yvelines,91 essonne,92 hauts-de-seine,93 seine-saint-denis,"
    "94 val-de-marne,95 val-d'oise",
    "normandie": "14 calvados,27 eure,50 manche,61 orne,76 seine-maritime",
    "nouvelle-aquitaine": "16 charente,17 charente-maritime,19 correze,23 creuse,24 dordogne,33 gironde,40 landes,"
    "47 lot-et-garonne,64 pyrenees-atlantiques,79 deux-sevres,86 vienne,87 haute-vienne",
    "occitanie": "09 ariege,11 aude,12 aveyron,30 gard,31 haute-garonne,32 gers,34 herault,46 lot,48 lozere,"
    "65 hautes-pyrenees,66 pyrenees-orientales,81 tarn,82 tarn-et-garonne",
    "pays de la loire": "44 loire-atlantique,49 maine-et-loire,53 mayenne,72 sarthe,85 vendee",
    "provence-alpes-cote d'azur": "04 alpes-de-haute-provence,05 hautes-alpes,06 alpes-maritimes,13 bouches-du-rhone,"
    "83 var,84 vaucluse",
    "outre-mer": "971 guadeloupe,972 martinique,973 guyane,974 reunion,975 saint-pierre-et-miquelon,976 mayotte,"
    "977 saint-barthelemy,978 saint-martin,986 wallis-et-futuna,987 polynesie,988 nouvelle-caledonie",
}  # fmt: skip
