//! Other places for servers that are gone (F: `ocsp.ca.ptc`, a name that certificates carry and no resolver knows).

use url::Url;

use crate::error::{OnlineError, Setting};
use crate::guard::{Origin, configured_url, host_of, normalised};
use crate::settings::{Rewrite, RewriteFrom};

/// The rules in the order given; the first that fits counts.
#[derive(Debug)]
pub(crate) struct Rewrites(Vec<(RewriteFrom, Url)>);

impl Rewrites {
    pub(crate) fn new(rules: &[Rewrite]) -> Result<Self, OnlineError> {
        let rule = |rule: &Rewrite| {
            let to = configured_url(Setting::Rewrite, &rule.to)?;
            Ok((rule.from.clone(), to))
        };
        rules.iter().map(rule).collect::<Result<_, _>>().map(Self)
    }

    /// The URL that `url` leads to, and the rule that says so; `url` itself when no rule fits. A
    /// rule may fit a text that is no URL at all.
    pub(crate) fn apply(&self, url: &str) -> Option<(Url, Origin)> {
        let rewritten = self.0.iter().find_map(|(from, to)| apply(from, to, url));
        match rewritten {
            Some(place) => Some((place, Origin::Rule)),
            None => Some((Url::parse(url).ok()?, Origin::Certificate)),
        }
    }
}

fn apply(from: &RewriteFrom, to: &Url, url: &str) -> Option<Url> {
    match from {
        RewriteFrom::Host(host) => {
            let url = Url::parse(url).ok()?;
            (host_of(&url) == normalised(host)).then(|| moved(&url, to))
        }
        RewriteFrom::Prefix(prefix) => {
            let rest = url.strip_prefix(prefix.as_str())?;
            let place = Url::parse(&format!("{to}{rest}")).ok()?;
            // The rest of the path becomes neither part of the host nor a way to other folders of
            // it.
            let is_below = place.origin() == to.origin() && place.path().starts_with(to.path());
            is_below.then_some(place)
        }
    }
}

fn moved(url: &Url, to: &Url) -> Url {
    let mut place = to.clone();
    let base = to.path().trim_end_matches('/');
    place.set_path(&format!("{base}{}", url.path()));
    place.set_query(url.query());
    place
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn rewritten(from: RewriteFrom, to: &str, url: &str) -> String {
        let to = to.to_owned();
        let rules = Rewrites::new(&[Rewrite { from, to }]).unwrap();
        rules.apply(url).unwrap().0.to_string()
    }

    #[test]
    fn a_host_moves_with_its_paths() {
        let host = || RewriteFrom::Host("ocsp.ca.ptc".to_owned());
        let to = "https://ocsp.example/mirror/";
        assert_eq!(
            rewritten(host(), to, "http://OCSP.ca.ptc/v1?x=1"),
            "https://ocsp.example/mirror/v1?x=1"
        );
        assert_eq!(
            rewritten(host(), "http://ocsp.example", "http://ocsp.ca.ptc"),
            "http://ocsp.example/"
        );
        assert_eq!(
            rewritten(host(), to, "http://ocsp.ca.ptc.evil/v1"),
            "http://ocsp.ca.ptc.evil/v1"
        );
    }

    #[test]
    fn a_prefix_is_replaced() {
        let prefix = |text: &str| RewriteFrom::Prefix(text.to_owned());
        assert_eq!(
            rewritten(
                prefix("http://public.ca.ptc/pki/"),
                "http://crl.example/",
                "http://public.ca.ptc/pki/cp.crl"
            ),
            "http://crl.example/cp.crl"
        );
        assert_eq!(
            rewritten(
                prefix("ldap://ca.ptc/"),
                "http://crl.example/ldap.crl?",
                "ldap://ca.ptc/cn=CA"
            ),
            "http://crl.example/ldap.crl?cn=CA"
        );
    }

    #[test]
    fn a_rule_leads_nowhere_but_to_its_place() {
        let prefix = || RewriteFrom::Prefix("http://ca.ptc/pki/".to_owned());
        let host = || RewriteFrom::Host("ca.ptc".to_owned());
        let to = "http://mirror.example/lists/";
        for rest in ["../admin", "%2e%2e/admin", "..\\admin", "a/../../admin"] {
            let url = format!("http://ca.ptc/pki/{rest}");
            let direct = Url::parse(&url).unwrap().to_string();
            assert_eq!(rewritten(prefix(), to, &url), direct);
            let moved = rewritten(host(), to, &url);
            assert!(moved.starts_with(to), "{moved}");
        }
        for rest in ["@evil.example/", ".evil.example/", ":81/"] {
            let url = format!("http://ca.ptc{rest}");
            let from = RewriteFrom::Prefix("http://ca.ptc".to_owned());
            let moved = rewritten(from, "http://mirror.example", &url);
            assert!(moved.starts_with("http://mirror.example/"), "{moved}");
        }
    }
}
