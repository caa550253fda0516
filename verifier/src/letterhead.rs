//! The agency that is printed at the top of the first page (NĐ 30/2020, annex I, part II: on the left, above the number).
//!
//! It says whose certificate it is where neither the identifier nor the name itself does: organisations whose names begin like
//! no agency's.

use kyso_stamp_images::PageText;

use crate::form::SignedPages;
use crate::report::{Role, RoleBasis, SignatureKind};
use crate::subject::Examined;
use crate::text_form::plain;

/// Gives the role of an organisation to signatures that draw nothing, and whose certificate does
/// not show its kind of holder, when the name of the certificate is printed there.
pub(crate) fn assign(examined: &mut [Examined], pages: &mut SignedPages<'_, '_>) {
    let mut printed = None;
    for one in examined.iter_mut().filter(|one| is_open(one)) {
        let name = one.report.signer.as_ref();
        let name = plain(
            name.and_then(|signer| signer.subject_common_name())
                .unwrap_or_default(),
        );
        let printed = printed.get_or_insert_with(|| {
            let page = pages.page(0).and_then(|page| page.text()?.page(0).ok());
            page.map(lines_at_top).unwrap_or_default()
        });
        if is_of_several_words(&name) && is_printed(&name, printed) {
            let role = Role::UnseenOrganisation;
            one.report.take_role(role, RoleBasis::Letterhead);
        }
    }
}

fn is_open(one: &Examined) -> bool {
    let draws_nothing = one.appearance.as_ref().is_some_and(|a| a.draws_nothing);
    one.report.kind == SignatureKind::Signature
        && one.report.role == Role::Unknown
        // Anybody may put the name of an agency into a certificate of his own.
        && one.report.trust.anchor.is_some()
        && draws_nothing
        && one.report.signer.is_some()
        && one.report.holder_kind.is_none()
}

/// The lines in the left part of the top of a page, from top to bottom.
fn lines_at_top(page: &PageText) -> Vec<String> {
    const HEIGHT: f64 = 0.2;
    const WIDTH: f64 = 0.55;
    let (width, height) = page.frame().size();
    let is_there = |(x, y): (f64, f64)| x < WIDTH * width && y < HEIGHT * height;
    let mut pieces: Vec<_> = page
        .pieces()
        .iter()
        .filter(|piece| is_there((piece.area.centre_x(), piece.area.centre_y())))
        .collect();
    pieces.sort_by(|one, other| one.area.centre_y().total_cmp(&other.area.centre_y()));
    let of_one_line = pieces
        .chunk_by(|one, next| next.area.centre_y() - one.area.centre_y() < 0.5 * one.area.height);
    let lines = of_one_line.map(|line| {
        let mut line = line.to_vec();
        line.sort_by(|one, other| one.area.left.total_cmp(&other.area.left));
        let words: Vec<&str> = line.iter().map(|piece| piece.text.as_str()).collect();
        plain(&words.join(" "))
    });
    lines.filter(|line| !line.is_empty()).collect()
}

/// Whether a name fills one line, or two or three that follow each other: a name within a sentence or behind a greeting
/// (`Kính gửi: …`) is another's.
fn is_printed(name: &str, lines: &[String]) -> bool {
    (1..=3).any(|count| lines.windows(count).any(|lines| lines.join(" ") == name))
}

/// Many papers have one such word.
fn is_of_several_words(name: &str) -> bool {
    name.split(' ').count() > 1
}
