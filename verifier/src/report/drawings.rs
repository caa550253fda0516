//! What the headline says of drawings. Signatures with the same statement are named in one
//! sentence.

use super::{Role, SignatureKind, SignatureReport};
use crate::finding::Finding;
use kyso_words::{Lang, lower_first, number_ranges};

/// `hình của chữ ký 2–25 chồng lên nội dung trang 1`, for the first page of each signature.
pub(super) fn covered(signatures: &[SignatureReport], lang: Lang) -> Vec<String> {
    let ground = |signature: &SignatureReport| signature.findings.iter().find_map(Ground::of);
    let grouped = grouped(signatures, ground).into_iter();
    let texts = grouped.map(|(ground, numbers)| ground.text(&numbers, lang));
    texts.collect()
}

/// The content below a drawing; pages are counted from 1.
#[derive(PartialEq)]
enum Ground {
    /// Content of that page.
    Content(usize),
    /// What could not be read of that page.
    Unread(usize),
    /// The file does not tell.
    Unknown,
}

impl Ground {
    fn of(finding: &Finding) -> Option<Self> {
        Some(match finding {
            Finding::CoversContent { page_index, .. } => match page_index {
                Some(index) => Self::Content(index + 1),
                None => Self::Unknown,
            },
            Finding::DrawnOnUnreadPage { page_index } => Self::Unread(page_index + 1),
            Finding::CoversSignature { page_index, .. } => Self::Content(page_index + 1),
            _ => return None,
        })
    }

    fn text(&self, numbers: &[usize], lang: Lang) -> String {
        let which = number_ranges(numbers.iter().copied());
        let one = numbers.len() == 1;
        let (subject, is) = match one {
            true => ("signature", "is"),
            false => ("signatures", "are"),
        };
        match (lang, self) {
            (Lang::Vi, Self::Content(page)) => {
                format!("hình của chữ ký {which} chồng lên nội dung trang {page}")
            }
            (Lang::Vi, Self::Unread(page)) => format!(
                "không đọc được trang {page}, nên không biết hình của chữ ký {which} có đè lên nội dung hay không"
            ),
            (Lang::Vi, Self::Unknown) => format!("chưa rõ hình của chữ ký {which} hiện ở đâu"),
            (Lang::En, Self::Content(page)) => {
                format!("{subject} {which} {is} drawn over content of page {page}")
            }
            (Lang::En, Self::Unread(page)) => format!(
                "page {page} could not be read, so whether {subject} {which} {is} drawn over content is not known"
            ),
            (Lang::En, Self::Unknown) => format!("where {subject} {which} {is} drawn is not clear"),
        }
    }
}

/// The drawings of later signatures besides number, date and seal, and their signers: `chữ ký 4
/// thêm chữ hoặc hình ở trang 1 (Sở Nội vụ)`, `chữ ký 4: dấu đến (Sở Nội vụ)`.
pub(super) fn drawn(signatures: &[SignatureReport], lang: Lang) -> Vec<String> {
    let drawings = grouped(signatures, Drawing::of).into_iter();
    let drawings = drawings.map(|(drawing, numbers)| drawing.text(&numbers, lang));
    drawings.collect()
}

/// What one signature draws.
#[derive(PartialEq)]
struct Drawing<'s> {
    what: What,
    who: Option<&'s str>,
}

#[derive(PartialEq)]
enum What {
    /// Words or a picture on a page, if that is known.
    Shown(Option<usize>),
    /// A document timestamp that shows something.
    Timestamp(Option<usize>),
    /// A drawing that leaves an original one, and makes none itself.
    Stamp(Role),
}

impl<'s> Drawing<'s> {
    fn of(signature: &'s SignatureReport) -> Option<Self> {
        let drawn = signature.findings.iter().find_map(drawn_page);
        let what = match (drawn, signature.kind) {
            (Some(page), SignatureKind::DocumentTimestamp) => What::Timestamp(page),
            (Some(page), _) => What::Shown(page),
            (None, _) => is_stamp(signature.role).then_some(What::Stamp(signature.role))?,
        };
        let signer = signature.signer.as_ref();
        let who = signer.and_then(|signer| signer.subject_common_name());
        Some(Self { what, who })
    }

    fn text(&self, numbers: &[usize], lang: Lang) -> String {
        let which = number_ranges(numbers.iter().copied());
        let who = self
            .who
            .map_or_else(String::new, |name| format!(" ({name})"));
        let one = numbers.len() == 1;
        let subject = match (&self.what, lang) {
            (What::Timestamp(_), Lang::Vi) => "dấu thời gian",
            (_, Lang::Vi) => "chữ ký",
            (What::Timestamp(_), Lang::En) if one => "document timestamp",
            (What::Timestamp(_), Lang::En) => "document timestamps",
            (_, Lang::En) if one => "signature",
            (_, Lang::En) => "signatures",
        };
        let (does, page) = match &self.what {
            What::Stamp(role) => {
                return format!("{subject} {which}: {}{who}", lower_first(role.label(lang)));
            }
            What::Timestamp(page) => {
                let draws = if one {
                    "draws something"
                } else {
                    "draw something"
                };
                (lang.pick("vẽ chữ hoặc hình", draws), page)
            }
            What::Shown(page) => {
                let adds = if one {
                    "adds words or a picture"
                } else {
                    "add words or a picture"
                };
                (lang.pick("thêm chữ hoặc hình", adds), page)
            }
        };
        let on = lang.pick("ở trang", "on page");
        let page = page.map_or_else(String::new, |page| format!(" {on} {page}"));
        format!("{subject} {which} {does}{page}{who}")
    }
}

/// Roles that leave an original one and make none, and are named with who signed.
fn is_stamp(role: Role) -> bool {
    matches!(
        role,
        Role::Initials
            | Role::Reviewer
            | Role::Receipt
            | Role::Portal
            | Role::UnseenPerson
            | Role::UnseenOrganisation
    )
}

/// The number of the page, if it is known.
fn drawn_page(finding: &Finding) -> Option<Option<usize>> {
    match finding {
        Finding::DrawsOnPage { page_index } | Finding::TimestampDraws { page_index } => {
            Some(page_index.map(|index| index + 1))
        }
        _ => None,
    }
}

/// The numbers of the signatures, from 1, by what is to be said of them, in the order in which that comes first.
pub(super) fn grouped<'s, K: PartialEq>(
    signatures: &'s [SignatureReport],
    key: impl Fn(&'s SignatureReport) -> Option<K>,
) -> Vec<(K, Vec<usize>)> {
    let mut groups: Vec<(K, Vec<usize>)> = Vec::new();
    for (number, signature) in (1..).zip(signatures) {
        let Some(key) = key(signature) else {
            continue;
        };
        match groups.iter_mut().find(|(other, _)| *other == key) {
            Some((_, numbers)) => numbers.push(number),
            None => groups.push((key, vec![number])),
        }
    }
    groups
}
