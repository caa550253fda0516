//! The seven facts that software which verifies must show of every signature (circular 15/2025/TT-BKHCN, article 6; rule M1): labels
//! and values for people, on which text, record, page and JSON draw. What cannot be known says so, and why.

mod validity;

use kyso_pki::Certificate;
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    ContentState, Coverage, Integrity, Modifications, SignatureKind, SignatureReport, TimeSource,
    TrustLevel,
};
use crate::finding::Finding;
use kyso_words::Lang;
use kyso_words::{vietnam_date, vietnam_time};

/// One of the seven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// Who issued the certificate.
    IssuingCa,
    /// Who signed.
    Signer,
    /// The unit that answers for the certificate: the organization in it.
    ManagingUnit,
    /// When, and who says so.
    SigningTime,
    /// Whether the document is what was signed.
    Integrity,
    /// Whether the certificate was in force when it signed.
    ValidAtSigning,
    /// From when until when the certificate is valid.
    CertificateValidity,
}

/// A fact in the words of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Which.
    pub kind: FactKind,
    /// What it is, or why it is not known.
    pub value: String,
    /// Whether it is known.
    pub known: bool,
}

/// A value, or why there is none.
type Told = Result<String, String>;

impl FactKind {
    /// The label: `CA cấp chứng thư`.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'static str {
        let (vi, en) = match self {
            Self::IssuingCa => ("CA cấp chứng thư", "Issuing CA"),
            Self::Signer => ("Người ký", "Signer"),
            Self::ManagingUnit => ("Đơn vị quản lý chứng thư", "Managing unit"),
            Self::SigningTime => ("Thời gian ký", "Signing time"),
            Self::Integrity => ("Tính toàn vẹn", "Integrity"),
            Self::ValidAtSigning => ("Hiệu lực tại thời điểm ký", "Valid at signing time"),
            Self::CertificateValidity => ("Thời hạn chứng thư", "Certificate validity"),
        };
        lang.pick(vi, en)
    }
}

impl SignatureReport {
    /// The seven facts, in the order of the circular.
    #[must_use]
    pub fn facts(&self, lang: Lang) -> [Fact; 7] {
        let fact = |kind, told: Told| {
            let known = told.is_ok();
            let value = told.unwrap_or_else(|reason| reason);
            Fact { kind, value, known }
        };
        [
            fact(FactKind::IssuingCa, self.issuing_ca(lang)),
            fact(FactKind::Signer, self.holder(lang)),
            fact(FactKind::ManagingUnit, self.managing_unit(lang)),
            fact(FactKind::SigningTime, self.time(lang)),
            fact(FactKind::Integrity, self.wholeness(lang)),
            fact(FactKind::ValidAtSigning, self.valid_at_signing(lang)),
            fact(FactKind::CertificateValidity, self.validity(lang)),
        ]
    }

    /// The revocation state of the path in words; what is only suspended is not called revoked.
    #[must_use]
    pub fn revocation(&self, lang: Lang) -> &'static str {
        match self.is_suspended() {
            true => lang.pick("Đang bị tạm dừng", "Suspended"),
            false => self.trust.revocation.label(lang),
        }
    }

    fn certificate(&self, lang: Lang) -> Result<&Certificate, String> {
        let missing = || match self.findings.contains(&Finding::NoCertificate) {
            true => lang.pick(
                "Không biết: chữ ký không kèm chứng thư của người ký",
                "Not known: the signature brings no certificate of its signer",
            ),
            false => lang.pick(
                "Không biết: không đọc được chứng thư từ chữ ký",
                "Not known: no certificate can be read from the signature",
            ),
        };
        self.signer.as_ref().ok_or_else(|| missing().to_owned())
    }

    /// Name and class; of a certificate without a path the name is only what it says of itself.
    fn issuing_ca(&self, lang: Lang) -> Told {
        let certificate = self.certificate(lang)?;
        let name = certificate.issuer_label();
        if name.is_empty() {
            let words = lang.pick(
                "Không biết: chứng thư không ghi nơi cấp",
                "Not known: the certificate does not name it",
            );
            return Err(words.to_owned());
        }
        let class = match self.trust.class {
            TrustLevel::Government => lang.pick("chuyên dùng Chính phủ", "government CA"),
            TrustLevel::Public => lang.pick("CA công cộng", "licensed public CA"),
            TrustLevel::Other => lang.pick("nơi khác được tin", "another trusted anchor"),
            TrustLevel::None if self.has_ended() => return Ok(name),
            TrustLevel::None => {
                let words = lang.pick(
                    "chứng thư tự ghi, chưa xác minh được",
                    "as the certificate says, not proven",
                );
                return Err(format!("{name} ({words})"));
            }
        };
        Ok(format!("{name} ({class})"))
    }

    /// The common name, else all of the name.
    fn holder(&self, lang: Lang) -> Told {
        let certificate = self.certificate(lang)?;
        let name = certificate.subject_label();
        if !name.is_empty() {
            return Ok(name);
        }
        let number = certificate.serial_hex();
        Err(match lang {
            Lang::Vi => {
                format!("Không biết: chứng thư không ghi tên người giữ (số hiệu {number})")
            }
            Lang::En => {
                format!("Not known: the certificate names no holder (serial number {number})")
            }
        })
    }

    fn managing_unit(&self, lang: Lang) -> Told {
        let certificate = self.certificate(lang)?;
        let written = [
            certificate.subject_organizational_unit(),
            certificate.subject_organization(),
        ];
        let mut units: Vec<&str> = written.into_iter().flatten().map(str::trim).collect();
        units.retain(|unit| !unit.is_empty());
        units.dedup();
        match units.is_empty() {
            false => Ok(units.join(", ")),
            true => Err(lang
                .pick(
                    "Không biết: chứng thư không ghi đơn vị",
                    "Not known: the certificate names no organization",
                )
                .to_owned()),
        }
    }

    fn time(&self, lang: Lang) -> Told {
        let Some(value) = self.signing_time.value else {
            let words = lang.pick(
                "Không biết: chữ ký không ghi thời gian và không có dấu thời gian",
                "Not known: the signature states no time and has no timestamp",
            );
            return Err(words.to_owned());
        };
        let timestamp = self.kind == SignatureKind::DocumentTimestamp;
        let source = match self.signing_time.source {
            TimeSource::Claimed if timestamp => lang.pick(
                "theo nơi cấp dấu thời gian, chưa được tin cậy",
                "by its authority, which is not trusted",
            ),
            TimeSource::Claimed => lang.pick(
                "theo máy người ký, chưa chứng thực",
                "by the signer's own clock, not certified",
            ),
            TimeSource::DocumentTimestamp => {
                lang.pick("theo dấu thời gian tài liệu", "by a document timestamp")
            }
            _ => lang.pick("theo dấu thời gian của chữ ký", "by a signature timestamp"),
        };
        Ok(format!("{} ({source})", vietnam_time(value)))
    }

    /// Whether the document is what was signed: the signed bytes, how far they reach, and the later
    /// changes.
    fn wholeness(&self, lang: Lang) -> Told {
        let content = self.content().label(lang).to_owned();
        let partial = matches!(self.coverage, Coverage::Partial | Coverage::Unclear);
        match (self.integrity, self.modifications) {
            (Integrity::Broken, _) if self.content() == ContentState::Changed => Ok(content),
            (Integrity::Broken, _) => Err(content),
            (Integrity::Unverifiable, _) => Err(match self.sub_indication {
                Some(reason) => format!("{content}: {}", reason.label(lang)),
                None => content,
            }),
            (Integrity::Intact, modifications @ Modifications::Forbidden) => {
                Ok(modifications.label(lang).to_owned())
            }
            (Integrity::Intact, _) if partial => Ok(lang
                .pick(
                    "Chỉ phần được ký là nguyên vẹn: chữ ký không phủ trọn nội dung",
                    "Only the signed part is intact: the signature does not cover the whole content",
                )
                .to_owned()),
            (Integrity::Intact, modifications) => Ok(format!(
                "{content}, {}, {}",
                match self.coverage {
                    Coverage::WholeFile => lang.pick("phủ toàn bộ tệp", "covers the whole file"),
                    _ => lang.pick("phủ toàn bộ tệp lúc ký", "covers the file as it was then"),
                },
                match modifications {
                    Modifications::None => {
                        lang.pick("không có thay đổi sau khi ký", "nothing was changed since")
                    }
                    _ => lang.pick(
                        "sau đó chỉ có bổ sung được phép",
                        "only permitted additions since",
                    ),
                }
            )),
        }
    }

    fn validity(&self, lang: Lang) -> Told {
        let certificate = self.certificate(lang)?;
        let from = vietnam_date(certificate.not_before());
        let until = vietnam_date(certificate.not_after());
        Ok(format!("{from} – {until}"))
    }

    /// Whether a path is there, but outside its time.
    fn has_ended(&self) -> bool {
        let outside = |finding: &Finding| matches!(finding, Finding::OutsideValidity { .. });
        self.findings.iter().any(outside) && !self.lacks_path()
    }
}
