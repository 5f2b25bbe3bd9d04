"""What XML cannot hold, for every form of ours that is XML."""

from __future__ import annotations

import re

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fits_xml(text: str) -> bool:
    """Tell whether XML can hold every character of a text.

    >>> fits_xml("a"), fits_xml(chr(0))
    (True, False)
    """
    return _NOT_XML.search(text) is None


def xml_text(text: str) -> str:
    """Return a text with a mark in the place of each character that XML cannot hold.

    >>> xml_text("a" + chr(0))
    'a\ufffd'
    """
    return _NOT_XML.sub("\ufffd", text)
