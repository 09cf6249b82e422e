"""What a demo lacks, who may change it and until when, and who may see it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from learnhub.core.policy import YES, Verdict, no
from learnhub.demos.content import LINKS, Content

PITCH_MOST = 140
PICTURES_MOST = 8
CLOSED = "Submitting has closed. What stood then is what the judges see."
CANCELLED = "This hackathon was cancelled."
NAMES = {
    "title": "Title",
    "pitch": "Pitch",
    "story": "Story",
    "look": "Something to look at",
    "repository_url": "Repository",
    "demo_url": "Demo link",
    "video_url": "Video link",
    "slides_url": "Slides",
    "pictures": "Texts of the pictures",
    "data_class": "Data class",
    "personal_data": "Personal data",
    "model_provider": "Model and provider",
}
LOOK = "Add a repository, demo link, video or picture."


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that keeps a demo from being submitted: which, at which field, and what to do."""

    code: str
    field: str
    text: str

    @property
    def name(self) -> str:
        """The thing in a word or two, for lists."""
        return NAMES[self.code]


def lacks(content: Content) -> list[Lack]:
    """Return what is missing or wrong, in the order of the form. Empty: it can be submitted."""
    found = [*_texts(content), *_looks(content)]
    if content.data_class is None:
        found.append(Lack("data_class", "data_class", "Choose an answer."))
    if content.personal_data is None:
        told = "Choose an answer. If you are not sure, say so: a host helps."
        found.append(Lack("personal_data", "personal_data", told))
    if not content.model_provider:
        found.append(Lack("model_provider", "model_provider", "Name the model and who runs it, or “none”."))
    return found


def _texts(content: Content) -> list[Lack]:
    found = []
    if not content.title:
        found.append(Lack("title", "title", "Give it a title."))
    over = len(content.pitch) - PITCH_MOST
    if not content.pitch:
        found.append(Lack("pitch", "pitch", "Say in one sentence what it does."))
    elif over > 0:
        word = "character" if over == 1 else "characters"
        found.append(Lack("pitch", "pitch", f"Take out {over} {word}; this has {len(content.pitch)}."))
    if not content.story:
        found.append(Lack("story", "story", "Write what you tried, what worked and what did not."))
    return found


def _looks(content: Content) -> list[Lack]:
    links = {name: getattr(content, name) for name in LINKS}
    shown = any(links[name] for name in ("repository_url", "demo_url", "video_url")) or content.pictures
    found = []
    if not shown:
        found.append(Lack("look", "repository_url", LOOK))
    for name, url in links.items():
        if url and not opens(url):
            told = "Start the link with https://, so that judges can open it."
            found.append(Lack(name, name, told))
    without = sum(not shot.alt for shot in content.pictures)
    if without:
        told = "Say what each picture shows, for those who do not see it."
        found.append(Lack("pictures", "pictures", told))
    return found


def opens(url: str) -> bool:
    """Whether it is a link that a browser opens: http or https, with a host, without blanks."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(map(str.isspace, url))
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Times:
    """The moments of a hackathon that decide about its demos."""

    opens_at: datetime | None  # submitting; None: at once
    due_at: datetime
    snapshot_at: datetime  # due_at and the grace
    gallery_at: datetime
    gallery_open: bool = False
    cancelled: bool = False


def may_open_form(*, is_member: bool) -> Verdict:
    """The form shows the draft, so it is for members, whatever the time."""
    return YES if is_member else no("Only members of this team can change its demo.")


def may_save(*, is_member: bool, times: Times, now: datetime) -> Verdict:
    """Members write their draft at any time until the grace ends."""
    if not (verdict := may_open_form(is_member=is_member)):
        return verdict
    if times.cancelled:
        return no(CANCELLED)
    return no(CLOSED) if now >= times.snapshot_at else YES


def may_submit(*, is_member: bool, times: Times, now: datetime) -> Verdict:
    """The same, once submitting is open."""
    if not (verdict := may_save(is_member=is_member, times=times, now=now)):
        return verdict
    if times.opens_at is not None and now < times.opens_at:
        return no("Submitting has not opened yet. Save it as a draft until then.")
    return YES


def may_write(*, is_member: bool, is_submitted: bool, times: Times, now: datetime) -> Verdict:
    """Whether what they would type could be kept: a draft is saved, what was submitted is submitted again."""
    verdict = may_submit(is_member=is_member, times=times, now=now)
    if verdict or not is_submitted:
        return verdict or may_save(is_member=is_member, times=times, now=now)
    if not (early := may_save(is_member=is_member, times=times, now=now)):
        return early
    return no("It is submitted, and submitting is not open, so it stays as it is.")


def gallery_opens_at(times: Times) -> datetime | None:
    """Never before the snapshot; then once a host opened it, or by itself with the results. None: never."""
    if times.gallery_open:
        return times.snapshot_at
    return None if times.cancelled else max(times.gallery_at, times.snapshot_at)


def is_gallery_open(times: Times, now: datetime) -> bool:
    """Whether everyone sees what was submitted."""
    opens_at = gallery_opens_at(times)
    return opens_at is not None and now >= opens_at


def may_see_gallery(*, runs_it: bool, times: Times, now: datetime) -> Verdict:
    """Hosts from the snapshot on, everyone once the gallery is open."""
    if is_gallery_open(times, now):
        return YES
    if runs_it and now >= times.snapshot_at:
        return YES
    return no("The gallery is not open yet.")


def may_see(
    *, is_member: bool, is_host: bool, is_admin: bool, submitted: bool, times: Times, now: datetime
) -> Verdict:
    """The row *demo* of the matrix: the team and admins always, hosts after the snapshot, then everyone."""
    if is_member or is_admin:
        return YES
    if not submitted:
        return no("It was not submitted.")
    return may_see_gallery(runs_it=is_host, times=times, now=now)
