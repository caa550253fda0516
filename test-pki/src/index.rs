//! The database of an authority as `openssl ocsp -index` reads it: what it issued and what it revoked, at a time.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kyso_issuing::ListedRevocation;
use kyso_pki::RevocationReason;

use crate::description::{Knowledge, Span};
use crate::pki::{PkiError, TestPki, serial_of};

impl TestPki {
    /// The database of the authority `issuer` at the time `at`.
    ///
    /// # Errors
    /// [`PkiError::Time`] when a time lies outside the calendar.
    pub fn index(&self, issuer: &str, at: Timestamp) -> Result<String, PkiError> {
        let revoked = self.revocations(issuer, at)?;
        let mut lines = String::new();
        for (id, [_, until]) in self.issued_by(issuer) {
            let serial = serial_of(id);
            let state = revoked.iter().find(|one| one.serial == serial);
            let expires = short(self.moment(id, until)?);
            lines.push_str(&line(
                state,
                &expires,
                &base16ct::upper::encode_string(&serial),
                id,
            ));
        }
        Ok(lines)
    }

    fn issued_by<'a>(&'a self, issuer: &'a str) -> impl Iterator<Item = (&'a str, [Span; 2])> {
        let authorities = self.authority_members().filter_map(move |(id, one)| {
            let above = one.entry.issuer.as_ref()?;
            (above.get_ref() == issuer).then_some((id, one.entry.valid))
        });
        let holders = self.holder_members().filter_map(move |(id, one)| {
            let known = one.entry.known_to_ocsp == Knowledge::Always;
            let issued_here = one.entry.issuer.get_ref() == issuer;
            (known && issued_here).then_some((id, one.entry.valid))
        });
        authorities.chain(holders)
    }
}

/// State, end, revocation, serial number, file, subject, between tabs.
fn line(revoked: Option<&ListedRevocation>, expires: &str, serial: &str, id: &str) -> String {
    match revoked {
        None => format!("V\t{expires}\t\t{serial}\tunknown\t/CN={id}\n"),
        Some(one) => format!(
            "R\t{expires}\t{}\t{serial}\tunknown\t/CN={id}\n",
            since(one)
        ),
    }
}

/// Date, reason and, for compromised keys, since when: the only form in which the program takes an invalidityDate.
fn since(revocation: &ListedRevocation) -> String {
    let at = short(revocation.at);
    match (revocation.invalidity, revocation.reason) {
        (Some(time), RevocationReason::CaCompromise) => format!("{at},CAkeyTime,{}", long(time)),
        (Some(time), _) => format!("{at},keyTime,{}", long(time)),
        (None, RevocationReason::Unspecified) => at,
        (None, RevocationReason::CaCompromise) => format!("{at},CACompromise"),
        (None, reason) => format!("{at},{reason}"),
    }
}

fn short(time: Timestamp) -> String {
    time.to_zoned(TimeZone::UTC)
        .strftime("%y%m%d%H%M%SZ")
        .to_string()
}

fn long(time: Timestamp) -> String {
    time.to_zoned(TimeZone::UTC)
        .strftime("%Y%m%d%H%M%SZ")
        .to_string()
}
