"""The words of each language."""

from salesnb.demo.words_en import EN
from salesnb.demo.words_zh import ZH

LANGUAGES = {"zh": ZH, "en": EN}
