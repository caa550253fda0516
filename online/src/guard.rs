//! The guard between URLs that strangers wrote into certificates and the network of the agency.
//!
//! It checks a URL before the request and resolves the name itself, and the connection goes to the
//! addresses that were checked: a name that resolves differently afterwards gains nothing.
//! Redirects to other places are not followed.

mod names;
mod urls;

use std::collections::HashSet;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::atomic::AtomicUsize;

use ipnet::IpNet;
use url::{Host, Url};

use crate::address::not_public;
use crate::error::FetchError;
use crate::settings::{OnlineSettings, Ports};
pub(crate) use names::{GuardedNames, Refusal};
pub(crate) use urls::{configured_url, host_of, normalised, shown_url};

/// Hosts, networks and ports that may be asked.
#[derive(Debug)]
pub(crate) struct Guard {
    hosts: HashSet<String>,
    networks: Vec<IpNet>,
    ports: Ports,
    names: Names,
    lookups: AtomicUsize,
}

/// Whose word a URL is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A certificate names it, so a stranger may have chosen it.
    Certificate,
    /// The operator's: a rewrite rule leads there.
    Rule,
}

/// Who finds the addresses of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Names {
    /// This program; addresses are checked.
    ResolvedHere,
    /// The proxy; only names that mean something inside are refused.
    ResolvedByProxy,
}

impl Guard {
    pub(crate) fn new(settings: &OnlineSettings) -> Self {
        let hosts = settings.allowed_hosts.iter();
        Self {
            hosts: hosts.map(|host| normalised(host)).collect(),
            networks: settings.allowed_networks.clone(),
            ports: settings.ports.clone(),
            names: match settings.proxy {
                Some(_) => Names::ResolvedByProxy,
                None => Names::ResolvedHere,
            },
            lookups: AtomicUsize::new(0),
        }
    }

    /// Checks everything that needs no name resolution.
    pub(crate) fn check(&self, url: &Url, origin: Origin) -> Result<(), FetchError> {
        if !matches!(url.scheme(), "http" | "https") {
            let scheme = url.scheme().to_owned();
            return Err(FetchError::Scheme { scheme });
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(FetchError::Credentials);
        }
        let host = url.host().ok_or(FetchError::NotUrl)?;
        let port = url.port_or_known_default().unwrap_or_default();
        if origin == Origin::Rule || self.is_named(host_of(url)) {
            return Ok(());
        }
        if !self.ports.allow(port) {
            return Err(FetchError::Port { port });
        }
        match host {
            Host::Ipv4(address) => self.check_address(address.into()),
            Host::Ipv6(address) => self.check_address(address.into()),
            Host::Domain(name) if is_local(name) && self.names == Names::ResolvedByProxy => {
                let host = name.to_owned();
                Err(FetchError::LocalName { host })
            }
            Host::Domain(_) => Ok(()),
        }
    }

    fn check_address(&self, address: IpAddr) -> Result<(), FetchError> {
        if self
            .networks
            .iter()
            .any(|network| network.contains(&address))
        {
            return Ok(());
        }
        match not_public(address) {
            Some(kind) => Err(FetchError::Address { address, kind }),
            None => Ok(()),
        }
    }

    /// The addresses of `host` that may be connected to.
    fn lookup(&self, host: &str, origin: Origin) -> Result<Vec<SocketAddr>, FetchError> {
        let found = (host, 0).to_socket_addrs();
        let found: Vec<SocketAddr> = found.map_err(|_| FetchError::NotFound)?.collect();
        // With a proxy the only name that is looked up here is its own.
        let trusted =
            origin == Origin::Rule || self.names == Names::ResolvedByProxy || self.is_named(host);
        let check = |address: &SocketAddr| self.check_address(address.ip());
        let refusal = found.iter().find_map(|address| check(address).err());
        let allowed: Vec<SocketAddr> = found
            .into_iter()
            .filter(|address| trusted || check(address).is_ok())
            .collect();
        match allowed.is_empty() {
            true => Err(refusal.unwrap_or(FetchError::NotFound)),
            false => Ok(allowed),
        }
    }

    fn is_named(&self, host: &str) -> bool {
        self.hosts.contains(host)
    }
}

/// Names that no public server has (RFC 6761, RFC 8375, and the reserved `internal`).
fn is_local(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let inside = [
        "localhost",
        "local",
        "internal",
        "home.arpa",
        "localdomain",
        "lan",
        "intranet",
    ];
    !name.contains('.')
        || inside.iter().any(|suffix| {
            name.strip_suffix(suffix)
                .is_some_and(|rest| rest.ends_with('.'))
        })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::settings::ProxySettings;

    fn check(settings: &OnlineSettings, url: &str) -> Result<(), FetchError> {
        let url = Url::parse(url).map_err(|_| FetchError::NotUrl)?;
        Guard::new(settings).check(&url, Origin::Certificate)
    }

    #[test]
    fn other_schemes_users_and_ports_are_refused() {
        let settings = OnlineSettings::default();
        let refused = |url| check(&settings, url).unwrap_err();
        assert!(matches!(
            refused("ldap://ca.example/cn=x"),
            FetchError::Scheme { .. }
        ));
        assert!(matches!(
            refused("file:///etc/passwd"),
            FetchError::Scheme { .. }
        ));
        assert!(matches!(refused("gopher://x/"), FetchError::Scheme { .. }));
        assert_eq!(refused("http://user@crl.example/"), FetchError::Credentials);
        assert_eq!(refused("http://:p@crl.example/"), FetchError::Credentials);
        assert_eq!(
            refused("http://crl.example:22/"),
            FetchError::Port { port: 22 }
        );
        assert_eq!(check(&settings, "http://crl.example:80/a.crl"), Ok(()));
        assert_eq!(check(&settings, "https://crl.example/a.crl"), Ok(()));
    }

    #[test]
    fn addresses_in_every_spelling_are_refused() {
        let settings = OnlineSettings::default();
        for url in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://0x7f.1/",
            "http://１２７.0.0.1/",
            "http://169.254.169.254/latest/meta-data",
            "http://[::1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://[0:0:0:0:0:ffff:7f00:1]/",
            "http://[64:ff9b::7f00:1]/",
        ] {
            let refused = check(&settings, url);
            assert!(
                matches!(refused, Err(FetchError::Address { .. })),
                "{url}: {refused:?}"
            );
        }
    }

    #[test]
    fn names_are_judged_by_their_addresses() {
        let guard = Guard::new(&OnlineSettings::default());
        let refused = guard.lookup("localhost", Origin::Certificate);
        assert!(matches!(refused, Err(FetchError::Address { .. })));
        assert!(guard.lookup("localhost", Origin::Rule).is_ok());
        let settings = OnlineSettings {
            allowed_networks: vec!["127.0.0.0/8".parse().unwrap()],
            ..OnlineSettings::default()
        };
        let found = Guard::new(&settings).lookup("localhost", Origin::Certificate);
        assert!(
            found
                .unwrap()
                .iter()
                .all(|address| address.ip().to_string() == "127.0.0.1")
        );
    }

    #[test]
    fn what_the_operator_names_is_allowed() {
        let settings = OnlineSettings {
            allowed_hosts: vec!["OCSP.Example".to_owned(), "fd00::7".to_owned()],
            allowed_networks: vec!["10.1.0.0/16".parse().unwrap()],
            ..OnlineSettings::default()
        };
        assert_eq!(check(&settings, "http://ocsp.example:8888/"), Ok(()));
        assert_eq!(check(&settings, "http://[fd00:0::7]:8888/"), Ok(()));
        assert!(check(&settings, "http://[fd00::8]/").is_err());
        assert_eq!(check(&settings, "http://10.1.2.3/"), Ok(()));
        assert!(check(&settings, "http://10.2.2.3/").is_err());
    }

    #[test]
    fn what_a_rule_leads_to_is_open_to_the_rule_only() {
        let settings = OnlineSettings::default();
        let place = Url::parse("http://192.168.7.7:8080/x").unwrap();
        let guard = Guard::new(&settings);
        assert_eq!(guard.check(&place, Origin::Rule), Ok(()));
        assert!(guard.check(&place, Origin::Certificate).is_err());
    }

    #[test]
    fn a_proxy_is_not_sent_to_names_inside() {
        let settings = OnlineSettings {
            proxy: Some(ProxySettings {
                url: "http://proxy.example:3128".to_owned(),
                login: None,
            }),
            ..OnlineSettings::default()
        };
        for host in ["localhost", "intranet", "db.internal", "printer.local."] {
            let refused = check(&settings, &format!("http://{host}/"));
            assert!(
                matches!(refused, Err(FetchError::LocalName { .. })),
                "{host}"
            );
        }
        assert!(check(&settings, "http://10.0.0.1/").is_err());
        assert_eq!(check(&settings, "http://crl.example/"), Ok(()));
    }
}
