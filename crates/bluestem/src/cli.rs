//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::app_terms::AppTerms;
use crate::worker::Urgency;

/// One server for sharing health-insurance claims as FHIR R4.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Run everything on this machine with synthetic people, for trying out and for building apps.
    Sandbox(SandboxArgs),
    /// Run the server as the configuration says.
    Serve(ConfigArgs),
    /// Load source files.
    #[command(subcommand)]
    Load(LoadCommand),
    /// Label the stored claims by another list of sensitive codes.
    Relabel(RelabelArgs),
    /// Do the jobs that are queued, until told to stop.
    Worker(ConfigArgs),
    /// Look at queued jobs, call them off, have them tried again.
    #[command(subcommand)]
    Job(JobCommand),
    /// Make synthetic people and their claims as source files.
    #[command(subcommand)]
    Synth(SynthCommand),
    /// Register, list and disable apps.
    #[command(subcommand)]
    App(AppCommand),
    /// Rotate the keys that sign identity tokens; make the key that seals secrets.
    #[command(subcommand)]
    Key(KeyCommand),
    /// Bring the schema of the stores up to this release, or say what that would do.
    Migrate(MigrateArgs),
    /// Copy an embedded installation while it serves.
    Backup(BackupArgs),
    /// Check a backup, or make an installation of it.
    Restore(RestoreArgs),
    /// Carry an installation over from a folder into a PostgreSQL database.
    Move(MoveArgs),
    /// Read the configuration, say what is wrong with it or what it amounts to, and stop.
    CheckConfig(ConfigArgs),
    /// Look at everything that the server needs, and say what is wrong and what to do.
    Doctor(DoctorArgs),
}

#[derive(Args)]
pub(crate) struct SandboxArgs {
    /// Configuration file (TOML), for what the flags do not say: a sandbox on PostgreSQL. `sandbox.sign_in` must be on.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Port to listen on, on the loopback addresses [default: 8000].
    #[arg(long)]
    pub(crate) port: Option<u16>,
    /// Base URL under which the public finds the server [default: http://localhost:PORT].
    #[arg(long, value_name = "URL")]
    pub(crate) public_url: Option<String>,
    /// Folder that holds everything the sandbox keeps, unless that is in a database [default: sandbox-data].
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Synthetic members to make on the first start [default: 100].
    #[arg(long)]
    pub(crate) members: Option<u64>,
    /// Seed of the synthetic members: same seed, same people [default: 1].
    #[arg(long)]
    pub(crate) seed: Option<u64>,
    /// Source files to load besides, as FORMAT:PATH; FORMAT is `idr` or `rif`. May be given several times.
    #[arg(long, value_name = "FORMAT:PATH")]
    pub(crate) load: Vec<String>,
    /// What to log to standard error, such as `info` [default: warn].
    #[arg(long, value_name = "FILTER")]
    pub(crate) log: Option<String>,
    /// Moment at which the sandbox's clock starts, RFC 3339; it runs on from there.
    #[arg(long, value_name = "RFC3339")]
    pub(crate) clock: Option<String>,
}

#[derive(Args)]
pub(crate) struct ConfigArgs {
    /// Configuration file (TOML). `BLUESTEM_*` environment variables override it.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct DoctorArgs {
    /// Configuration file (TOML). `BLUESTEM_*` environment variables override it.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Say it as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Where the stores are: named by a configuration or directly.
#[derive(Args)]
pub(crate) struct StoreArgs {
    /// Configuration file (TOML). `BLUESTEM_*` environment variables override it.
    #[arg(long, value_name = "FILE", conflicts_with = "data")]
    pub(crate) config: Option<PathBuf>,
    /// Folder of the embedded stores.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(crate) enum LoadCommand {
    /// Load a folder of IDR-style CSV files, with its sub-folders.
    Idr {
        /// The folder.
        dir: PathBuf,
        #[command(flatten)]
        store: StoreArgs,
        /// Moment of the load, RFC 3339 [default: now]. For repeatable tests.
        #[arg(long, value_name = "RFC3339", conflicts_with = "queue")]
        clock: Option<String>,
        /// Codes that make a claim sensitive [default: `labels.part2` of the configuration, else the built-in list].
        #[arg(long, value_name = "FILE")]
        labels: Option<PathBuf>,
        #[command(flatten)]
        urgency: Urgency,
    },
    /// Load files in the research format (RIF) of the Chronic Conditions Warehouse, or Synthea's `output/bfd`.
    Rif {
        /// Files, folders with their sub-folders, or manifests.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        #[command(flatten)]
        store: StoreArgs,
        /// Moment of the load, RFC 3339 [default: now]. For repeatable tests.
        #[arg(long, value_name = "RFC3339", conflicts_with = "queue")]
        clock: Option<String>,
        /// Codes that make a claim sensitive [default: `labels.part2` of the configuration, else the built-in list].
        #[arg(long, value_name = "FILE")]
        labels: Option<PathBuf>,
        #[command(flatten)]
        urgency: Urgency,
    },
    /// Load what providers, drugs, diagnoses or procedures are called; a running server shows it within seconds.
    Reference(ReferenceArgs),
}

/// A file of reference data.
#[derive(Args)]
pub(crate) struct ReferenceArgs {
    /// What it is.
    #[arg(value_enum)]
    pub(crate) kind: ReferenceKind,
    /// The file as its publisher gives it out, unpacked.
    pub(crate) file: PathBuf,
    /// What to call this edition [default: the file's name].
    #[arg(long, value_name = "TEXT")]
    pub(crate) edition: Option<String>,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

/// The kinds of reference data.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReferenceKind {
    /// Providers: `npidata_pfile_*.csv` of the national registry.
    Nppes,
    /// Drugs: `product.txt` of the Food and Drug Administration.
    Ndc,
    /// Diagnoses: `icd10cm_order_*.txt` or `icd10cm_codes_*.txt` of CMS.
    #[value(name = "icd-10-cm")]
    Diagnoses,
    /// Procedures: `icd10pcs_order_*.txt` or `icd10pcs_codes_*.txt` of CMS.
    #[value(name = "icd-10-pcs")]
    Procedures,
    /// Kinds of providers: `nucc_taxonomy_*.csv` of the National Uniform Claim Committee.
    Nucc,
}

#[derive(Args)]
pub(crate) struct RelabelArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// Codes that make a claim sensitive [default: `labels.part2` of the configuration, else the built-in list].
    #[arg(long, value_name = "FILE")]
    pub(crate) labels: Option<PathBuf>,
    /// Say what would change, and change nothing.
    #[arg(long, conflicts_with = "queue")]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) urgency: Urgency,
}

#[derive(Subcommand)]
pub(crate) enum JobCommand {
    /// List jobs, those ordered last first.
    List {
        /// Those in one state alone: waiting, running, paused, done, failed or cancelled.
        #[arg(long)]
        state: Option<String>,
        /// How many at most.
        #[arg(long, default_value_t = 50)]
        count: u32,
        /// As JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Show all there is to say about a job, and what came of it.
    Show {
        /// Its number.
        id: i64,
        /// As JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Call a job off. A running one stops at its next step; what it has stored stays.
    Cancel {
        /// Its number.
        id: i64,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Make a job that waits, is paused, failed or was called off due now, with all its attempts before it.
    Retry {
        /// Its number.
        id: i64,
        #[command(flatten)]
        store: StoreArgs,
    },
}

#[derive(Args)]
pub(crate) struct MigrateArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// Print the SQL that would run, and change nothing.
    #[arg(long, conflicts_with = "status")]
    pub(crate) dry_run: bool,
    /// Print the version of each plane's schema, and change nothing.
    #[arg(long)]
    pub(crate) status: bool,
}

#[derive(Args)]
pub(crate) struct BackupArgs {
    /// Folder to write to; made when absent, must be empty.
    #[arg(long, value_name = "DIR")]
    pub(crate) to: PathBuf,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

#[derive(Args)]
pub(crate) struct RestoreArgs {
    /// Folder of the backup.
    #[arg(long, value_name = "DIR")]
    pub(crate) from: PathBuf,
    /// Folder to restore to; made when absent, must be empty. Without it the backup is only checked.
    #[arg(long, value_name = "DIR", requires = "key")]
    pub(crate) data: Option<PathBuf>,
    /// The master key of the installation, which is not in the backup.
    #[arg(long, value_name = "FILE", requires = "data")]
    pub(crate) key: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct MoveArgs {
    /// Where the installation is.
    #[arg(long, value_enum)]
    pub(crate) from: MoveFrom,
    /// Where it goes.
    #[arg(long, value_enum)]
    pub(crate) to: MoveTo,
    /// Folder of the embedded stores.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Master key of the embedded stores [default: keys.master in DIR].
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
    /// Configuration file (TOML) of the new installation. `BLUESTEM_*` environment variables override it.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Copy while the folder is served, wait until it is not, and finish.
    #[arg(long)]
    pub(crate) wait: bool,
    /// Compare both sides by counts and hashes, and change nothing.
    #[arg(long, conflicts_with = "wait")]
    pub(crate) verify: bool,
}

/// Where an installation can be moved from.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MoveFrom {
    /// A folder.
    Embedded,
}

/// Where an installation can be moved to.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MoveTo {
    /// A PostgreSQL database.
    Postgres,
}

#[derive(Subcommand)]
pub(crate) enum SynthCommand {
    /// Write IDR-style CSV files.
    Idr {
        /// How many people.
        #[arg(long)]
        members: u64,
        /// Same seed, same bytes.
        #[arg(long)]
        seed: u64,
        /// Folder to write to; made when absent, must be empty.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Give the last person this many claims.
        #[arg(long, value_name = "CLAIMS")]
        big: Option<u64>,
    },
    /// Write RIF files of the same people and claims.
    Rif {
        /// How many people.
        #[arg(long)]
        members: u64,
        /// Same seed, same bytes.
        #[arg(long)]
        seed: u64,
        /// Folder to write to; made when absent, must be empty.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Give the last person this many claims.
        #[arg(long, value_name = "CLAIMS")]
        big: Option<u64>,
        /// Whose column names.
        #[arg(long, value_enum, default_value = "bfd")]
        dialect: RifDialect,
    },
}

/// The dialects of RIF files.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RifDialect {
    /// The CMS back end's: with operation, history and manifest.
    Bfd,
    /// The public research files' of the Chronic Conditions Warehouse.
    Ccw,
}

#[derive(Subcommand)]
pub(crate) enum KeyCommand {
    /// Sign with new keys from now on; what the old ones signed verifies until it expires.
    Rotate {
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Make a new master key: the one that seals secrets, for `keys.master`.
    Master {
        /// File to write; there must be none.
        file: PathBuf,
    },
}

/// The ways an app may get tokens.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AppKind {
    /// A person's app that keeps a secret (a web server).
    Confidential,
    /// A person's app that cannot keep one (a phone, a page).
    Public,
    /// An organisation's backend, with client credentials.
    System,
}

/// How identity tokens may be signed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum IdTokenAlgorithm {
    /// RSA with SHA-256, which every client knows.
    Rs256,
    /// ECDSA over P-256.
    Es256,
}

#[derive(Subcommand)]
pub(crate) enum AppCommand {
    /// Register an app; prints its client id and, once, its secret.
    Add {
        /// Name that people read on the consent page.
        #[arg(long)]
        name: String,
        /// How it gets tokens.
        #[arg(long, value_enum, default_value = "confidential")]
        kind: AppKind,
        /// Redirect URI, matched exactly; repeat for several.
        #[arg(long = "redirect-uri", value_name = "URI")]
        redirect_uris: Vec<String>,
        /// A scope that it may be given, instead of the usual ones; repeat for several.
        #[arg(long = "scope", value_name = "SCOPE")]
        scopes: Vec<String>,
        /// JWK set with its public keys: it signs instead of having a secret (private_key_jwt).
        #[arg(long, value_name = "FILE")]
        jwks: Option<PathBuf>,
        /// URL where it publishes that JWK set, https; it changes its keys there.
        #[arg(long, value_name = "URL", conflicts_with = "jwks")]
        jwks_uri: Option<String>,
        /// How its identity tokens are signed.
        #[arg(long, value_enum, default_value = "rs256")]
        id_token: IdTokenAlgorithm,
        #[command(flatten)]
        terms: Box<AppTerms>,
        #[command(flatten)]
        store: StoreArgs,
    },
    /// List the registered apps.
    List {
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Refuse an app from now on: its tokens stop working at once.
    Disable {
        /// Its client id.
        client_id: String,
        #[command(flatten)]
        store: StoreArgs,
    },
}
