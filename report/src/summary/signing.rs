//! Notes and warnings about a document that was just signed, for standard error.

use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use kyso_pki::Certificate;
use kyso_signer::{BaselineLevel, LiftError, Shortfall, Signed};
use kyso_verifier::{Finding, HolderKind, Role, SignatureKind, SignatureReport};
use kyso_words::{Lang, Localized, vietnam_date};

use super::named;
/// What was signed, in one line for standard error.
#[must_use]
pub fn signed(signed: &Signed, path: &Path, lang: Lang) -> String {
    let verdict = signed.report.verdict.label(lang);
    let status = signed.report.legal_status.label(lang);
    let (level, path) = (signed.level, path.display());
    match lang {
        Lang::Vi => format!("Đã ký và kiểm tra lại: {path} ({verdict}; {status}; {level})"),
        Lang::En => format!("signed and verified again: {path} ({verdict}; {status}; {level})"),
    }
}

/// Whose certificate signs, who issued it, and until when it is valid, in one line for standard error (M5).
pub fn signing_certificate(certificate: &Certificate, lang: Lang) -> String {
    let holder = certificate.subject_common_name().map(str::to_owned);
    let holder = holder.unwrap_or_else(|| named(certificate, lang));
    let unit = certificate.subject_organization();
    let unit = unit
        .filter(|unit| *unit != holder)
        .map(|unit| format!(" ({unit})"));
    let issuer = certificate.issuer_common_name().map(str::to_owned);
    let issuer = issuer.unwrap_or_else(|| certificate.issuer_display());
    let (unit, number) = (unit.unwrap_or_default(), certificate.serial_hex());
    let [from, until] = [certificate.not_before(), certificate.not_after()].map(vietnam_date);
    match lang {
        Lang::Vi => format!(
            "Chứng thư ký: {holder}{unit}; CA cấp: {issuer}; thời hạn {from} – {until}; số {number}"
        ),
        Lang::En => format!(
            "signing certificate: {holder}{unit}; issued by {issuer}; valid {from} – {until}; no. {number}"
        ),
    }
}

/// The note that a key of a file signed: it is for tests (M6).
#[must_use]
pub fn test_key(lang: Lang) -> &'static str {
    lang.pick(
        "LƯU Ý: đã ký bằng khóa thử nghiệm (tệp PKCS#12); khóa dùng để ký văn bản thật phải nằm trong thiết bị (token, thẻ, HSM)",
        "NOTE: signed with a test key (a PKCS#12 file); keys that sign documents in earnest lie in a device (token, card, HSM)",
    )
}

/// The loud warning that what was signed is marked as a draft.
#[must_use]
pub fn draft(marking: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!(
            "CẢNH BÁO: trang đầu ghi “{marking}”; hãy xem lại đây có đúng là bản để ký hay không"
        ),
        Lang::En => format!(
            "WARNING: the first page is marked “{marking}”; make sure that this is the text to be signed"
        ),
    }
}

/// The loud warning that what was signed shows another kind of holder than the certificate has; `None` where it does not.
#[must_use]
pub fn holder(signed: &Signed, lang: Lang) -> Option<String> {
    let (holder, name) = unlikely_holder(signed)?;
    Some(match (holder, lang) {
        (HolderKind::Person, Lang::Vi) => format!(
            "CẢNH BÁO: con dấu, số và ngày được ký bằng chứng thư của cá nhân “{name}”, không phải của cơ quan; hãy xem lại khóa ký"
        ),
        (_, Lang::Vi) => format!(
            "CẢNH BÁO: chữ ký của người có thẩm quyền được tạo bằng chứng thư của cơ quan, tổ chức “{name}”; hãy xem lại khóa ký"
        ),
        (HolderKind::Person, Lang::En) => format!(
            "WARNING: seal, number and date were signed with the certificate of a person, “{name}”, not of an agency; check the key"
        ),
        (_, Lang::En) => format!(
            "WARNING: the signature of the competent person was made with the certificate of an organisation, “{name}”; check the key"
        ),
    })
}

/// The loud warning that the name printed below the signature is not that of the certificate; `None` where it is.
#[must_use]
pub fn other_name(signed: &Signed, lang: Lang) -> Option<String> {
    let (printed, certified) = differing_names(signed)?;
    Some(match lang {
        Lang::Vi => format!(
            "CẢNH BÁO: họ tên in dưới chữ ký là “{printed}”, chứng thư của “{certified}”; hãy xem lại khóa ký"
        ),
        Lang::En => format!(
            "WARNING: the name printed below the signature is “{printed}”, the certificate is that of “{certified}”; check the key"
        ),
    })
}

/// The same about a person who approved what the agency issues now.
#[must_use]
pub fn other_name_before(signed: &Signed, lang: Lang) -> Option<String> {
    let (printed, certified) = differing_names_before(signed)?;
    Some(match lang {
        Lang::Vi => format!(
            "CẢNH BÁO: họ tên in dưới chữ ký là “{printed}”, chứng thư của “{certified}”; đối chiếu người ký trước khi phát hành"
        ),
        Lang::En => format!(
            "WARNING: the name printed below the signature is “{printed}”, the certificate is that of “{certified}”; compare who signed before you send it"
        ),
    })
}

/// The loud warning that a document is dated before the competent person signed it; `None` where it is not.
#[must_use]
pub fn early_date(signed: &Signed, date: Date, lang: Lang) -> Option<String> {
    let signed_at = signed_after(signed, date)?;
    let (date, day) = (date.strftime("%d/%m/%Y"), vietnam_date(signed_at));
    Some(match lang {
        Lang::Vi => format!(
            "CẢNH BÁO: ngày ban hành {date} trước ngày người có thẩm quyền ký ({day}); hãy xem lại ngày trước khi phát hành"
        ),
        Lang::En => format!(
            "WARNING: the date of issue, {date}, is before the day on which the competent person signed ({day}); check it before you send the document"
        ),
    })
}

/// When the last competent person signed, where that is after the day that a document is dated.
#[must_use]
pub fn signed_after(signed: &Signed, date: Date) -> Option<Timestamp> {
    let signatures = signed.report.signatures.iter();
    let persons = signatures.filter(|one| one.role == Role::Person);
    let last = persons.filter_map(|one| one.signing_time.value).max()?;
    (vietnam_day(last) > date).then_some(last)
}

fn vietnam_day(at: Timestamp) -> Date {
    Offset::constant(7).to_datetime(at).date()
}

/// The printed name and that of the certificate, where the newest signature shows another one.
#[must_use]
pub fn differing_names(signed: &Signed) -> Option<(&str, &str)> {
    names_in(newest(signed)?)
}

/// The same of a person whose signature the agency sealed.
pub fn differing_names_before(signed: &Signed) -> Option<(&str, &str)> {
    let is_issued = newest(signed)?.role == Role::Agency;
    let signatures = signed.report.signatures.iter().filter(|_| is_issued);
    let mut persons = signatures.filter(|one| one.role == Role::Person);
    persons.find_map(names_in)
}

fn names_in(signature: &SignatureReport) -> Option<(&str, &str)> {
    signature.findings.iter().find_map(|finding| match finding {
        Finding::NameDiffers { printed, certified } => Some((printed.as_str(), certified.as_str())),
        _ => None,
    })
}

/// The signature that was just made: number and date have the same key.
fn newest(signed: &Signed) -> Option<&SignatureReport> {
    let mut signatures = signed.report.signatures.iter();
    signatures.rfind(|one| one.kind == SignatureKind::Signature)
}

/// Of the newest signature.
#[must_use]
pub fn unlikely_holder(signed: &Signed) -> Option<(HolderKind, &str)> {
    newest(signed)?
        .findings
        .iter()
        .find_map(|finding| match finding {
            Finding::UnlikelyHolder { holder, name } => Some((*holder, name.as_str())),
            _ => None,
        })
}

/// The loud warning that a level was not reached, with the reason (G3).
#[must_use]
pub fn shortfall(shortfall: &Shortfall, level: BaselineLevel, lang: Lang) -> String {
    let wanted = shortfall.wanted;
    let why = LiftError::Timestamp(shortfall.reason.clone()).text(lang);
    match lang {
        Lang::Vi => format!("CẢNH BÁO: chữ ký chỉ ở mức {level}, không phải {wanted}: {why}"),
        Lang::En => format!("WARNING: the signature is at {level} only, not {wanted}: {why}"),
    }
}

/// The form rules that the new signature breaks, such as one that does not lie between title and
/// name; in one line for standard error.
#[must_use]
pub fn form_rules(signed: &Signed, lang: Lang) -> Option<String> {
    let failed = newest(signed)?.form.iter().filter(|form| !form.ok);
    let failed = failed.map(|form| format!("{}: {}", form.rule.as_str(), form.text(lang)));
    let failed = failed.collect::<Vec<_>>().join(" ");
    let label = lang.pick(
        "LƯU Ý: đã ký, nhưng chưa đạt thể thức",
        "NOTE: signed, but these form rules are not kept:",
    );
    (!failed.is_empty()).then(|| format!("{label} {failed}"))
}

/// Where it is noted that a file is to be lifted later.
#[must_use]
pub fn queued(entry: &Path, lang: Lang) -> String {
    let dir = entry.parent().unwrap_or(entry).display();
    match lang {
        Lang::Vi => {
            format!("Đã đưa vào hàng đợi; khi máy chủ trả lời, chạy: kyso extend --queue {dir}")
        }
        Lang::En => format!("queued; when an authority answers, run: kyso extend --queue {dir}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_that_of_viet_nam() {
        let late = Timestamp::from_second(1_795_100_400); // 2026-11-19T15:00:00Z
        assert_eq!(
            late.map(vietnam_day).ok(),
            Some(Date::constant(2026, 11, 19))
        );
        let later = Timestamp::from_second(1_795_100_400 + 3 * 3600);
        assert_eq!(
            later.map(vietnam_day).ok(),
            Some(Date::constant(2026, 11, 20))
        );
    }
}
