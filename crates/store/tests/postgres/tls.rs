//! Protected connections. The test server speaks TLS with a certificate of its own authority, for 127.0.0.1.

use bluestem_store::postgres::{self, TlsMode};

use crate::support::{Database, authority};

#[tokio::test]
async fn a_server_of_a_known_authority_is_believed() {
    let Some(mut database) = Database::new().await else { return };
    let Some(ca_file) = authority() else { return };
    database.config.tls = TlsMode::Verify { ca_file };
    postgres::migrate(&database.config).await.unwrap();
    let direct = crate::support::client(&database.config.url).await;
    let rooms = postgres::connect(&database.config).await.unwrap();
    let plain = "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
                 WHERE application_name = 'bluestem' AND datname = current_database() AND NOT ssl";
    assert_eq!(direct.query_one(plain, &[]).await.unwrap().get::<_, i64>(0), 0);
    drop(rooms);
    database.remove().await;
}

#[tokio::test]
async fn any_other_server_is_refused() {
    let Some(mut database) = Database::new().await else { return };
    let Some(ca_file) = authority() else { return };
    let good = database.config.clone();
    // Right authority, wrong name.
    database.config.tls = TlsMode::Verify { ca_file };
    database.config.url = good.url.replace("127.0.0.1", "localhost");
    assert!(postgres::status(&database.config).await.is_err());
    // Another authority of the same name.
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.pem");
    std::fs::write(&other, OTHER_AUTHORITY).unwrap();
    database.config.url = good.url;
    database.config.tls = TlsMode::Verify { ca_file: other };
    assert!(postgres::status(&database.config).await.is_err());
    // A file without any.
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "").unwrap();
    database.config.tls = TlsMode::Verify { ca_file: empty };
    assert!(postgres::status(&database.config).await.is_err());
    database.remove().await;
}

/// A certificate whose key nobody has.
const OTHER_AUTHORITY: &str = "-----BEGIN CERTIFICATE-----\n\
MIIBmjCCAUGgAwIBAgIURdsTLEvmeFi5furKIiByu2kiORgwCgYIKoZIzj0EAwIw\n\
IjEgMB4GA1UEAwwXQmx1ZXN0ZW0gdGVzdCBhdXRob3JpdHkwIBcNMjYxMTIyMDMy\n\
MTI0WhgPMjEyNjEwMjkwMzIxMjRaMCIxIDAeBgNVBAMMF0JsdWVzdGVtIHRlc3Qg\n\
YXV0aG9yaXR5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqbEZEQRCBHctsWDb\n\
3OmpkLg4zfkEnlDYvDUU+ViI2f/NWarzFgMt6lLGgRNUdGdEwnYjghCAmPawdTCq\n\
Lh4kPKNTMFEwHQYDVR0OBBYEFLfQd5jpSD0XJxGB43dhb+PdrY47MB8GA1UdIwQY\n\
MBaAFLfQd5jpSD0XJxGB43dhb+PdrY47MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZI\n\
zj0EAwIDRwAwRAIgKxSg71CIT96pqS2XN7qYSlux0xyQ0NzEB7Wqaj0iKYsCIDwm\n\
bOwVaMyzDJ6fT291XylCoO0x3t+Zsd27p9ODWrbM\n\
-----END CERTIFICATE-----
";
