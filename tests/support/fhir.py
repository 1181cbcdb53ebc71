"""Reads FHIR over HTTP with a token, following pages as a client does."""

import requests

MOST_PAGES = 2000


class Fhir:
    """The FHIR of a version of a running server, seen with one token (or none)."""

    def __init__(self, base, token=None, version=3):
        self.base = f"{base}/v{version}/fhir"
        self.session = requests.Session()
        if token:
            self.session.headers["Authorization"] = f"Bearer {token}"

    def get(self, path, **parameters):
        """One request; the response as it is."""
        return self.session.get(f"{self.base}/{path}", params=parameters, timeout=60)

    def read(self, resource, identifier):
        """A resource by id; fails unless it is there."""
        answer = self.get(f"{resource}/{identifier}")
        assert answer.status_code == 200, f"{resource}/{identifier}: {answer.status_code} {answer.text}"
        return answer.json()

    def pages(self, resource, **parameters):
        """Every Bundle of a search, first to last."""
        answer = self.get(resource, **parameters)
        for _ in range(MOST_PAGES):
            assert answer.status_code == 200, f"{answer.url}: {answer.status_code} {answer.text}"
            bundle = answer.json()
            yield bundle
            following = link(bundle, "next")
            if following is None:
                return
            assert following.startswith(self.base), following
            answer = self.session.get(following, timeout=60)
        raise AssertionError("paging does not end")

    def search(self, resource, **parameters):
        """Every resource of a search."""
        return [entry["resource"] for page in self.pages(resource, **parameters) for entry in page.get("entry", [])]


def link(bundle, relation):
    """The URL of a Bundle's link, or None."""
    return next((found["url"] for found in bundle.get("link", []) if found["relation"] == relation), None)


def outcome(answer):
    """The one OperationOutcome of an error answer: its issues, checked for shape."""
    assert answer.headers["Content-Type"].startswith("application/fhir+json"), answer.headers
    body = answer.json()
    assert body["resourceType"] == "OperationOutcome", body
    assert body["issue"], body
    for issue in body["issue"]:
        assert issue["severity"] in ("fatal", "error", "warning", "information"), issue
        assert issue["code"], issue
        assert issue.get("diagnostics") or issue.get("details", {}).get("text"), issue
    return body["issue"]
