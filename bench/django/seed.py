"""Makes the database: an app, and codes that wait to be exchanged. Prints them as JSON.

    python seed.py CODES USERS

`codes` are CODES codes of one user, `others` one code of each of USERS others.
"""

import json
import sys
from datetime import timedelta

import project  # noqa: F401  sets Django up
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import timezone
from oauth2_provider.models import get_application_model, get_grant_model

CLIENT, SECRET = "bench", "secret-of-the-benchmark"
REDIRECT = "http://localhost:3001/api/bluebutton/callback/"
# RFC 7636, appendix B.
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def grant(app, user, code):
    """A code as the consent page leaves it."""
    return get_grant_model()(
        user=user,
        application=app,
        code=code,
        expires=timezone.now() + timedelta(hours=1),
        redirect_uri=REDIRECT,
        scope="read",
        code_challenge=CHALLENGE,
        code_challenge_method="S256",
    )


def main(codes, users):
    """Makes it all."""
    call_command("migrate", verbosity=0)
    people = [get_user_model().objects.create_user(f"user-{number}") for number in range(users + 1)]
    app = get_application_model().objects.create(
        client_id=CLIENT,
        client_secret=SECRET,
        hash_client_secret=False,
        client_type="confidential",
        authorization_grant_type="authorization-code",
        redirect_uris=REDIRECT,
    )
    made = {
        "client": CLIENT,
        "secret": SECRET,
        "codes": [f"code-{number:06}" for number in range(codes)],
        "others": [f"other-{number:06}" for number in range(users)],
    }
    grants = [grant(app, people[0], code) for code in made["codes"]]
    grants += [grant(app, person, code) for person, code in zip(people[1:], made["others"], strict=True)]
    get_grant_model().objects.bulk_create(grants)
    print(json.dumps(made))


main(*map(int, sys.argv[1:]))
