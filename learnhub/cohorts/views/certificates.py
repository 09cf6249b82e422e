"""Certificates: one's own and one's cohort's, as a page and a PDF; by its code for anyone."""

from flask import url_for
from flask.wrappers import Response

from learnhub.cohorts import certificates, queries
from learnhub.cohorts.models import CohortCompletion
from learnhub.cohorts.views.blueprint import bp
from learnhub.people.access import member
from learnhub.people.queries import organisation
from learnhub.people.session import actor
from learnhub.web.access import access, anyone
from learnhub.web.addresses import whole
from learnhub.web.downloads import download
from learnhub.web.page import page
from learnhub.web.rate_limits import limited


@bp.get("/cohorts/<key>/people/<person>/certificate")
@access(member)
def certificate(key: str, person: str) -> Response:
    row = queries.completed(actor(), key, person)
    return page("cohorts/certificate.html", row=row, found=_of(row), address=_address(row))


@bp.get("/cohorts/<key>/people/<person>/certificate.pdf")
@access(member)
def certificate_file(key: str, person: str) -> Response:
    row = queries.completed(actor(), key, person)
    body = certificates.drawn(row, _of(row), _address(row))
    return download(body, f"certificate-{row.key}.pdf", "application/pdf")


@bp.get("/certificates/<code>")
@access(anyone)
@limited
def verify(code: str) -> Response:
    return page("cohorts/verified.html", found=_of(queries.certificate(code)))


def _of(row: CohortCompletion) -> certificates.Certificate:
    return certificates.of(row, organisation().name)


def _address(row: CohortCompletion) -> str:
    return whole(url_for(".verify", code=row.key))
