"""Drives cms-bluebutton-sdk in its own environment and prints, as JSON, what it got.

    python bluebutton_sdk.py BASE_URL USERNAME PASSWORD VERSION
"""

import datetime
import json
import sys

from cms_bluebutton.cms_bluebutton import BlueButton

from support import signin


def client(base, version):
    """The SDK, pointed at `base`: it has no setting for that, so three attributes are set."""
    found = BlueButton(
        {
            "environment": "LOCAL",
            "client_id": signin.CLIENT,
            "client_secret": signin.SECRET,
            "callback_url": signin.REDIRECT,
            "version": version,
            "retry_settings": {"total": 1, "backoff_factor": 0, "status_forcelist": [500, 502, 503, 504]},
        }
    )
    found.base_url = base
    found.auth_base_url = f"{base}/v{version}/o/authorize"
    found.auth_token_url = f"{base}/v{version}/o/token/"
    return found


def authorise(sdk, username, password, auth_data):
    """The flow as an app runs it; the member's part goes through the pages."""
    callback = signin.approve(sdk.generate_authorize_url(auth_data), username, password)
    return sdk.get_authorization_token(auth_data, callback["code"], callback["state"])


def expire(token):
    """Sets the token's expiry into the past, as the SDK sees it."""
    token.expires_at = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=1)


def main(base, username, password, version):
    sdk = client(base, int(version))
    auth_data = sdk.generate_auth_data()
    token = authorise(sdk, username, password, auth_data)
    first_token = token.access_token
    result = {"token": token.get_dict()}

    def call(method, **params):
        answer = method({"auth_token": token, "params": params})
        assert answer["response"].status_code == 200, (answer["response"].url, answer["response"].text)
        return answer

    result["patient"] = call(sdk.get_patient_data)["response"].json()
    result["coverage"] = call(sdk.get_coverage_data)["response"].json()
    result["profile"] = call(sdk.get_profile_data)["response"].json()
    first_page = call(sdk.get_explaination_of_benefit_data)["response"].json()
    paging = {"auth_token": token, "params": {}}
    result["claim_pages"] = sdk.get_pages(first_page, paging)["pages"]

    # The SDK sends the first call's parameters again beside each next link; the link must win.
    some = {"_count": "3", "startIndex": "0"}
    small = call(sdk.get_explaination_of_benefit_data, **some)["response"].json()
    result["small_pages"] = sdk.get_pages(small, {"auth_token": token, "params": some})["pages"]

    # After expiry the SDK refreshes with the same old refresh token for every page.
    expire(token)
    refreshed = call(sdk.get_patient_data)["auth_token"]
    result["refreshed"] = refreshed.access_token != first_token
    expire(token)
    result["pages_after_expiry"] = sdk.get_pages(first_page, {"auth_token": token, "params": {}})["pages"]

    # Sample apps reuse state, verifier and challenge; the SDK leaves an old bearer on the second exchange.
    result["second_authorization"] = authorise(sdk, username, password, auth_data).get_dict()
    print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
