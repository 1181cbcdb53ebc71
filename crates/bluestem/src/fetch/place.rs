//! Where a request may go.

use std::net::{IpAddr, SocketAddr};

use bluestem_auth::fetch::{FetchError, Reach, is_public};
use url::{Host, Url};

/// The addresses behind the URL, every one of which may be reached. A name with a single forbidden address is
/// refused whole: it is a trick or a mistake.
pub(super) async fn addresses(
    url: &Url,
    reach: Reach,
    loopback: bool,
) -> Result<Vec<SocketAddr>, FetchError> {
    let port = url.port_or_known_default().ok_or(FetchError::Forbidden)?;
    let addresses: Vec<SocketAddr> = match url.host().ok_or(FetchError::Forbidden)? {
        Host::Ipv4(address) => vec![(IpAddr::V4(address), port).into()],
        Host::Ipv6(address) => vec![(IpAddr::V6(address), port).into()],
        Host::Domain(name) => {
            tokio::net::lookup_host((name, port)).await.map_err(|error| super::unreachable(&error))?.collect()
        }
    };
    let anonymous = url.username().is_empty() && url.password().is_none();
    let allowed = |address: &SocketAddr| allowed(url.scheme(), address.ip(), reach, loopback);
    match addresses.is_empty() {
        true => Err(FetchError::Unreachable),
        false if anonymous && addresses.iter().all(allowed) => Ok(addresses),
        false => Err(FetchError::Forbidden),
    }
}

/// Whether a URL leads to this very machine, by its name or its address.
pub(crate) fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn allowed(scheme: &str, address: IpAddr, reach: Reach, loopback: bool) -> bool {
    let own = address.is_loopback();
    match (scheme, reach) {
        ("https", Reach::Public) => is_public(address) || (own && loopback),
        ("https", Reach::Configured) => true,
        ("http", Reach::Public) => own && loopback,
        ("http", Reach::Configured) => own,
        _ => false,
    }
}
