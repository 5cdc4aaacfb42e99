"""Telephone numbers, each in one way of writing."""

# A number with a country in front has ten digits at least; what is shorter is a service of here.
INTERNATIONAL_DIGITS = 10
NETHERLANDS = "31"


def write_number(number: str) -> str:
    """Return a number in digits as it is dialled in the Netherlands: `0880767000`, `004912345`.

    Carriers write one number as `+31880767000`, `31880767000`, `0031880767000` or `0880767000`:
    whoever calls twice is one, and a number of ours is found whichever they choose.
    """
    digits = "".join(digit for digit in number if digit.isascii() and digit.isdecimal())
    if digits.startswith("00"):
        abroad = digits[2:]
    elif number.startswith("+") or (digits[:1] > "0" and len(digits) >= INTERNATIONAL_DIGITS):
        abroad = digits
    else:
        return digits
    return (
        "0" + abroad.removeprefix(NETHERLANDS) if abroad.startswith(NETHERLANDS) else f"00{abroad}"
    )
