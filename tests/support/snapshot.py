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
