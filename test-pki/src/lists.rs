//! What the authorities know about revocation at a time, and the lists that they publish.

use jiff::{SignedDuration, Timestamp};
use kyso_issuing::{ListedRevocation, Validity};
use kyso_pki::{Crl, RevocationReason};
use toml::Spanned;

use crate::description::{RevocationEntry, Span};
use crate::pki::{PkiError, TestPki, issuing, serial_of};

impl TestPki {
    /// The complete list that the authority `id` published at the time `at`: what happened later is not on it.
    ///
    /// # Errors
    /// When there is no such authority, or the list cannot be made.
    pub fn revocation_list(&self, id: &str, at: Timestamp) -> Result<Crl, PkiError> {
        let place = (id.to_owned(), at);
        if let Some(list) = self.known_lists().get(&place) {
            return Ok(list.clone());
        }
        let list = self.make_list(id, at)?;
        Ok(self.known_lists().entry(place).or_insert(list).clone())
    }

    /// The lists of the time `at` that tell about the certificate of `id` and those above it.
    ///
    /// # Errors
    /// As [`TestPki::revocation_list`].
    pub fn lists_about(&self, id: &str, at: Timestamp) -> Result<Vec<Crl>, PkiError> {
        let mut lists = Vec::new();
        let mut issuer = self.issuer_of(id)?;
        while let Some(above) = issuer {
            lists.push(self.revocation_list(above, at)?);
            issuer = self.issuer_of(above)?;
        }
        Ok(lists)
    }

    fn make_list(&self, id: &str, at: Timestamp) -> Result<Crl, PkiError> {
        let entry = &self.authority_member(id)?.entry;
        let Span(fresh) = entry.lists_fresh.unwrap_or(FRESH);
        let mut revoked = self.revocations(id, at)?;
        revoked.extend(filler(entry.list_filler, self.now() - FILLER_AGE));
        let fresh = Validity {
            not_before: at,
            not_after: at.checked_add(fresh).unwrap_or(at),
        };
        // Lists of later times have greater numbers.
        let number = u64::try_from(at.as_second()).unwrap_or_default();
        let list = self.authority(id)?.revocation_list(number, fresh, &revoked);
        list.map_err(issuing(id))
    }

    /// What the authority `id` had revoked by the time `at`.
    pub(crate) fn revocations(
        &self,
        id: &str,
        at: Timestamp,
    ) -> Result<Vec<ListedRevocation>, PkiError> {
        let is_own = |issuer: &Spanned<String>| issuer.get_ref() == id;
        let authorities = self.authority_members().filter_map(|(member, one)| {
            let issued_here = one.entry.issuer.as_ref().is_some_and(is_own);
            let revoked = one.entry.revoked.as_ref().filter(|_| issued_here);
            Some((member, revoked?))
        });
        let holders = self.holder_members().filter_map(|(member, one)| {
            let revoked = one.entry.revoked.as_ref();
            Some((member, revoked.filter(|_| is_own(&one.entry.issuer))?))
        });
        let mut found = Vec::new();
        for (member, entry) in authorities.chain(holders) {
            found.extend(self.revocation(member, entry, at)?);
        }
        Ok(found)
    }

    fn revocation(
        &self,
        id: &str,
        entry: &RevocationEntry,
        at: Timestamp,
    ) -> Result<Option<ListedRevocation>, PkiError> {
        let since = self.moment(id, entry.at)?;
        let until = entry
            .until
            .map(|until| self.moment(id, until))
            .transpose()?;
        let invalid_since = entry.invalid_since.map(|since| self.moment(id, since));
        let listed = since <= at && until.is_none_or(|until| at < until);
        Ok(listed.then_some(ListedRevocation {
            serial: serial_of(id),
            at: since,
            reason: entry.reason.into(),
            invalidity: invalid_since.transpose()?,
        }))
    }
}

impl RevocationEntry {
    pub(crate) fn times(&self) -> impl Iterator<Item = Span> {
        [Some(self.at), self.invalid_since, self.until]
            .into_iter()
            .flatten()
    }
}

/// Entries that make a list long; no certificate has their serial numbers.
fn filler(count: u32, at: Timestamp) -> impl Iterator<Item = ListedRevocation> {
    (0..count).map(move |number| ListedRevocation {
        serial: [&[0x4B][..], &number.to_be_bytes(), &[0x11; 11]].concat(),
        at,
        reason: RevocationReason::CessationOfOperation,
        invalidity: None,
    })
}

/// How long a list counts when its authority says nothing else.
const FRESH: Span = Span(SignedDuration::from_hours(24 * 7));

const FILLER_AGE: SignedDuration = SignedDuration::from_hours(24 * 90);
