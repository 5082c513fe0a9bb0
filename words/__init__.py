"""Every word of the app as data, and sentences that can be said in each language.

    error = say("data.too_many_rows", most=500, rows=612)
    str(error)          "A data set has 1 to 500 rows, this one 612; leave rows out."
    error.into("ko")    "데이터는 1행에서 500행까지입니다. 지금은 612행입니다. 행을 줄이십시오."

What computes says `say`, and knows no language; what shows says `into`. Texts stand in
`texts/<language>/<topic>.toml`, and `python -m words` tells which are missing or were changed in
English alone.
"""

from words.catalog import LANGUAGES, section
from words.said import Said, into, joined, say, says

__all__ = ["LANGUAGES", "Said", "into", "joined", "say", "says", "section"]
