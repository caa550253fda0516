//! What a clerk should do with a document, by its verdict and legal status.

use kyso_verifier::{Finding, LegalStatus as Status, Report, Role, SubIndication, Verdict};
use kyso_words::Lang;

/// Whether a document is valid and yet not simply to be registered: it is no original and no copy, or of another kind of holder
/// than it shows, or says.
#[must_use]
pub fn needs_care(report: &Report) -> bool {
    let counts = matches!(report.legal_status, Status::Original | Status::Copy);
    report.verdict == Verdict::TotalPassed
        && (!counts || is_of_unlikely_holder(report) || has_other_name(report))
}

/// Whether another name is printed below the signature of a person than that of the certificate.
fn has_other_name(report: &Report) -> bool {
    let differs = |finding: &Finding| matches!(finding, Finding::NameDiffers { .. });
    let mut persons = report
        .signatures
        .iter()
        .filter(|one| one.role == Role::Person);
    persons.any(|one| one.findings.iter().any(differs))
}

/// Whether all who sign as person, as agency or for a copy are of another kind than they show: one that is what it shows
/// is enough, whatever others add.
fn is_of_unlikely_holder(report: &Report) -> bool {
    let unlikely = |finding: &Finding| matches!(finding, Finding::UnlikelyHolder { .. });
    [Role::Person, Role::Agency, Role::Copy].iter().any(|role| {
        let signatures = report.signatures.iter();
        let mut of_role = signatures.filter(|one| one.role == *role).peekable();
        of_role.peek().is_some() && of_role.all(|one| one.findings.iter().any(unlikely))
    })
}

/// What a clerk should do with the document.
#[must_use]
#[allow(clippy::too_many_lines, reason = "a table of texts")]
pub fn next_step(report: &Report, lang: Lang) -> &'static str {
    let lacks = |reason| {
        let mut reasons = report.signatures.iter();
        reasons.any(|one| one.sub_indication == Some(reason))
    };
    match (report.verdict, report.legal_status) {
        (Verdict::TotalPassed, Status::Original | Status::Copy)
            if is_of_unlikely_holder(report) =>
        {
            lang.pick(
                "Chưa đăng ký. Hỏi lại nơi gửi: có chữ ký thể hiện là của cơ quan nhưng chứng thư của cá nhân, hoặc ngược lại.",
                "Do not register it yet. Ask the sender: a signature shown as an agency's is made with the certificate of a person, or the other way round.",
            )
        }
        (Verdict::TotalPassed, Status::Original | Status::Copy) if has_other_name(report) => lang
            .pick(
                "Đối chiếu người ký trước khi đăng ký: họ tên in dưới chữ ký khác họ tên trong chứng thư.",
                "Compare who signed before you register it: the name printed below the signature is not that of the certificate.",
            ),
        (Verdict::TotalPassed, Status::InformationOnly | Status::Incomplete)
            if !report.completions().is_empty() => lang
            .pick(
                "Không đăng ký như bản gốc. Sau khi ký, văn bản đã được điền hoặc ghi chú thêm: đề nghị nơi gửi gửi bản như khi ban hành.",
                "Do not register it as an original. Something was filled in or remarked after signing: ask the sender for the document as it was issued.",
            ),
        (Verdict::TotalPassed, Status::Original) => lang.pick(
            "Tiếp nhận và đăng ký văn bản đến.",
            "Accept and register the document.",
        ),
        (Verdict::TotalPassed, Status::Copy) => lang.pick(
            "Tiếp nhận như bản sao; đối chiếu hình thức sao ghi trên văn bản.",
            "Accept as a copy; compare the form of copy stated on it.",
        ),
        (Verdict::TotalPassed, Status::Incomplete) => lang.pick(
            "Chưa phải bản gốc: chưa đủ chữ ký của người có thẩm quyền và của cơ quan. Đề nghị nơi gửi gửi bản đã ban hành.",
            "Not an original: the signature of the competent person or of the agency is missing. Ask the sender for the issued document.",
        ),
        (Verdict::TotalPassed, _) => lang.pick(
            "Chỉ để biết, tham khảo. Không đăng ký như bản gốc.",
            "For information only. Do not register as an original.",
        ),
        _ if report.is_written_anew() => lang.pick(
            "Không tiếp nhận tệp này. Đề nghị nơi gửi gửi lại tệp gốc như khi ký: tệp này đã bị ghi lại toàn bộ, không biết nội dung có bị sửa hay không.",
            "Do not accept this file. Ask the sender for the original file as it was signed: this one was written anew, and whether its content was changed is not known.",
        ),
        (Verdict::TotalFailed, _) => lang.pick(
            "Không tiếp nhận. Trả lại nơi gửi trên hệ thống, kèm lý do.",
            "Do not accept. Return it to the sender on the system with the reasons.",
        ),
        (Verdict::NotSigned, _) => lang.pick(
            "Chỉ để biết, tham khảo. Đề nghị nơi gửi gửi bản đã ký số.",
            "For information only. Ask the sender for the signed document.",
        ),
        _ if lacks(SubIndication::NoCertificateChainFound) => lang.pick(
            "Chưa tiếp nhận như bản gốc. Báo quản trị viên xác minh nơi cấp chứng thư; chỉ thêm chứng thư gốc sau khi đối chiếu vân tay với công bố chính thức.",
            "Do not accept it as an original yet. Have the administrator find out who issued the certificate; a root is added only after its fingerprint was compared with the official one.",
        ),
        _ if lacks(SubIndication::OutOfBoundsNoPoe)
            || lacks(SubIndication::OutOfBoundsNotRevoked)
            || lacks(SubIndication::RevokedNoPoe) =>
        {
            lang.pick(
                "Chưa tiếp nhận như bản gốc. Chứng thư đã hết hạn, chưa có hiệu lực hoặc bị thu hồi, không có dấu thời gian chứng minh đã ký trong thời hạn hiệu lực: hỏi lại nơi gửi.",
                "Do not accept it as an original yet. The certificate has expired, is not valid yet or is revoked, and no timestamp proves that it signed while it was valid: ask the sender.",
            )
        }
        _ if lacks(SubIndication::TryLater) => lang.pick(
            "Chưa tiếp nhận như bản gốc. Kiểm tra lại sau; nếu vẫn vậy, báo quản trị viên: thiếu thông tin thu hồi (OCSP, CRL).",
            "Do not accept it as an original yet. Check again later; if nothing changes, tell the administrator: revocation evidence (OCSP, CRL) is missing.",
        ),
        _ => lang.pick(
            "Chưa tiếp nhận như bản gốc. Hỏi lại nơi gửi hoặc báo quản trị viên, kèm lý do.",
            "Do not accept as an original yet. Ask the sender or the administrator, with the reasons.",
        ),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use kyso_verifier::HolderKind;

    use super::*;
    use crate::sample::issued;

    #[test]
    fn only_who_makes_it_an_original_must_be_what_is_shown() {
        let (_, mut report) = issued();
        assert!(!needs_care(&report));
        let unlikely = || Finding::UnlikelyHolder {
            holder: HolderKind::Organisation,
            name: "Sở Nội vụ".to_owned(),
        };
        // Somebody else's picture beside the person's.
        let mut other = report.signatures[0].clone();
        assert_eq!(other.role, Role::Person);
        other.findings.push(unlikely());
        report.signatures.insert(1, other);
        assert!(!needs_care(&report));
        assert!(next_step(&report, Lang::Vi).starts_with("Tiếp nhận"));
        report.signatures[0].findings.push(unlikely());
        assert!(needs_care(&report));
        assert!(next_step(&report, Lang::Vi).starts_with("Chưa đăng ký"));
    }

    #[test]
    fn another_name_than_the_printed_one_asks_to_compare() {
        let (_, mut report) = issued();
        let differs = Finding::NameDiffers {
            printed: "Lê Văn A".to_owned(),
            certified: "Trần Thị Minh Ánh".to_owned(),
        };
        report.signatures[0].findings.push(differs);
        assert!(needs_care(&report));
        let step = next_step(&report, Lang::Vi);
        assert!(
            step.starts_with("Đối chiếu người ký trước khi đăng ký"),
            "{step}"
        );
    }
}
