"""What happens in the catalogue of courses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CourseCompleted:
    """`completion_id` says by whom and when; it is told again when its review changes."""

    completion_id: int
    course_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class CompletionTakenBack:
    completion_id: int
    course_id: int
    person_id: int
