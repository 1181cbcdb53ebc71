// Drives npm oauth4webapi, which checks every answer by the letter of its standard: pushed request, code with PKCE,
// identity token, proof of possession, userinfo, introspection, refresh, revocation. Speaks JSON lines with the test
// that runs it: prints {"authorize": url}, reads {"callback": url}, prints {"result": ...}.
//
//     node launch.mjs SETTINGS_JSON

import { createInterface } from "node:readline/promises";
import * as oauth from "oauth4webapi";

const { base, redirect, clientId, clientSecret, bound, pushed } = JSON.parse(process.argv[2]);
const insecure = { [oauth.allowInsecureRequests]: true };
const issuer = new URL(base);
const server = await oauth
  .discoveryRequest(issuer, insecure)
  .then((response) => oauth.processDiscoveryResponse(issuer, response));
const client = { client_id: clientId };
const proof = clientSecret ? oauth.ClientSecretBasic(clientSecret) : oauth.None();
const key = bound ? await oauth.generateKeyPair("ES256") : undefined;
const options = { ...insecure, ...(key && { DPoP: oauth.DPoP(client, key) }) };

const verifier = oauth.generateRandomCodeVerifier();
const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
const request = new URLSearchParams({
  client_id: clientId,
  redirect_uri: redirect,
  response_type: "code",
  scope: "openid profile fhirUser launch/patient offline_access patient/*.rs",
  code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
  state,
  nonce,
  max_age: "60",
});
const authorize = new URL(server.authorization_endpoint);
authorize.search = request;
if (pushed) {
  const response = await oauth.pushedAuthorizationRequest(server, client, proof, request, options);
  const { request_uri } = await oauth.processPushedAuthorizationResponse(server, client, response);
  authorize.search = new URLSearchParams({ client_id: clientId, request_uri });
}
console.log(JSON.stringify({ authorize: authorize.href }));

const lines = createInterface({ input: process.stdin });
const { callback } = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);
lines.close();

const answer = oauth.validateAuthResponse(server, client, new URL(callback), state);
const exchange = await oauth.authorizationCodeGrantRequest(server, client, proof, answer, redirect, verifier, options);
const tokens = await oauth.processAuthorizationCodeResponse(server, client, exchange, {
  expectedNonce: nonce,
  maxAge: 60,
  requireIdToken: true,
});
await oauth.validateApplicationLevelSignature(server, exchange, insecure);
const { sub } = oauth.getValidatedIdTokenClaims(tokens);
const info = await oauth.userInfoRequest(server, client, tokens.access_token, options);
const person = await oauth.processUserInfoResponse(server, client, sub, info);

const claims = new URL(`${base}/v3/fhir/ExplanationOfBenefit?_count=1`);
const read = (token, how) => oauth.protectedResourceRequest(token, "GET", claims, undefined, undefined, how);
const first = await (await read(tokens.access_token, options)).json();
const asBearer = await fetch(claims, { headers: { Authorization: `Bearer ${tokens.access_token}` } });

const look = await oauth.introspectionRequest(server, client, proof, tokens.access_token, insecure);
const introspected = await oauth.processIntrospectionResponse(server, client, look);
const refresh = await oauth.refreshTokenGrantRequest(server, client, proof, tokens.refresh_token, options);
const next = await oauth.processRefreshTokenResponse(server, client, refresh);
const second = await (await read(next.access_token, options)).json();
const revoke = await oauth.revocationRequest(server, client, proof, next.refresh_token, insecure);
await oauth.processRevocationResponse(revoke);
const after = await fetch(claims, { headers: { Authorization: `Bearer ${next.access_token}` } });

console.log(
  JSON.stringify({
    result: {
      type: tokens.token_type,
      patient: tokens.patient,
      subject: person.sub,
      first: first.resourceType,
      asBearer: asBearer.status,
      introspected,
      refreshed: next.access_token !== tokens.access_token,
      second: second.resourceType,
      after: after.status,
    },
  }),
);
