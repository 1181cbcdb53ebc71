// Drives npm fhirclient: standalone launch, reading, paging, refresh. Speaks JSON lines with the test that runs it:
// prints {"authorize": url}, reads {"callback": url}, prints {"result": ...}.
//
//     node launch.mjs SETTINGS_JSON

import { createRequire } from "node:module";
import { createInterface } from "node:readline/promises";

const smart = createRequire(import.meta.url)("fhirclient");

const { base, redirect, clientId, clientSecret, clientPrivateJwk } = JSON.parse(process.argv[2]);
const kept = new Map();
const storage = {
  get: async (key) => kept.get(key),
  set: async (key, value) => (kept.set(key, value), value),
  unset: async (key) => kept.delete(key),
};

/** What fhirclient sees of a request and a response of Node's server. */
function visit(url) {
  const request = { url, headers: { host: new URL(redirect).host }, socket: {}, connection: {} };
  const sent = new Promise((resolve) => {
    request.response = {
      headersSent: false,
      writeHead: (_status, headers) => resolve(headers.location ?? headers.Location),
      redirect: resolve,
      end: () => {},
    };
  });
  return { request, response: request.response, sent };
}

const begin = visit("/launch");
await smart(begin.request, begin.response, storage).authorize({
  iss: `${base}/v3/fhir`,
  redirectUri: redirect,
  clientId,
  clientSecret,
  clientPrivateJwk,
  scope: "launch/patient openid fhirUser offline_access patient/*.rs",
  pkceMode: "required",
});
console.log(JSON.stringify({ authorize: await begin.sent }));

const lines = createInterface({ input: process.stdin });
const { callback } = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);
lines.close();

const address = new URL(callback);
const end = visit(address.pathname + address.search);
const client = await smart(end.request, end.response, storage).ready();
const patient = await client.patient.read();
const claims = await client.request(`ExplanationOfBenefit?patient=${client.patient.id}`, { pageLimit: 0, flat: true });
const before = client.state.tokenResponse.access_token;
// A public app names itself; fhirclient does so only when told. An app that signs cannot refresh: fhirclient signs
// for the code alone, and without its signature the app is nobody.
client.environment.options.refreshTokenWithClientId = !clientSecret;
if (!clientPrivateJwk) await client.refresh();
const again = await client.patient.read();
console.log(
  JSON.stringify({
    result: {
      patient: patient.id,
      claims: claims.map((claim) => claim.resourceType),
      user: client.getFhirUser(),
      refreshed: client.state.tokenResponse.access_token !== before,
      again: again.id,
    },
  }),
);
