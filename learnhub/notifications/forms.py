"""What people choose: each category, each channel, how often."""

from wtforms import Field, SelectField

from learnhub.notifications.models import Category, Channel, ChannelPreference, Frequency
from learnhub.notifications.telling.kinds import CATEGORY_LABELS
from learnhub.web.fields import Form

USUAL = ""
BY_MAIL = [
    (USUAL, "Usual: at once when due within a day, else in the digest"),
    (Frequency.NOW.value, "At once, in my working hours"),
    (Frequency.DAILY.value, "In the day’s digest"),
    (Frequency.NEVER.value, "Never"),
]
IN_INBOX = [(USUAL, "At once"), (Frequency.NEVER.value, "Never")]
DIGEST = [(USUAL, "Once a day, when there is something"), (Frequency.NEVER.value, "Never")]


def _name(category: Category, channel: Channel) -> str:
    return f"{category.value}_{channel.value}"


class PreferencesForm(Form):
    """One select per category and channel; they are added below from the table of categories."""

    @classmethod
    def of(cls, chosen: list[ChannelPreference]) -> "PreferencesForm":
        """Return the form as the person chose so far."""
        return cls(data={_name(row.category, row.channel): row.frequency.value for row in chosen})

    def pairs(self) -> list[tuple[Category | Field | None, ...]]:
        """Return the rows of the table: category, by mail, in the inbox."""
        return [
            (category, *(self._fields.get(_name(category, channel)) for channel in Channel))
            for category in CATEGORY_LABELS
        ]

    def choices(self) -> list[tuple[Category, Channel, Frequency | None]]:
        """Return what was chosen; None is the usual."""
        return [
            (category, channel, Frequency(field.data) if field.data else None)
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
