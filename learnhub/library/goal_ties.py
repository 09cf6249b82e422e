"""Resources and collections as what serves a goal: whoever may change one may say which."""

from learnhub.goals.tieable import Rows
from learnhub.library import collection_services, policies, sentences
from learnhub.library.models import Collection, Resource
from learnhub.people.models import Kind

RESOURCES = Rows(
    Resource,
    "resource",
    note=lambda resource: sentences.KINDS[resource.kind],
    may=lambda person, _: bool(policies.may_edit(is_guest=person.kind is Kind.GUEST, is_binned=False)),
).served("Resource", "Resources", "file-text")
COLLECTIONS = Rows(
    Collection,
    "collection",
    note=lambda collection: "Path" if collection.is_path else "Collection",
    may=lambda person, collection: bool(collection_services.verdict_on_arranging(person, collection)),
).served("Collection", "Collections", "library")
