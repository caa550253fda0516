//! A document and its attachments in files of their own, issued together (C2, C3).
//!
//! Each file is verified by itself. What belongs together is asked here: one agency, one number, and, where the seal of the
//! main document states it, the list of the attachments that were issued with it.

mod finding;
mod list;
mod parts;

use std::cmp::Reverse;

use kyso_pki::Certificate;
use kyso_words::Lang;

use crate::report::json::{PackageFault, PackageSchema, PackageVerification};
use crate::states::PackageState;
pub use finding::PackageFinding;
pub use list::{PackageEntry, PackageList};
pub use parts::{AttachmentPart, MainPart};

/// What was found out about a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageReport {
    /// Whether the files belong together, and are all there.
    pub state: PackageState,
    /// What led to it, faults first.
    pub findings: Vec<PackageFinding>,
}

impl PackageReport {
    /// The result for programs, without the reports on the files; messages are in the language `lang`.
    #[must_use]
    pub fn verification(&self, main: &MainPart, lang: Lang) -> PackageVerification {
        let findings = self.findings.iter().map(|finding| PackageFault {
            code: finding.code(),
            file: finding.attachment().map(|index| index + 1),
            message: finding.text(lang),
        });
        PackageVerification {
            schema: PackageSchema::V1,
            state: self.state,
            headline: self.state.label(lang).to_owned(),
            number: main.number().map(ToString::to_string),
            findings: findings.collect(),
            files: Vec::new(),
        }
    }
}

/// Whether the attachments, in the order in which they were given, are those of the main document.
#[must_use]
pub fn judge_package(main: &MainPart, attachments: &[AttachmentPart]) -> PackageReport {
    let mut findings = Vec::new();
    if !main.is_original {
        findings.push(PackageFinding::MainNoOriginal);
    }
    for (index, attachment) in attachments.iter().enumerate() {
        let earlier = attachments.get(..index).unwrap_or_default();
        findings.extend(judge(main, (index, attachment), earlier));
    }
    match &main.list {
        Some(list) => findings.extend(missing(list, attachments)),
        None => findings.push(PackageFinding::NoList),
    }
    if main.number.is_none() && main.list.is_none() {
        findings.push(PackageFinding::MainNumberUnread);
    }
    findings.sort_by_key(|finding| Reverse(gravity(finding.state())));
    let worst = findings.first().map(PackageFinding::state);
    PackageReport {
        state: worst.unwrap_or(PackageState::Complete),
        findings,
    }
}

fn gravity(state: PackageState) -> usize {
    let mut states = PackageState::ALL.iter();
    states.position(|one| *one == state).unwrap_or_default()
}

/// Why an attachment does not belong to the main document; nothing when it does.
fn judge(
    main: &MainPart,
    (index, attachment): (usize, &AttachmentPart),
    earlier: &[AttachmentPart],
) -> Option<PackageFinding> {
    if !attachment.is_valid {
        return Some(PackageFinding::NoValidAttachment { index });
    }
    let is_seal_of = |signer: &Certificate| {
        let mut seals = main.seals.iter();
        seals.any(|seal| seal.is_of_same_holder(signer))
    };
    if !attachment.signers.iter().any(is_seal_of) {
        let signer = attachment.signers.first();
        let holder = signer.map(Certificate::subject_label).unwrap_or_default();
        return Some(PackageFinding::OtherAgency { index, holder });
    }
    match (&main.number, &attachment.number) {
        (Some(main), Some(own)) if !main.is_same_as(own) => {
            return Some(PackageFinding::OtherNumber {
                index,
                found: own.clone(),
                expected: main.clone(),
            });
        }
        // A list says more than a number.
        (Some(_), None) if main.list.is_none() => {
            return Some(PackageFinding::NumberUnread { index });
        }
        _ => {}
    }
    if main.list.is_some() && attachment.entry.is_none() {
        return Some(PackageFinding::NotListed { index });
    }
    let same = earlier
        .iter()
        .position(|one| one.sha256 == attachment.sha256);
    same.map(|first| PackageFinding::GivenTwice { index, first })
}

/// The listed attachments that no given file is.
fn missing<'l>(
    list: &'l PackageList,
    attachments: &'l [AttachmentPart],
) -> impl Iterator<Item = PackageFinding> + 'l {
    let is_given = |entry: usize| {
        let mut attachments = attachments.iter();
        attachments.any(|attachment| attachment.entry == Some(entry))
    };
    let entries = list.entries().iter().enumerate();
    entries
        .filter(move |(index, _)| !is_given(*index))
        .map(|(_, entry)| PackageFinding::Missing {
            name: entry.name().to_owned(),
        })
}
