// An OpenID Connect provider as a payer may run one, for the tests. Everybody's password is right.
//
//   node provider.mjs '{"port": 3000, "client": {...}, "people": {"login": {"sub": "...", "mbi": "..."}}}'
//
// `client` is the registration of the server under test. Prints `ready` when it answers.
import { Provider } from "oidc-provider";

const { port, client, people } = JSON.parse(process.argv[2]);

const provider = new Provider(`http://localhost:${port}`, {
  clients: [client],
  scopes: ["openid"],
  claims: { openid: ["sub", "mbi"] },
  cookies: { keys: ["of-the-tests"] },
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  pkce: { required: () => true },
  async findAccount(context, id) {
    const claims = people[id] ?? { sub: id };
    return { accountId: id, claims: () => ({ ...claims, sub: id }) };
  },
  // Whoever signs in agrees: what is tested comes after.
  async loadExistingGrant(context) {
    const { client, provider, session } = context.oidc;
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope("openid");
    await grant.save();
    return grant;
  },
});

provider.listen(port, "127.0.0.1", () => console.log("ready"));
