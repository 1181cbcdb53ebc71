//! Every configuration key there is.

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Bool,
    Number,
}

impl Kind {
    /// In words, for errors.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::Text => "a text in quotes",
            Self::Bool => "true or false",
            Self::Number => "a whole number",
        }
    }
}

/// A key: its dotted name, what its value looks like, whether it must be set, and what it means.
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    pub(crate) meaning: &'static str,
}

const fn required(name: &'static str, meaning: &'static str) -> Key {
    Key { name, kind: Kind::Text, required: true, meaning }
}

const fn optional(name: &'static str, kind: Kind, meaning: &'static str) -> Key {
    Key { name, kind, required: false, meaning }
}

/// Every key there is.
pub(crate) const KEYS: &[Key] = &[
    required("public_url", "Base URL under which the public finds the server, without a trailing slash."),
    required("listen", "Address and port to listen on, such as 127.0.0.1:8000."),
    required("data", "Folder of the embedded stores; not needed with PostgreSQL."),
    optional("store.kind", Kind::Text, "Where data is kept: `embedded` or `postgres` [default: embedded]."),
    optional("store.url", Kind::Text, "Database to write to: postgres://USER:PASSWORD@HOST:PORT/DATABASE."),
    optional(
        "store.url_file",
        Kind::Text,
        "File that holds that URL, so that the password stands in it alone.",
    ),
    optional("store.reader_url", Kind::Text, "Database to read claims from: a streaming replica."),
    optional("store.reader_url_file", Kind::Text, "File that holds that URL."),
    optional("store.connections", Kind::Number, "Connections to each endpoint at once [default: 16]."),
    optional(
        "store.connect_seconds",
        Kind::Number,
        "Seconds to connect, and to wait for a free connection [default: 5].",
    ),
    optional("store.statement_seconds", Kind::Number, "Seconds that a statement may take [default: 10]."),
    optional(
        "store.named_statements",
        Kind::Bool,
        "Keep statements on connections [default: true]; false behind a pooler in transaction mode.",
    ),
    optional(
        "store.tls",
        Kind::Text,
        "`verify`, or `off` on this machine and in protected networks [default: verify].",
    ),
    optional("store.ca_file", Kind::Text, "PEM file of the authorities that vouch for the database server."),
    optional("displays", Kind::Text, "CSV file `system,code,display` with licensed code texts to show."),
    optional("files.kind", Kind::Text, "Where shared files are: `local` or `s3` [default: local]."),
    optional("files.folder", Kind::Text, "Folder of local files [default: files in `data`]."),
    optional("files.bucket", Kind::Text, "Bucket of storage that speaks the S3 protocol."),
    optional("files.prefix", Kind::Text, "What the names of all files in the bucket begin with."),
    optional("files.region", Kind::Text, "Region of the bucket; us-east-1 with an endpoint that has none."),
    optional("files.endpoint", Kind::Text, "URL of the storage, without the bucket [default: Amazon's]."),
    optional(
        "files.path_style",
        Kind::Bool,
        "Name the bucket in the path, not in the host [default: true with an endpoint].",
    ),
    optional("files.http", Kind::Bool, "Let the endpoint be http on this very machine: for trying out."),
    optional(
        "files.access_key_file",
        Kind::Text,
        "File with the access key's id [default: AWS_ACCESS_KEY_ID of the environment].",
    ),
    optional(
        "files.secret_key_file",
        Kind::Text,
        "File with the secret key [default: AWS_SECRET_ACCESS_KEY of the environment].",
    ),
    optional(
        "files.request_seconds",
        Kind::Number,
        "Seconds that storage may go without an answer [default: 20].",
    ),
    optional(
        "files.cache",
        Kind::Text,
        "Folder for copies of what is in the bucket [default: files-cache in `data`].",
    ),
    optional(
        "trusted_proxies",
        Kind::Text,
        "Addresses and networks of proxies whose X-Forwarded-For is believed, with commas.",
    ),
    optional("log", Kind::Text, "What to log, such as `info` or `bluestem_web=debug`."),
    optional(
        "keys.master",
        Kind::Text,
        "File of the key that seals secrets [default: keys.master in `data`].",
    ),
    optional("labels.part2", Kind::Text, "CSV file with the codes that make a claim sensitive."),
    optional(
        "mbi_hash.pepper_file",
        Kind::Text,
        "File with the pepper of hashed Medicare numbers, for v2 searches by the hash; without it they are refused.",
    ),
    optional("mbi_hash.iterations", Kind::Number, "Iterations of that hash, 1000 or more [default: 1000]."),
    optional(
        "fetch.loopback",
        Kind::Bool,
        "Let apps' key URLs lead to this very machine, by http too: for trying out.",
    ),
    optional(
        "v2.defects",
        Kind::Text,
        "Defects of BFD v2 that `/v2` keeps because an app depends on them, with commas; or `all`.",
    ),
    optional(
        "sandbox.sign_in",
        Kind::Bool,
        "Says that this is a sandbox's configuration; `serve` refuses to start with it.",
    ),
    optional(
        "identity.provider",
        Kind::Text,
        "How members sign in: `oidc` or `slsx`; without it they cannot.",
    ),
    optional("identity.name", Kind::Text, "What people call the place where they sign in."),
    optional("identity.issuer", Kind::Text, "Issuer of the OpenID Connect provider, letter by letter."),
    optional("identity.client_id", Kind::Text, "Client id of this server at the provider."),
    optional(
        "identity.client_secret_file",
        Kind::Text,
        "File with this server's client secret at the provider.",
    ),
    optional("identity.scope", Kind::Text, "Scopes to ask the provider for [default: openid]."),
    optional("identity.userinfo", Kind::Bool, "Ask the provider's userinfo endpoint for claims too."),
    optional("identity.person_claim", Kind::Text, "Claim with the person's key in the source (BENE_SK)."),
    optional("identity.mbi_claim", Kind::Text, "Claim with the person's Medicare number."),
    optional(
        "identity.subjects",
        Kind::Text,
        "CSV file `subject,mbi` or `subject,person`: who the subjects are.",
    ),
    optional(
        "identity.demographics",
        Kind::Bool,
        "Find people by name, birth date and address or SSN, which the provider must have proven.",
    ),
    optional("slsx.login", Kind::Text, "Medicare.gov: where the browser goes."),
    optional("slsx.health", Kind::Text, "Medicare.gov: says whether the service is up."),
    optional("slsx.token", Kind::Text, "Medicare.gov: exchanges request tokens."),
    optional("slsx.userinfo", Kind::Text, "Medicare.gov: tells of a user, whose id is appended."),
    optional("slsx.sign_out", Kind::Text, "Medicare.gov: ends the session."),
    optional(
        "networks.credentials",
        Kind::Text,
        "CSV file `client_id,issuer,audience,jwks_uri`: apps that may present people's identity tokens.",
    ),
    optional(
        "metrics.listen",
        Kind::Text,
        "Address and port at which metrics are shown, such as 127.0.0.1:9100; without it nothing is counted.",
    ),
    optional(
        "traces.endpoint",
        Kind::Text,
        "Base URL of the collector that traces are sent to (OTLP over HTTP), such as http://127.0.0.1:4318; without it none are.",
    ),
    optional(
        "traces.one_in",
        Kind::Number,
        "Of requests without a trace of their caller's one in so many is traced; 0: none [default: 1].",
    ),
    optional("limits.header_bytes", Kind::Number, "Bytes of request line and headers together."),
    optional("limits.body_bytes", Kind::Number, "Bytes of a request body."),
    optional("limits.request_seconds", Kind::Number, "Seconds until a request is given up."),
    optional(
        "limits.unready_seconds",
        Kind::Number,
        "Seconds from the signal to stop until no more connections are taken [default: 5].",
    ),
    optional("limits.drain_seconds", Kind::Number, "Seconds that open requests are given at the stop."),
    optional("worker.jobs", Kind::Number, "Jobs that a worker does at once [default: 2]."),
    optional(
        "worker.lease_seconds",
        Kind::Number,
        "Seconds after which another worker takes the job of one that died [default: 60].",
    ),
    optional(
        "worker.in_serve",
        Kind::Bool,
        "Whether `serve` does jobs too [default: true with embedded stores, false with PostgreSQL].",
    ),
];

/// The environment variable that sets the key: `limits.body_bytes` is `BLUESTEM_LIMITS__BODY_BYTES`.
pub(crate) fn environment_name(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('.', "__").to_uppercase())
}

/// What every environment variable of the configuration begins with.
pub(crate) const PREFIX: &str = "BLUESTEM_";
