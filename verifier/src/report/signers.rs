//! The headline's words about the signers.

use super::drawings::grouped;
use super::{Role, SignatureKind, SignatureReport};
use crate::finding::Finding;
use crate::holder::HolderKind;
use kyso_words::{Lang, number_ranges};

/// Signatures beside those of person and agency: `chữ ký 4 chưa rõ vai trò`.
pub(super) fn without_role(signatures: &[SignatureReport], lang: Lang) -> Option<String> {
    if !signatures.iter().any(|one| one.role == Role::Agency) {
        return None;
    }
    let is_unknown = |one: &SignatureReport| {
        let unknown = one.kind == SignatureKind::Signature && one.role == Role::Unknown;
        unknown.then_some(())
    };
    let (_, numbers) = grouped(signatures, is_unknown).pop()?;
    let numbers = number_ranges(numbers.iter().copied());
    Some(match lang {
        Lang::Vi => format!("chữ ký {numbers} chưa rõ vai trò"),
        Lang::En => format!("role unknown: signature {numbers}"),
    })
}

/// Signatures that are of another kind of holder than what they show: `chữ ký 2, 3 thể hiện là của cơ quan nhưng chứng thư
/// là của cá nhân`.
pub(super) fn unlikely(signatures: &[SignatureReport], lang: Lang) -> Vec<String> {
    let holder = |one: &SignatureReport| {
        let mut findings = one.findings.iter();
        findings.find_map(|finding| match finding {
            Finding::UnlikelyHolder { holder, .. } => Some(*holder),
            _ => None,
        })
    };
    let text = |(holder, numbers): (HolderKind, Vec<usize>)| {
        let which = number_ranges(numbers.iter().copied());
        match (holder, lang) {
            (HolderKind::Person, Lang::Vi) => {
                format!("chữ ký {which} thể hiện là của cơ quan nhưng chứng thư là của cá nhân")
            }
            (HolderKind::Organisation, Lang::Vi) => {
                format!("chữ ký {which} thể hiện là của cá nhân nhưng chứng thư là của cơ quan")
            }
            (HolderKind::Person, Lang::En) => {
                format!(
                    "signature {which}: shown as an agency's, but made with the certificate of a person"
                )
            }
            (HolderKind::Organisation, Lang::En) => {
                format!(
                    "signature {which}: shown as a person's, but made with the certificate of an organisation"
                )
            }
        }
    };
    grouped(signatures, holder).into_iter().map(text).collect()
}
