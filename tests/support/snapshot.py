"""Everything a running server serves about some people, as one dictionary that can be compared."""

from support import program, signin
from support.fhir import Fhir

RESOURCES = {"Patient": "_id", "Coverage": "beneficiary", "ExplanationOfBenefit": "patient"}


def of_server(base, people):
    """"Type/id" -> resource, for every person of the list, read with the system client."""
    fhir = Fhir(base, signin.system_token(base))
    found = {}
    for person in people:
        for resource, parameter in RESOURCES.items():
            for each in fhir.search(resource, **{parameter: person, "_count": 100}):
                found[f"{resource}/{each['id']}"] = each
    return found


def of_folder(data, people):
    """The same for a data folder, by a sandbox that adds nobody to it."""
    with program.sandbox(data, members=0) as running:
        return of_server(running.base, people)


def bytes_served(base, tokens, system):
    """The bytes of every resource that the member's app gets, and of those of two others that the system client does."""
    found = {}
    for version in (2, 3):
        own, all_people = Fhir(base, tokens["access_token"], version), Fhir(base, system, version)
        for resource, parameter in RESOURCES.items():
            listed = [(own, each) for each in own.search(resource)]
            for person in ("-1", "-3"):
                listed += [(all_people, each) for each in all_people.search(resource, **{parameter: person})]
            for fhir, each in listed:
                answer = fhir.get(f"{resource}/{each['id']}")
                assert answer.status_code == 200, answer.text
                found[(version, resource, each["id"])] = answer.content
    return found
