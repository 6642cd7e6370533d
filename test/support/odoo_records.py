"""Odoo's records in miniature: what printed expressions touch of them, and nothing more. Runs in CPython (cpython.ts)."""

import calendar
import datetime as dt
import math

TODAY = None
NOW = None

MODELS = {
    "world.order": {
        "name": "char", "code": "char", "number": "integer", "places": "integer", "total": "float", "paid": "boolean", "kind": "char",
        "day": "date", "due": "date", "start": "datetime", "stop": "datetime", "party_id": "world.party", "line_ids": "world.line",
    },
    "world.party": {"name": "char", "seats": "integer", "open": "boolean", "since": "date"},
    "world.line": {"amount": "integer", "price": "float", "kind": "char", "day": "date", "done": "boolean"},
}
EMPTY = {"char": False, "integer": 0, "float": 0.0, "boolean": False, "date": False, "datetime": False}


class Records:
    """A recordset: singletons give values, an empty one gives what is falsy, several give only their union."""

    def __init__(self, model, rows):
        self._model = model
        self._rows = rows

    def __getattr__(self, name):
        if name == "id":
            return self._rows[0]["id"] if self._rows else False
        if name == "ids":
            return [row["id"] for row in self._rows]
        kind = MODELS[self._model][name]
        if kind in MODELS:
            rows = [related for row in self._rows for related in ([row[name]] if isinstance(row[name], dict) else row[name] or [])]
            return Records(kind, rows)
        if len(self._rows) > 1:
            raise ValueError(f"Expected singleton: {self._model}{self.ids}")
        return _cast(kind, self._rows[0][name]) if self._rows else EMPTY[kind]

    def __iter__(self):
        return iter(Records(self._model, [row]) for row in self._rows)

    def __len__(self):
        return len(self._rows)

    def __bool__(self):
        return bool(self._rows)

    def __eq__(self, other):
        return isinstance(other, Records) and self._model == other._model and set(self.ids) == set(other.ids)

    __hash__ = None

    def mapped(self, name):
        return [getattr(record, name) for record in self]

    def filtered(self, function):
        return Records(self._model, [record._rows[0] for record in self if function(record)])


def _cast(kind, value):
    if kind == "date":
        return dt.date.fromisoformat(value) if value else False
    if kind == "datetime":
        return dt.datetime.fromisoformat(value) if value else False
    return EMPTY[kind] if value is None else value


class relativedelta:
    """dateutil's, as far as days, months and years go; like it, it refuses months that are not whole."""

    def __init__(self, days=0, months=0, years=0):
        if int(months) != months or int(years) != years:
            raise ValueError("Non-integer years and months are ambiguous and not currently supported.")
        self.days = days
        self.months = int(months) + 12 * int(years)

    def __neg__(self):
        return relativedelta(days=-self.days, months=-self.months)

    def __add__(self, other):
        if isinstance(other, relativedelta):
            return relativedelta(days=self.days + other.days, months=self.months + other.months)
        return self.__radd__(other)

    def __sub__(self, other):
        return self + -other

    def __radd__(self, date):
        months = date.month - 1 + self.months
        year, month = date.year + months // 12, months % 12 + 1
        moved = date.replace(year=year, month=month, day=min(date.day, calendar.monthrange(year, month)[1]))
        if self.days != int(self.days) and not isinstance(moved, dt.datetime):
            moved = dt.datetime.combine(moved, dt.time.min)
        return moved + dt.timedelta(days=self.days)

    def __rsub__(self, date):
        return -self + date


class fields:
    class Date:
        @staticmethod
        def context_today(_self):
            return TODAY

        @staticmethod
        def to_date(value):
            if isinstance(value, dt.datetime):
                return value.date()
            return value if isinstance(value, dt.date) or not value else dt.date.fromisoformat(value[:10])

    class Datetime:
        @staticmethod
        def now():
            return NOW

        @staticmethod
        def to_datetime(value):
            return dt.datetime.fromisoformat(value)


def float_round(value, precision_digits=0):
    """Half goes away from zero."""
    if value == 0:
        return 0.0
    return math.copysign(math.floor(abs(value) * 10**precision_digits + 0.5 + 1e-9) / 10**precision_digits, value)


def evaluate(argument):
    """Each code for each order: its value as JSON, or the exception that it raised."""
    global TODAY, NOW
    NOW = dt.datetime.fromisoformat(argument["now"])
    TODAY = NOW.date()
    names = {"fields": fields, "relativedelta": relativedelta, "float_round": float_round, "self": None}
    return [[_value(code, {**names, "order": Records("world.order", [order])}) for order in argument["orders"]] for code in argument["codes"]]


def _value(code, names):
    try:
        value = eval(code, names)
    except Exception as error:
        return {"raised": f"{type(error).__name__}: {error}"}
    if isinstance(value, dt.datetime):
        return {"value": value.isoformat(sep=" "), "truth": True}
    if isinstance(value, dt.date):
        return {"value": value.isoformat(), "truth": True}
    if isinstance(value, Records):
        return {"value": value.ids, "truth": bool(value)}
    return {"value": value, "truth": bool(value)}


class _Today(dt.date):
    """`context_today()` of a view: it can be moved, and made the text that a date is there."""

    def __add__(self, period):
        moved = period.__radd__(dt.date(self.year, self.month, self.day))
        return _Today(moved.year, moved.month, moved.day)

    def __sub__(self, period):
        return self + -period


class _Now(dt.datetime):
    """The same of `datetime.datetime.now()`."""

    def to_utc(self):
        return self

    def __add__(self, period):
        return _Now.fromisoformat(period.__radd__(dt.datetime.fromisoformat(self.isoformat())).isoformat())

    def __sub__(self, period):
        return self + -period


def in_view(argument):
    """Each condition for each order, over the texts and numbers that a form holds in the browser."""
    now = dt.datetime.fromisoformat(argument["now"])
    clock = type("datetime", (), {"datetime": type("datetime", (), {"now": lambda: _Now.fromisoformat(now.isoformat())})})
    shared = {"context_today": lambda: _Today(now.year, now.month, now.day), "datetime": clock, "relativedelta": relativedelta, "__builtins__": {"__import__": __import__, "bool": bool}}
    rows = [{name: False if value is None else value for name, value in order.items()} for order in argument["orders"]]
    return [[_value(code, {**shared, **row}) for row in rows] for code in argument["codes"]]
