"""Names and values that tell that inputs are people, by whole words."""

import re
import unicodedata

# Words in the names of columns that tell something of people, singular.
FACTS = {
    "age", "birthdate", "birthday", "birthplace", "caste", "citizenship", "disability", "disabled",
    "dob", "ethnic", "ethnicity", "fitzpatrick", "gender", "nationality", "pronoun", "race",
    "racial", "religion", "religious", "sex", "sexual", "sexuality", "skin",
    # In other languages, without accents.
    "alter", "edad", "ethnie", "geburtsdatum", "genere", "genero", "geschlecht", "hautfarbe",
    "herkunft", "idade", "raca", "raza", "religione", "sesso", "sexe", "sexo",
    "staatsangehorigkeit",
}  # fmt: skip
# Words for people, as values and as names of columns such as `is_male`.
PERSONS = {
    "boy", "child", "female", "gentleman", "girl", "male", "man", "nonbinary", "patient",
    "pedestrian", "people", "person", "transgender", "woman",
    "femme", "frau", "homme", "hombre", "junge", "madchen", "mann", "mannlich", "mujer", "weiblich",
}  # fmt: skip
IRREGULAR = {
    "children": "child", "gentlemen": "gentleman", "men": "man",
    "persons": "person", "women": "woman",
}  # fmt: skip
# Words in the names of datasets of people.
DATASETS = {
    "adience", "affectnet", "biasbios", "celeba", "compas", "face", "fairface", "ffhq",
    "lfw", "rafdb", "rfw", "selfie", "utkface", "vggface", "winobias", "winogender",
}  # fmt: skip
MOST_SEXES = 5  # where F and M are values of a sex, and no letters
# Where one word ends and the next begins in ageGroup, HTMLAge and age2.
_BETWEEN = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z]+")
_LETTERS = re.compile(r"[A-Za-z]+")  # with those that capitals divide taken as one, too: CelebA
_ISLES = re.compile(r"\b(?:isles?|rights?) of (?:man|men)\b|\bm[ae]n[ -_]o[f']?[ -_]war\b", re.I)


def is_fact_of_people(name):
    """Whether the name of a column, such as "perceived_gender" or "ageGroups", is about people."""
    return bool(words(name) & (FACTS | PERSONS))


def are_people(values):
    """Whether any of the values of a label, such as "woman" or "Black men", is people."""
    values = list(values)
    letters = {str(each).strip().lower() for each in values}
    return (len(letters) <= MOST_SEXES and {"f", "m"} <= letters) or any(map(_is_person, values))


def _is_person(value):
    return bool(words(_ISLES.sub(" ", str(value))) & PERSONS)


def is_dataset_of_people(name):
    """Whether the name of a dataset, or of its file, is that of people, such as "my_faces"."""
    return bool(words(name) & DATASETS)


def words(name):
    """Words of a name in small letters without accents, in the singular."""
    plain = unicodedata.normalize("NFKD", str(name)).encode("ascii", "ignore").decode()
    found = [*_BETWEEN.split(plain), *_LETTERS.findall(plain)]
    return {_singular(each.lower()) for each in found if each}


def _singular(word):
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    known = FACTS | PERSONS | DATASETS
    return next((each for each in (word[:-1], word[:-2]) if _adds_s(word, each, known)), word)


def _adds_s(word, singular, known):
    return singular in known and word in (f"{singular}s", f"{singular}es")
