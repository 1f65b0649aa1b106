"""Fields of messages of protocol buffers, by their numbers; standard library only."""


def fields(data):
    """Yield number and value of each field: bytes, or a whole number.

    Raises
    ------
    ValueError
        If it is no whole message.
    """
    place = 0
    while place < len(data):
        key, place = _varint(data, place)
        kind = key & 7
        if kind == 0:
            value, place = _varint(data, place)
        else:
            size, place = _varint(data, place) if kind == 2 else ({1: 8, 5: 4}[kind], place)
            value, place = data[place : place + size], place + size
            if place > len(data):
                raise ValueError("a message is cut off")
        yield key >> 3, value


def messages(data, wanted):
    """Values of all fields of a number."""
    return [value for key, value in fields(data) if key == wanted]


def entries(data, wanted):
    """A mapping, whose entries are fields of a number: text -> message."""
    return {text(each, 1): (messages(each, 2) or [b""])[0] for each in messages(data, wanted)}


def texts(data, wanted):
    """Texts of all fields of a number."""
    return [value.decode() for value in messages(data, wanted)]


def text(data, wanted):
    """Text of a field; empty if it is left out."""
    return (texts(data, wanted) or [""])[-1]


def number(data, wanted):
    """Whole number of a field; 0 if it is left out."""
    return (messages(data, wanted) or [0])[-1]


def signed(value):
    """A number of 64 bits that may be negative."""
    return value - 2**64 if value >= 2**63 else value


def _varint(data, place):
    value = shift = 0
    while True:
        if place >= len(data) or shift > 63:
            raise ValueError("a message is cut off")
        byte = data[place]
        value |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return value, place
