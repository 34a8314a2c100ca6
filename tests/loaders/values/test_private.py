"""What must not be stored of a person is found in texts, and nothing else is."""

from datetime import date

import pandas as pd
import pytest

from salesnb.loaders.values.private import (
    Secrets,
    find_private,
    hide_private,
    masked,
    maybe_private,
    without,
)

TODAY = date(2026, 10, 31)
ID = "11010519491231002X"
CARD = "6222021234567890128"

PRIVATE = [
    # ID cards
    (ID, "id_card", "1101**********002X"),
    ("11010519491231002x", "id_card", "1101**********002x"),
    (f"身份证：{ID}", "id_card", "身份证：1101**********002X"),
    (f"客户{ID}已核", "id_card", "客户1101**********002X已核"),
    (f"ID card {ID}.", "id_card", "ID card 1101**********002X."),
    ("110105 19491231 002X", "id_card", "1101************002X"),
    ("110105-1949-1231-002X", "id_card", "1101*************002X"),
    ("110105　19491231　002X", "id_card", "1101************002X"),
    ("１１０１０５１９４９１２３１００２Ｘ", "id_card", "１１０１**********００２Ｘ"),
    (f"13800138000 {ID}", "id_card", "13800138000 1101**********002X"),
    ("身份证号码 110105491231002", "id_card", "身份证号码 110*********002"),
    # bank cards
    (CARD, "bank_card", "6222***********0128"),
    ("6222 0212 3456 7890 128", "bank_card", "6222*************** 128"),
    ("6222-0212-3456-7890-128", "bank_card", "6222***************-128"),
    ("卡号4111111111111111", "bank_card", "卡号4111********1111"),
    ("Visa 4111 1111 1111 1111 please", "bank_card", "Visa 4111***********1111 please"),
    ("合同付款卡号：5555555555554444", "bank_card", "合同付款卡号：5555********4444"),
    # home addresses
    ("家住XX小区3栋2单元501", "home_address", "家住XX小区****"),
    ("家庭住址：上海市浦东新区XX路100号", "home_address", "家庭住址：上海市浦****"),
    ("家庭地址:浙江省杭州市余杭区五常街道", "home_address", "家庭地址:浙江省杭****"),
    ("住址：北京市海淀区中关村大街27号", "home_address", "住址：北京市海****"),
    ("老板，住址是朝阳区望京街道8号", "home_address", "老板，住址是朝阳区望****"),
    ("住在望京花园3号楼，有车", "home_address", "住在望京花园****，有车"),
    ("现居上海市徐汇区漕溪路250弄3号", "home_address", "现居上海市徐****"),
    ("上门：阳光花园3栋2单元501室", "home_address", "上门：阳光花园****"),
    ("home address: 12 Green Street, Leeds", "home_address", "home address: 12 G****"),
    ("Home address is 221B Baker Street", "home_address", "Home address is 221B****"),
    ("She lives at 5 Oak Avenue", "home_address", "She lives at 5 Oa****"),
    ("resides at Flat 4, 10 High Street", "home_address", "resides at Flat****"),
]
HARMLESS = [
    # numbers
    "110105194912310021",  # wrong check digit
    "99010519491231002X",  # no such region
    "110105189912310025",  # born before 1900
    "110105194913310020",  # no such month
    "110105194912310000",  # a number cell that lost its last digits
    "6222021234567890000",
    f"9{ID}",  # part of a longer number
    "6222021234567890129",  # wrong check digit
    "7222021234567890127",  # no such bank
    "单号4111111111111111",
    "物流单号：6222021234567890128",
    "order no. 4111111111111111",
    "ORD4111111111111111",
    "订单 110105491231002",  # 15 digits, not said to be an ID card
    "手机 138 0013 8000，备用 139 1234 5678",
    "2024-03-05 10:00 金额 1234567890123",
    "6212 345678901 234567",  # no grouping of a card
    # business addresses and other words
    "公司地址：上海市浦东新区XX路100号",
    "公司住址：上海市浦东新区XX路100号",
    "客户位于软件园二期89号",
    "注册地址：杭州市西湖区文三路100号3栋2单元501",
    "阳光花园3栋2单元501室电梯改造项目",
    "家庭住址：待补充",
    "家庭住址未提供",
    "家住上海",
    "厂家住宿安排在南京路100号",
    "客户出差住在如家酒店南京路100号",
    "入住率提高到3成，住宅小区智能化",
    "Company address: 12 Market Street",
    "home address not given",
    "lives in Boston",
    "homepage: https://example.com/12/street",
    "Registered office: 4 High Road",
]


@pytest.mark.parametrize(("text", "rule", "shown"), PRIVATE)
def test_what_is_private_is_found_also_by_the_fast_look(text: str, rule: str, shown: str) -> None:
    assert [piece.rule for piece in find_private(text, TODAY)] == [rule]
    assert maybe_private(pd.Series([text], dtype="str")).tolist() == [0]
    hidden = hide_private(pd.Series(["x", text, None], dtype="str"), TODAY, cards=True)
    assert hidden.tolist()[:2] == ["x", shown] and pd.isna(hidden.iloc[2])


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_not_private_is_left_alone(text: str) -> None:
    assert find_private(text, TODAY) == []


@pytest.mark.parametrize("text", [text for text, _, _ in PRIVATE])
def test_what_is_left_after_removal_holds_nothing_private(text: str) -> None:
    rest = without(text, find_private(text, TODAY))
    assert find_private(rest, TODAY) == []
    assert ID not in rest


def test_a_birth_date_after_today_is_none() -> None:
    assert find_private(ID, date(1949, 12, 30)) == []


def test_without_bank_cards_only_the_others_are_found() -> None:
    assert find_private(CARD, TODAY, cards=False) == []


def test_several_pieces_of_one_text_are_all_found_and_removed() -> None:
    text = f"{ID}，卡 {CARD}，家住阳光小区3栋，喜欢钓鱼"
    found = find_private(text, TODAY)
    assert [piece.rule for piece in found] == ["id_card", "bank_card", "home_address"]
    assert without(text, found) == "卡，喜欢钓鱼"


@pytest.mark.parametrize("text", ["", "张", "张三", "12345678", ID, CARD])
def test_a_mask_shows_at_most_four_characters_at_each_end(text: str) -> None:
    shown = masked(text)
    assert len(shown) == len(text)
    assert sum(character != "*" for character in shown) <= min(8, len(text) // 2)


def test_secrets_hide_the_numbers_found_and_no_others() -> None:
    secrets = Secrets()
    texts = pd.Series([f"waits for {CARD}", "waits for 4111111111111111"], dtype="str")
    assert secrets.hide(texts).tolist() == texts.tolist()
    secrets.add(find_private("6222 0212 3456 7890 128", TODAY))
    assert secrets.hide(texts).tolist() == ["waits for 6222***********0128", texts[1]]
