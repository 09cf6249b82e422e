"""What people type in to sign in and to come aboard."""

from wtforms import HiddenField, PasswordField
from wtforms.validators import DataRequired, InputRequired, Length

from learnhub.people.fields import EmailField, ZoneField
from learnhub.people.passwords import LONGEST, PASSWORD_HELP
from learnhub.web.fields import Form, LineField


class SignInForm(Form):
    mended_at = "password"  # where the summary leads for what is wrong with the form as a whole
    email = EmailField("Work e-mail", [DataRequired("Write your e-mail address."), Length(max=254)])
    password = PasswordField("Password", [Length(max=LONGEST)])
    way = HiddenField()
    next = HiddenField()


class FirstForm(Form):
    name = LineField("Your name", [DataRequired("Write your name."), Length(max=120)])
    email = EmailField("Your e-mail", [DataRequired("Write your e-mail address."), Length(max=254)])
    password = PasswordField(
        "Choose a password",
        [InputRequired("Choose a password."), Length(max=LONGEST)],
        description=PASSWORD_HELP,
    )
    organisation = LineField(
        "Name of your organisation", [DataRequired("Write a name; it can be changed."), Length(max=120)]
    )
    zone = ZoneField(
        "Time zone", description="Dates of the organisation are in this zone. People choose their own."
    )


class WelcomeForm(Form):
    """Accepting an invitation. A password is optional where a link can come by mail."""

    name = LineField("Your name", [DataRequired("Write your name."), Length(max=120)])
    zone = ZoneField("Your time zone", description="You are told times in it.")
    password = PasswordField(
        "Password",
        [Length(max=LONGEST)],
        description=f"{PASSWORD_HELP} Without one you sign in by mail.",
    )

    def without_mail(self) -> "WelcomeForm":
        """Return the form as it is where no mail can go: without a password nobody would come in again."""
        self.password.description = (
            f"{PASSWORD_HELP} You need it to come in again: no sign-in links can go by mail from here yet."
        )
        asked = InputRequired("Choose a password: without one you could not sign in again.")
        self.password.validators = [asked, *self.password.validators]
        return self
