//! Messages for people.

use kyso_signer::{ForbiddenContent, KeyError, SignError};
use kyso_verifier::{LegalStatus, Role, SubIndication, TrustLevel, Verdict};
use kyso_words::{Lang, Localized};

use crate::support::*;

#[test]
fn a_refusal_is_said_in_both_languages() {
    let pki = pki();
    let trust = pki.trust_revoking(&[&pki.person.certificate]);
    let context = kyso_signer::SigningContext::new(&trust, now());
    let error = approved_with(&DECISION, &pki.person, &context).unwrap_err();
    let (vi, en) = (error.text(Lang::Vi), error.text(Lang::En));
    assert!(
        vi.contains("đã bị thu hồi từ 19/11/2026 14:03:07 +07:00 (lộ khóa)"),
        "{vi}"
    );
    assert!(en.contains("is revoked since"), "{en}");
}

#[test]
fn a_verdict_comes_with_its_reason() {
    let error = SignError::PersonSignatureNotValid {
        field: "NguoiKy1".to_owned(),
        verdict: Verdict::TotalFailed,
        reason: Some(SubIndication::HashFailure),
    };
    let vi = error.text(Lang::Vi);
    assert!(
        vi.ends_with("không hợp lệ: Nội dung đã bị thay đổi"),
        "{vi}"
    );
    assert!(
        error
            .text(Lang::En)
            .ends_with("TOTAL_FAILED: The content was changed")
    );
}

#[allow(clippy::too_many_lines, reason = "a table of errors")]
#[test]
fn no_message_is_left_in_english() {
    let field = || "NguoiKy1".to_owned();
    let verdict = Verdict::Indeterminate;
    let errors = [
        SignError::StateSecret {
            marking: "MẬT".to_owned(),
        },
        SignError::Draft {
            marking: "DỰ THẢO".to_owned(),
        },
        SignError::NumberNotPrinted,
        SignError::NumberOnContent { page: 1 },
        SignError::PlaceOfOtherDocument,
        SignError::ActiveContent {
            found: ForbiddenContent::Launch,
            id: kyso_pdf::ObjectId::new(1, 0),
        },
        SignError::UnreadableObject {
            id: kyso_pdf::ObjectId::new(1, 0),
            source: kyso_pdf::PdfError::NotPdf,
        },
        SignError::Pdf(kyso_pdf::PdfError::NotPdf),
        SignError::Key(KeyError::UnsupportedKey {
            subject: "A".to_owned(),
        }),
        SignError::EarlierSignature {
            field: field(),
            verdict,
            reason: None,
        },
        SignError::CertificationLevel { level: 1 },
        SignError::CertificationNotFirst { signatures: 1 },
        SignError::NoPersonSignature,
        SignError::PersonSignatureNotValid {
            field: field(),
            verdict,
            reason: None,
        },
        SignError::PersonCertificateClass {
            field: field(),
            class: TrustLevel::Public,
        },
        SignError::PersonIsAgency { field: field() },
        SignError::SeveralPersonSignatures {
            fields: vec![field()],
            names: vec!["Trần Thị Minh Ánh".to_owned()],
        },
        SignError::NumberOnScan,
        SignError::NoPersonImage { field: field() },
        SignError::AlreadyIssued {
            field: field(),
            role: Role::Agency,
        },
        SignError::ResultNotAccepted {
            field: field(),
            verdict,
            reason: None,
        },
        SignError::ResultNotOriginal {
            status: LegalStatus::Incomplete,
        },
        SignError::Verify(kyso_pdf::PdfError::from(kyso_pdf::Locked::PasswordNeeded).into()),
        SignError::Cms(kyso_pki::BuildError::SignatureMismatch),
    ];
    for error in errors {
        let vi = error.text(Lang::Vi);
        assert!(
            vi.chars().any(
                |letter| "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ".contains(letter)
            ),
            "{vi}"
        );
        assert!(!vi.contains(" the "), "{vi}");
    }
}
