"""Key pairs and signed tokens (ES256), made by Node.js so that nothing of the server's own code is trusted."""

import json
import subprocess

SCRIPT = """
const crypto = require("node:crypto");
const [work, given] = [process.argv[1], JSON.parse(require("node:fs").readFileSync(0, "utf8"))];
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
if (work === "make") {
  const pair = crypto.generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = (key) => ({ ...key.export({ format: "jwk" }), kid: "one", alg: "ES256" });
  console.log(JSON.stringify({ private: jwk(pair.privateKey), public: jwk(pair.publicKey) }));
} else {
  const text = part({ alg: "ES256", typ: "JWT", kid: "one" }) + "." + part(given.claims);
  const key = { key: given.key, format: "jwk", dsaEncoding: "ieee-p1363" };
  console.log(JSON.stringify(text + "." + crypto.sign("sha256", Buffer.from(text), key).toString("base64url")));
}
"""


def _node(work, given):
    command = ["node", "-e", SCRIPT, work]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, timeout=60, check=True)
    return json.loads(done.stdout)


class Pair:
    """A key pair."""

    def __init__(self):
        made = _node("make", {})
        self.private = made["private"]
        self.jwks = {"keys": [made["public"]]}

    def sign(self, claims):
        """A JWT with these claims."""
        return _node("sign", {"key": self.private, "claims": claims})
