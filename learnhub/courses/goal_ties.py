"""Courses as what serves a goal: whoever may change one may say which."""

from learnhub.courses import services
from learnhub.courses.models import Course
from learnhub.goals.tieable import Rows

COURSES = Rows(
    Course,
    "course",
    note=lambda course: course.provider,
    may=lambda person, course: bool(services.verdict_on_editing(person, course)),
).served("Course", "Courses", "graduation-cap")
