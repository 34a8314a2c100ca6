"""Phones and mail addresses as they are compared."""

import pandas as pd

from salesnb.loaders.values.arrow_text import matches

_BETWEEN = r"\s*(?:[/;,、|，；\n]|或|\bor\b)\s*"
_EXTENSION = r"\s*(?:转|分机|ext\.?|extension|x|#)\s*:?\s*\d{1,6}\s*$"
_MOBILE = r"1[3-9]\d{9}"
_SHORTEST = 5


def contact_keys(infos: pd.Series) -> pd.Series:
    """Return the contacts in cells, one row each under the cell's index.

    A cell may hold several: `13800138000/021-5888`. A mail address is compared in lower case, a
    phone by its digits without +86, the leading 0 and an extension; what is masked (`138****8000`)
    or shorter than five characters is left out.

    Examples
    --------
    >>> contact_keys(pd.Series(["+86 138-0013-8000", "０２１-58880000转801; A@B.com"])).tolist()
    ['13800138000', '2158880000', 'a@b.com']
    """
    given = infos.dropna().astype("str")
    plain = matches(given, _MOBILE)
    keys = pd.concat([given[plain], _typed_keys(given[~plain])])
    again = pd.MultiIndex.from_arrays([keys.index, keys]).duplicated()
    return pd.Series(keys[~again], dtype="str")


def _typed_keys(given: pd.Series) -> pd.Series:
    text = given.str.normalize("NFKC").str.lower()
    parts = text.str.split(_BETWEEN, regex=True).explode().dropna().astype("str").str.strip()
    parts = parts[~parts.str.contains("*", regex=False)]
    mails = parts.str.extract(r"([^\s:<>]+@[^\s:<>]+)")[0]
    numbers = parts.str.replace(r"\.0$", "", regex=True)
    numbers = numbers.str.replace(_EXTENSION, "", regex=True).str.replace(r"\D", "", regex=True)
    numbers = numbers.str.replace(r"^(?:00)?86(?=0?1[3-9]\d{9}$|0?[2-9]\d{8,10}$)", "", regex=True)
    numbers = numbers.str.replace(r"^0+", "", regex=True)
    words = parts.str.replace(r"\s", "", regex=True)
    keys = mails.fillna(numbers.where(numbers.str.len() >= _SHORTEST)).fillna(words)
    long = (keys.str.len() >= _SHORTEST).to_numpy(dtype=bool)
    return pd.Series(keys[long], dtype="str")
