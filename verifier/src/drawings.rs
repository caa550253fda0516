//! What each signature draws, and where: the basis of roles, later drawings, and formal rules.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use kyso_pdf::{Document, ObjectId};

use crate::appearance::FontWork;
use crate::changes::Filling;
use crate::finding::{Finding, FormDetail};
use crate::form::{Appearance, Omitted, SignedPages};
use crate::memories::Memories;
use crate::policy::FormCheck;
use crate::report::{Modifications, Role, RoleBasis, SignatureReport};
use crate::subject::{Examined, Subject};
use crate::{drawn, holder, letterhead, role, text_form};

/// The inputs that decide what is drawn.
pub(crate) struct Drawings<'o, 's, 'd, 'a> {
    pub(crate) document: &'d Document<'a>,
    pub(crate) subjects: &'o [Subject<'s, 'd, 'a>],
    pub(crate) fillings: &'o [Filling],
    /// SHA-256 of the bytes of the document.
    pub(crate) file: [u8; 32],
    /// The rest of the font budget for looks.
    pub(crate) fonts: &'o FontWork,
    /// The memory of other files.
    pub(crate) memories: &'o Memories,
}

impl Drawings<'_, '_, '_, '_> {
    /// Judges all of them, formal rules as far as `form` says.
    pub(crate) fn judge(&self, examined: &mut [Examined], form: FormCheck) {
        assign_roles(examined);
        let omitted = omitted_widgets(self.subjects, examined, self.fillings);
        let steady = steady_revision(examined);
        let memories = self.memories;
        let known = (memories.pictures.clone(), Arc::clone(&memories.programs));
        let mut pages = SignedPages::new(self.document, self.file, steady, omitted, known);
        text_form::assign_approvals(examined, &pages);
        drawn::judge(
            self.document,
            self.subjects,
            examined,
            self.fillings,
            &mut pages,
            (self.fonts, memories.drawn.clone()),
        );
        text_form::assign_copies(examined, &pages);
        role::tell_numbers(examined);
        text_form::assign_attachments(examined, &pages);
        letterhead::assign(examined, &mut pages);
        if form != FormCheck::Off {
            tell_holders(examined);
        }
        match form {
            FormCheck::Full => add_form_findings(examined, &mut pages),
            FormCheck::Pictures => {}
            FormCheck::Off => forget_roles(examined),
        }
        tell_budgets(examined, &pages);
    }
}

/// Says to each signature on a page that was not read which budget it is.
fn tell_budgets(examined: &mut [Examined], pages: &SignedPages<'_, '_>) {
    let over = pages.over_budget();
    for one in examined {
        let place = one.report.place;
        let found = place.and_then(|place| Some((place.page_index, over.get(&place.page_index)?)));
        one.report
            .findings
            .extend(
                found.map(|(page_index, (budget, limit))| Finding::PageOverBudget {
                    page_index,
                    budget: *budget,
                    limit: *limit,
                }),
            );
    }
}

fn assign_roles(examined: &mut [Examined]) {
    let roles = role::roles(examined);
    for (examined, (role, basis)) in examined.iter_mut().zip(roles) {
        examined.report.take_role(role, basis);
    }
}

fn forget_roles(examined: &mut [Examined]) {
    for one in examined {
        one.report.take_role(Role::Unknown, RoleBasis::None);
        one.report.place = None;
        one.report.ink = None;
    }
}

fn first_revision(examined: &[Examined]) -> Option<usize> {
    examined.iter().filter_map(|one| one.report.revision).min()
}

/// The first signed revision, when nothing but signatures was added since.
fn steady_revision(examined: &[Examined]) -> Option<usize> {
    let first = first_revision(examined)?;
    let reports = examined.iter().map(|one| &one.report);
    let mut of_first = reports.filter(|report| report.revision == Some(first));
    let is_steady = of_first.all(|report| {
        report.modifications != Modifications::Forbidden && !report.completed.is_any()
    });
    is_steady.then_some(first)
}

/// Widgets that are drawn on after the first signature.
fn omitted_widgets(
    subjects: &[Subject<'_, '_, '_>],
    examined: &[Examined],
    fillings: &[Filling],
) -> Omitted {
    let first = first_revision(examined);
    let later = subjects.iter().filter(|one| one.covered.revision != first);
    let widgets = later.flat_map(|subject| &subject.field.widgets);
    let signed: BTreeSet<ObjectId> = widgets.filter_map(|widget| widget.id).collect();
    let filled = fillings.iter().flat_map(|filling| &filling.widgets);
    let filled = filled.map(|widget| widget.id);
    Omitted {
        first,
        all: Rc::new(filled.chain(signed.iter().copied()).collect()),
        signed: Rc::new(signed),
    }
}

/// A1 and A2 for persons, B1 for seals relative to the person before them on whose picture they lie.
fn add_form_findings(examined: &mut [Examined], pages: &mut SignedPages<'_, '_>) {
    let is_person = |e: &Examined| e.report.role == Role::Person;
    for index in 0..examined.len() {
        let (before, rest) = examined.split_at_mut(index);
        let Some(current) = rest.first_mut() else {
            continue;
        };
        let Some(appearance) = &current.appearance else {
            continue;
        };
        current.report.form = match current.report.role {
            Role::Person => appearance.person_rules(pages),
            Role::Agency => {
                let persons = before.iter().filter(|e| is_person(e));
                let pictures = persons.filter_map(|e| e.appearance.as_ref());
                // The last of those that it covers alike, or not at all.
                let covered = |one: &&Appearance| appearance.covered_part(one);
                let person = pictures.max_by(|a, b| covered(a).total_cmp(&covered(b)));
                appearance.seal_rules(person)
            }
            _ => Vec::new(),
        };
        let remark = name_remark(&current.report);
        current.report.findings.extend(remark);
    }
}

/// What a reader should know about holders once the roles are known.
fn tell_holders(examined: &mut [Examined]) {
    for one in examined {
        let unlikely = role::unlikely_holder(&one.report);
        let left_behind = role::left_behind(&one.report);
        one.report.findings.extend(unlikely);
        one.report.findings.extend(left_behind);
    }
}

/// Another name on the page than in the certificate: for a reader to judge.
fn name_remark(report: &SignatureReport) -> Option<Finding> {
    let certified = report.signer.as_ref()?.subject_common_name()?;
    let printed = report
        .form
        .iter()
        .find_map(|finding| match &finding.detail {
            FormDetail::BetweenTitleAndName { name, .. } => Some(name),
            _ => None,
        })?;
    (!holder::is_same(printed, certified)).then(|| Finding::NameDiffers {
        printed: printed.clone(),
        certified: certified.to_owned(),
    })
}
