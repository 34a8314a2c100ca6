"""What reps write down after a call, by phase: content, the customer's feedback, the next step."""

from salesnb.demo.codes import EMAIL, ONLINE, PHONE, VISIT, WECHAT
from salesnb.demo.phrases_en import EXTRAS_EN, PHRASES_EN
from salesnb.demo.phrases_zh import EXTRAS_ZH, PHRASES_ZH

FIRST, UNREACHED, NURTURE, NEEDS, QUOTING, CLOSING, CARE, DUNNING = range(8)

PHRASES = {"zh": PHRASES_ZH, "en": PHRASES_EN}
EXTRAS = {"zh": EXTRAS_ZH, "en": EXTRAS_EN}

METHOD_SHARES = (
    # phone, email, visit, online, wechat
    (0.58, 0.09, 0.03, 0.05, 0.25),
    (0.66, 0.10, 0.00, 0.00, 0.24),
    (0.46, 0.14, 0.04, 0.06, 0.30),
    (0.28, 0.09, 0.26, 0.20, 0.17),
    (0.28, 0.30, 0.12, 0.10, 0.20),
    (0.34, 0.10, 0.27, 0.10, 0.19),
    (0.36, 0.08, 0.17, 0.05, 0.34),
    (0.62, 0.13, 0.11, 0.00, 0.14),
)

METHOD_TOLD = (  # contents, by their place in the phase, that name the method
    {0: PHONE, 2: WECHAT, 7: PHONE},
    {0: PHONE, 1: PHONE, 2: WECHAT, 3: EMAIL, 4: PHONE, 5: PHONE},
    {1: WECHAT},
    {1: VISIT, 2: ONLINE, 4: VISIT, 5: VISIT},
    {4: EMAIL},
    {1: VISIT, 7: VISIT},
    {2: PHONE, 3: VISIT, 9: WECHAT, 10: VISIT},
    {0: PHONE, 1: EMAIL, 3: VISIT},
)
