//! Notes and warnings about a document that was just signed, for standard error.

use std::path::Path;

use jiff::civil::Date;
use kyso_pki::Certificate;
use kyso_report::{
    broken_form_rules, differing_names, differing_names_before, holder_name, signed_after,
    unlikely_holder,
};
use kyso_signer::{AuthorityDoubt, BaselineLevel, IssuedPackage, LiftError, Shortfall, Signed};
use kyso_verifier::HolderKind;
use kyso_words::{Lang, Localized, counted, vietnam_date};

/// What was signed, in one line for standard error.
pub(super) fn signed(signed: &Signed, path: &Path, lang: Lang) -> String {
    let verdict = signed.report.verdict.label(lang);
    let status = signed.report.legal_status.label(lang);
    let (level, path) = (signed.level, path.display());
    match lang {
        Lang::Vi => format!("Đã ký và kiểm tra lại: {path} ({verdict}; {status}; {level})"),
        Lang::En => format!("signed and verified again: {path} ({verdict}; {status}; {level})"),
    }
}

/// What was issued together, in one line for standard error.
pub(super) fn issued(issued: &IssuedPackage, folder: &Path, lang: Lang) -> String {
    let (number, files, folder) = (&issued.number, issued.attachments.len(), folder.display());
    match lang {
        Lang::Vi => format!("Đã ban hành văn bản số {number} cùng {files} phụ lục: {folder}"),
        Lang::En => format!(
            "issued {number} with {}: {folder}",
            counted(files, "attachment")
        ),
    }
}

/// Whose certificate signs, who issued it, and until when it is valid, in one line for standard error (M5).
pub(super) fn signing_certificate(certificate: &Certificate, lang: Lang) -> String {
    let holder = certificate.subject_common_name().map(str::to_owned);
    let holder = holder.unwrap_or_else(|| holder_name(certificate, lang));
    let unit = certificate.subject_organization();
    let unit = unit
        .filter(|unit| *unit != holder)
        .map(|unit| format!(" ({unit})"));
    let issuer = certificate.issuer_label();
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
pub(super) fn test_key(lang: Lang) -> &'static str {
    lang.pick(
        "LƯU Ý: đã ký bằng khóa thử nghiệm (tệp PKCS#12); khóa dùng để ký văn bản thật phải nằm trong thiết bị (token, thẻ, HSM)",
        "NOTE: signed with a test key (a PKCS#12 file); keys that sign documents in earnest lie in a device (token, card, HSM)",
    )
}

/// The loud warning that what was signed is marked as a draft.
pub(super) fn draft(marking: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!(
            "CẢNH BÁO: trang đầu ghi “{marking}”; hãy xem lại đây có đúng là bản để ký hay không"
        ),
        Lang::En => format!(
            "WARNING: the first page is marked “{marking}”; make sure that this is the text to be signed"
        ),
    }
}

/// The loud warning that the directory does not show that the person may sign for the agency (A5).
pub(super) fn doubt(doubt: &AuthorityDoubt, lang: Lang) -> String {
    format!("{}: {}", lang.pick("CẢNH BÁO", "WARNING"), doubt.text(lang))
}

/// The loud warning that what was signed shows another kind of holder than the certificate has; `None` where it does not.
pub(super) fn holder(signed: &Signed, lang: Lang) -> Option<String> {
    let (holder, name) = unlikely_holder(signed)?;
    Some(match (holder, lang) {
        (HolderKind::Person, Lang::Vi) => format!(
            "CẢNH BÁO: con dấu, số và ngày được ký bằng chứng thư của cá nhân “{name}”, không phải của cơ quan; hãy xem lại khóa ký"
        ),
        (HolderKind::Organisation, Lang::Vi) => format!(
            "CẢNH BÁO: chữ ký của người có thẩm quyền được tạo bằng chứng thư của cơ quan, tổ chức “{name}”; hãy xem lại khóa ký"
        ),
        (HolderKind::Person, Lang::En) => format!(
            "WARNING: seal, number and date were signed with the certificate of a person, “{name}”, not of an agency; check the key"
        ),
        (HolderKind::Organisation, Lang::En) => format!(
            "WARNING: the signature of the competent person was made with the certificate of an organisation, “{name}”; check the key"
        ),
    })
}

/// The loud warning that the name printed below the signature is not that of the certificate; `None` where it is.
pub(super) fn other_name(signed: &Signed, lang: Lang) -> Option<String> {
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
pub(super) fn other_name_before(signed: &Signed, lang: Lang) -> Option<String> {
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
pub(super) fn early_date(signed: &Signed, date: Date, lang: Lang) -> Option<String> {
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

/// The loud warning that a level was not reached, with the reason (G3).
pub(super) fn shortfall(shortfall: &Shortfall, level: BaselineLevel, lang: Lang) -> String {
    let wanted = shortfall.wanted;
    let why = LiftError::Timestamp(shortfall.reason.clone()).text(lang);
    match lang {
        Lang::Vi => format!("CẢNH BÁO: chữ ký chỉ ở mức {level}, không phải {wanted}: {why}"),
        Lang::En => format!("WARNING: the signature is at {level} only, not {wanted}: {why}"),
    }
}

/// The form rules that the new signature breaks, in one line.
pub(super) fn form_rules(signed: &Signed, lang: Lang) -> Option<String> {
    let failed = broken_form_rules(signed);
    let failed = failed.map(|form| format!("{}: {}", form.rule.as_str(), form.text(lang)));
    let failed = failed.collect::<Vec<_>>().join(" ");
    let label = lang.pick(
        "LƯU Ý: đã ký, nhưng chưa đạt thể thức",
        "NOTE: signed, but these form rules are not kept:",
    );
    (!failed.is_empty()).then(|| format!("{label} {failed}"))
}

/// Where it is noted that a file is to be lifted later.
pub(super) fn queued(entry: &Path, lang: Lang) -> String {
    let dir = entry.parent().unwrap_or(entry).display();
    match lang {
        Lang::Vi => {
            format!("Đã đưa vào hàng đợi; khi máy chủ trả lời, chạy: kyso extend --queue {dir}")
        }
        Lang::En => format!("queued; when an authority answers, run: kyso extend --queue {dir}"),
    }
}
