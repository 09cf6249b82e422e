"""What happens to teams."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TeamMade:
    team_id: int
    hackathon_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class TeamJoined:
    team_id: int
    hackathon_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class TeamLeft:
    team_id: int
    hackathon_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class TeamRenamed:
    team_id: int


@dataclass(frozen=True, slots=True)
class CaptainChanged:
    team_id: int
    person_id: int
