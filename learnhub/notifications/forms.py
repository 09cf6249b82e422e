"""What people choose: each category, each channel, how often; what hosts remind of, and how long before."""

from collections.abc import Sequence
from datetime import time
from typing import Any, Protocol

from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, IntegerField, PasswordField, RadioField, SelectField, TimeField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, Regexp

from learnhub.notifications.models import Category, Channel, ChannelPreference, Frequency, HookKind
from learnhub.notifications.planning.check_ins import CHECK_IN
from learnhub.notifications.planning.rules import DEFAULTS, FIXED
from learnhub.notifications.planning.times import Hours, Offset
from learnhub.notifications.telling.kinds import CATEGORY_LABELS
from learnhub.web.fields import Form, options

USUAL = ""
URL_OF = Regexp(r"^https://[^\s/@]+/\S+$", message="It begins with https:// and names a host and a path.")
IN_CHAT = [(USUAL, "Never"), (Frequency.NOW.value, "At once, in my working hours")]
BY_MAIL = [
    (USUAL, "Usual: digest, at once if near"),
    (Frequency.NOW.value, "At once, in my working hours"),
    (Frequency.DAILY.value, "In the day’s digest"),
    (Frequency.WEEKLY.value, "In Monday’s digest"),
    (Frequency.NEVER.value, "Never"),
]
IN_INBOX = [(USUAL, "At once"), (Frequency.NEVER.value, "Never")]
DIGEST = [
    (USUAL, "Once a day, when there is something"),
    (Frequency.WEEKLY.value, "On Mondays; what is due before, on its day"),
    (Frequency.NEVER.value, "Never"),
]


def _name(category: Category, channel: Channel) -> str:
    return f"{category.value}_{channel.value}"


class PreferencesForm(Form):
    """One select per category and channel; they are added below from the table of categories."""

    digest_at = SelectField("The day’s digest, at", default=USUAL)

    @classmethod
    def of(cls, chosen: Sequence[ChannelPreference]) -> "PreferencesForm":
        """Return the form as the person chose so far."""
        data = {_name(row.category, row.channel): row.frequency.value for row in chosen}
        digest = _name(Category.DIGEST, Channel.EMAIL)
        if data.get(digest) == Frequency.DAILY.value:
            data[digest] = USUAL
        at = next((row.at for row in chosen if row.at is not None), None)
        return cls(data=data | ({"digest_at": f"{at:%H:%M}"} if at else {}))

    @property
    def all_daily(self) -> bool:
        """Whether all mail that can be is put in the day's digest, some of it."""
        return not self.some_alone and Frequency.DAILY.value in self._by_mail

    @property
    def some_alone(self) -> bool:
        """Whether some mail can come at once."""
        return not {USUAL, Frequency.NOW.value}.isdisjoint(self._by_mail)

    @property
    def _by_mail(self) -> list[str]:
        kinds = [each for each in CATEGORY_LABELS if each is not Category.DIGEST]
        return [self._fields[_name(each, Channel.EMAIL)].data for each in kinds]

    def offer(self, hours: Hours, *, chats: bool) -> None:
        """Let the digest come at a full hour of the working day, and messages go to chat if `chats`."""
        begins = (
            f"As my working hours begin, {hours.starts:%H:%M}" if hours.days else "When there is something"
        )
        if not chats:
            self._without_chat()
        self.digest_at.choices = [
            (USUAL, begins),
            *((f"{at:%H:%M}", f"{at:%H:%M}") for at in hours.full_hours),
        ]

    def pairs(self) -> list[tuple[Category | Field | None, ...]]:
        """Return the rows of the table: category, by mail, in the inbox, in chat."""
        return [
            (category, *(self._fields.get(_name(category, channel)) for channel in Channel))
            for category in CATEGORY_LABELS
        ]

    def _without_chat(self) -> None:
        for category in CATEGORY_LABELS:
            if _name(category, Channel.CHAT) in self._fields:
                del self[_name(category, Channel.CHAT)]

    def choices(self) -> list[tuple[Category, Channel, Frequency | None, time | None]]:
        """Return what was chosen; None is the usual. The time is that of the digest."""
        at = time.fromisoformat(self.digest_at.data) if self.digest_at.data else None
        return [
            (
                category,
                channel,
                Frequency(field.data) if field.data else None,
                at if category is Category.DIGEST else None,
            )
            for category in CATEGORY_LABELS
            for channel in Channel
            if (field := self._fields.get(_name(category, channel))) is not None
        ]


for _category, (_label, _) in CATEGORY_LABELS.items():
    _by_mail = DIGEST if _category is Category.DIGEST else BY_MAIL
    _field = SelectField(f"{_label}, by mail", choices=_by_mail, default=USUAL)
    setattr(PreferencesForm, _name(_category, Channel.EMAIL), _field)
    if _category is not Category.DIGEST:
        _field = SelectField(f"{_label}, in the inbox", choices=IN_INBOX, default=USUAL)
        setattr(PreferencesForm, _name(_category, Channel.IN_APP), _field)
        _field = SelectField(f"{_label}, in Slack", choices=IN_CHAT, default=USUAL)
        setattr(PreferencesForm, _name(_category, Channel.CHAT), _field)


HOOKS = [
    (HookKind.SLACK.value, "Slack or Mattermost: an incoming webhook"),
    (HookKind.TEAMS.value, "Teams: the address of a workflow"),
]


class ChannelForm(Form):
    """The channel of a program: what is typed in is never shown again."""

    kind = RadioField("Kind of chat", choices=options(HOOKS), default=HookKind.SLACK.value)
    address = PasswordField(
        "Address",
        [DataRequired("Paste the address that the chat gave you."), Length(max=2000), URL_OF],
        description="Who has it can write into the channel: it is kept, and not shown again.",
    )


SLOTS = (1, 2, 3, 4)
DAYS, HOURS = "days", "hours"
DEFAULT, OWN, NONE = "default", "own", "none"
MOST = {DAYS: 60, HOURS: 336}
IN_A_WEEK = {DAYS: 6, HOURS: 6 * 24}  # before its end
NUMBER = NumberRange(0, 336, "Use a number from 0 to 336.")


class _Rule(Protocol):
    """What goes out of one kind: see `services.Standing`."""

    @property
    def offsets(self) -> Sequence[Offset]: ...
    @property
    def own(self) -> bool: ...
    @property
    def default(self) -> str: ...


class RuleForm(Form):
    """What goes out of one kind; its slots are added below. A kind with one moment has none: on or off."""

    choice = RadioField("What goes out")
    was = HiddenField()
    kind: str

    @classmethod
    def of(cls, kind: str, stands: _Rule, sent: MultiDict[str, str] | None = None) -> "RuleForm":
        """Return the form as it stands, or as it was `sent`."""
        form = cls(formdata=sent) if sent is not None else cls(data=cls._data(stands))
        form.kind = kind
        own = "Yes" if kind in FIXED else "At other moments"
        named = [(DEFAULT, f"The default: {stands.default}"), (OWN, own), (NONE, "None goes out")]
        form.choice.choices = options(named)
        return form

    @staticmethod
    def _data(stands: _Rule) -> dict[str, Any]:
        data: dict[str, Any] = {"choice": DEFAULT, "was": str(stands)}
        if stands.own:
            data["choice"] = OWN if stands.offsets else NONE
        for number, each in zip(SLOTS, stands.offsets, strict=False):
            by_days = each.seconds is None
            length = each.days if by_days else (each.seconds or 0) // 3600
            slot = {"number": length, "unit": DAYS if by_days else HOURS, "wall": each.wall}
            data |= {f"{name}_{number}": value for name, value in slot.items()}
        return data

    @property
    def slots(self) -> list[tuple[Field, Field, Field]]:
        """The fields of each moment: how many, days or hours, at which time."""
        if self.kind in FIXED:
            return []
        return [(self[f"number_{each}"], self[f"unit_{each}"], self[f"wall_{each}"]) for each in SLOTS]

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether each moment can be one, and there is one where moments are chosen."""
        if not super().validate(extra_validators):
            return False
        if self.choice.data != OWN or self.kind in FIXED:
            return True
        most = IN_A_WEEK if self.kind == CHECK_IN else MOST
        for number, unit, wall in self.slots:
            if number.data is None:
                continue
            if number.data > most[unit.data] or (unit.data == HOURS and not number.data):
                number.errors = [f"Use a number up to {most[unit.data]}, and no hour less than one."]
            elif unit.data == HOURS and wall.data:
                wall.errors = ["A time goes with days. Hours are counted from the moment itself."]
        filled = [number for number, *_ in self.slots if number.data is not None]
        if not filled:
            self.form_errors.append("Say at least one moment, or choose that none goes out.")
        return bool(filled) and not any(field.errors for slot in self.slots for field in slot)

    def offsets(self) -> list[Offset] | None:
        """Return what was chosen, each once; None is the default."""
        if self.choice.data == DEFAULT:
            return None
        if self.choice.data == NONE:
            return []
        if self.kind in FIXED:
            return [*DEFAULTS[self.kind]]
        return [*dict.fromkeys(_offset(*slot) for slot in self.slots if slot[0].data is not None)]


def _offset(number: Field, unit: Field, wall: Field) -> Offset:
    if unit.data == HOURS:
        return Offset(seconds=number.data * 3600)
    at: time | None = wall.data
    return Offset(days=number.data, wall=at)


for _slot in SLOTS:
    setattr(RuleForm, f"number_{_slot}", IntegerField(f"Moment {_slot}: how many", [Optional(), NUMBER]))
    setattr(
        RuleForm,
        f"unit_{_slot}",
        SelectField(
            f"Moment {_slot}: days or hours",
            choices=options([(DAYS, "days before"), (HOURS, "hours before")]),
            default=DAYS,
        ),
    )
    setattr(RuleForm, f"wall_{_slot}", TimeField(f"Moment {_slot}: at", [Optional()]))
