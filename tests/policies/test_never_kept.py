"""What the register takes for a password or a code, and what it does not."""

import pytest

from trainingsite.policies.never_kept import looks_like_a_secret


@pytest.mark.parametrize(
    "text",
    [
        "password: Tulip42",
        "Password = tulips",
        "the pass word is tulips",
        "pwd:tulips",
        "PIN 1234",
        "pin is 4711",
        "passcode – 0815",
        "recovery code: abcd-efgh",
        "backup codes are abcd efgh",
        "code 123456",
        "Code: 12345678",
        "login code: x7",
        "secret: swordfish",
        "otpauth://totp/Facebook?secret=ABC",
        "https://office:tulips@facebook.com/",
        "https://example.org/?token=abc",
        "password Tulip42",
    ],
)
def test_a_password_or_a_code_is_noticed(text):
    assert looks_like_a_secret(text)


@pytest.mark.parametrize(
    "text",
    [
        "News and opening times for patients",
        "facebook.com/millbrooklane",
        "https://www.facebook.com/profile.php?id=100057284",
        "@millbrook_lane_2024",
        "office@surgery.example",
        "01632 960 120",
        "How to change your password safely",
        "Pinterest",
        "Pictures of our code club",
        "The secret garden project",
        "Health advice in plain words: asthma, diabetes",
        "X99999 Millbrook Lane",
    ],
)
def test_ordinary_words_are_kept(text):
    assert not looks_like_a_secret(text)
