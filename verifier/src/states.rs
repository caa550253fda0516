//! The states that a report names, with their names for programs and for people.

use schemars::JsonSchema;
use serde::Serialize;

use kyso_pki::PathIndication as Path;
use kyso_words::{Lang, Localized};

/// An enum whose values have a fixed name for programs and a label in two languages.
macro_rules! states {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal, $vi:expr, $en:expr;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $code)] $variant,)+ }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in the JSON report.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The words for people.
            #[must_use]
            pub fn label(self, lang: Lang) -> &'static str {
                match self { $(Self::$variant => lang.pick($vi, $en),)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.label(Lang::En))
            }
        }

        impl Localized for $name {
            fn vietnamese(&self) -> String {
                self.label(Lang::Vi).to_owned()
            }
        }
    };
}

states! {
    /// The forms of copies (NĐ 30/2020 Điều 25; D1).
    CopyForm {
        /// A true copy of the whole document.
        SaoY = "sao_y", "SAO Y", "SAO Y (true copy)";
        /// A copy of a true copy.
        SaoLuc = "sao_luc", "SAO LỤC", "SAO LỤC (copy of a copy)";
        /// A part of a document.
        TrichSao = "trich_sao", "TRÍCH SAO", "TRÍCH SAO (extract)";
    }
}

states! {
    /// Whether the files of a package belong together (C2, C3), from the best to the worst.
    PackageState {
        /// All that was issued together is there.
        Complete = "complete",
            "văn bản và phụ lục khớp nhau, đầy đủ",
            "the document and its attachments belong together, and none is missing";
        /// What is there belongs together; the main document does not say whether it is all.
        Unlisted = "unlisted",
            "văn bản và phụ lục khớp nhau; văn bản chính không nêu danh mục phụ lục nên không biết có thiếu hay không",
            "the document and its attachments belong together; the document does not list them, so it is not known whether one is missing";
        /// A listed attachment is missing, or it is not known of a file whether it belongs to the others.
        Incomplete = "incomplete",
            "chưa đầy đủ, hoặc chưa xác định được các tệp có thuộc cùng một văn bản hay không",
            "not complete, or it is not known whether the files belong together";
        /// A file is not valid, or belongs to another document.
        Mismatched = "mismatched",
            "các tệp không cùng một văn bản hợp lệ",
            "the files are not those of one valid document";
    }
}

states! {
    /// The three-valued result (F8), and "not signed".
    Verdict {
        /// Everything required is proven.
        TotalPassed = "TOTAL_PASSED", "HỢP LỆ", "VALID";
        /// Something required is disproven.
        TotalFailed = "TOTAL_FAILED", "KHÔNG HỢP LỆ", "INVALID";
        /// Something required is neither proven nor disproven.
        Indeterminate = "INDETERMINATE", "CHƯA XÁC ĐỊNH", "UNDETERMINED";
        /// The file holds no signature.
        NotSigned = "NOT_SIGNED", "KHÔNG CÓ CHỮ KÝ SỐ", "NOT SIGNED";
    }
}

states! {
    /// What the file is in law (NĐ 30/2020 Điều 5.1; rule 0.3).
    LegalStatus {
        /// Valid signatures of the competent person and of the agency.
        Original = "ORIGINAL", "Bản gốc", "Original";
        /// An agency signature in the form of a copy.
        Copy = "COPY", "Bản sao", "Copy";
        /// One of the two signatures is missing or not proven.
        Incomplete = "INCOMPLETE", "Chưa đủ chữ ký", "Incomplete";
        /// No signature that counts.
        InformationOnly = "INFORMATION_ONLY", "Để biết, tham khảo", "For information only";
        /// A signature is invalid.
        Invalid = "INVALID", "Không có giá trị", "Invalid";
    }
}

states! {
    /// What a filled signature field holds.
    SignatureKind {
        /// A signature of a person or an agency.
        Signature = "signature", "Chữ ký số", "Signature";
        /// A document timestamp (ISO 32000-2, 12.8.5).
        DocumentTimestamp = "document_timestamp", "Dấu thời gian tài liệu", "Document timestamp";
    }
}

states! {
    /// Whose signature it is (A, B, C, D, E2, F11).
    Role {
        /// The competent person.
        Person = "person", "Người có thẩm quyền", "Competent person";
        /// Number and date, by the agency.
        Numbering = "numbering", "Số và ngày văn bản", "Number and date";
        /// The agency with its seal.
        Agency = "agency", "Cơ quan, tổ chức", "Agency";
        /// An attachment in a file of its own.
        Attachment = "attachment", "Phụ lục", "Attachment";
        /// An electronic copy.
        Copy = "copy", "Bản sao điện tử", "Electronic copy";
        /// A stamp of the receiving agency.
        Receipt = "receipt", "Dấu đến", "Receipt";
        /// A person who answers with a title and a name of their own on the page, but whose picture is not sealed.
        Reviewer = "reviewer", "Người xem xét, đồng ký", "Reviewer";
        /// A person who signs before the competent one.
        Initials = "initials", "Ký nháy", "Initials";
        /// The box that the portal or the gazette of an agency puts on a page.
        Portal = "portal", "Cổng thông tin điện tử", "Portal";
        /// A person, by the certificate alone: nothing is drawn.
        UnseenPerson = "person_unseen", "Cá nhân, không hiển thị hình chữ ký", "Person, nothing drawn";
        /// An agency or another organisation, by the certificate alone: nothing is drawn.
        UnseenOrganisation = "organisation_unseen", "Cơ quan, tổ chức, không hiển thị hình chữ ký", "Organisation, nothing drawn";
        /// The file shows none of these.
        Unknown = "unknown", "Chưa rõ vai trò", "Unknown role";
    }
}

states! {
    /// From what the role of a signature follows, in words that stand behind it. Names of fields are no basis.
    RoleBasis {
        /// It shows a red seal.
        Seal = "seal_picture", "theo hình con dấu đỏ", "by its picture of a red seal";
        /// It shows a picture of another colour.
        Picture = "signature_picture", "theo hình chữ ký", "by its picture of a signature";
        /// It shows words alone, before any seal, which name the person whose certificate it is.
        OwnName = "words_with_own_name", "theo chứng thư của cá nhân và chữ nêu đúng họ tên đó", "by the certificate of a person and words with that name";
        /// It shows a picture with words, or words in a frame, and the certificate is that of an organisation.
        Box = "box_of_organisation", "theo chứng thư và khung hình kèm chữ của cơ quan, tổ chức", "by the certificate and the box of an organisation";
        /// It is in the blanks of number and date.
        Blanks = "blanks_of_number_and_date", "theo vị trí ở chỗ ghi số, ngày, tháng", "by its place in the blanks of number and date";
        /// Its holder applies a seal in the same document.
        SealHolder = "holder_of_a_seal", "theo chứng thư cùng chủ thể với con dấu trong văn bản", "by the certificate of the holder of a seal in the document";
        /// An organisation puts words or a picture on blank paper.
        Paper = "blank_paper", "theo chứng thư của cơ quan, tổ chức và vị trí trên chỗ trống", "by the certificate of an organisation and its place on blank paper";
        /// Its picture is not sealed, while that of another person is.
        Unsealed = "not_sealed", "theo hình chữ ký không được đóng dấu", "by its picture of a signature, which is not sealed";
        /// Its picture is not sealed, and is between a title and the name of its holder.
        OwnTitle = "title_and_name_of_its_own", "theo hình chữ ký không được đóng dấu, có chức vụ và họ tên riêng", "by its picture, not sealed, with a title and name of its own";
        /// Words of an organisation in the upper right corner of the first page.
        Corner = "words_in_the_corner", "theo chữ ở góc trên bên phải trang đầu", "by words in the upper right corner of the first page";
        /// Nothing is drawn, and the certificate is surely that of a person, or of an organisation.
        Certificate = "certificate_alone", "chỉ theo chứng thư", "by the certificate alone";
        /// The name of the certificate is printed as the agency's at the top of the first page.
        Letterhead = "letterhead", "theo tên cơ quan in ở đầu trang 1", "by the agency printed at the top of page 1";
        /// Nothing tells.
        None = "none", "không có căn cứ", "nothing tells it";
    }
}

states! {
    /// Whether the signed bytes are those that were signed.
    Integrity {
        /// Digest and signature value agree with the bytes.
        Intact = "intact", "Nguyên vẹn", "Intact";
        /// They do not agree, or the byte range is not sound.
        Broken = "broken", "Bị thay đổi", "Broken";
        /// An algorithm or a format is not supported.
        Unverifiable = "unverifiable", "Không kiểm tra được", "Unverifiable";
    }
}

states! {
    /// What a signature tells of the content that it signs: its integrity, with what is broken about it.
    ContentState {
        /// It is what was signed.
        Intact = "intact", "Nguyên vẹn", "Intact";
        /// It is another than that which was signed: its digest differs.
        Changed = "changed", "Bị thay đổi", "Changed";
        /// Value or attributes of the signature are wrong, which tells nothing about the content.
        SignatureBroken = "signature_broken", "Không xác nhận được: chữ ký bị hỏng", "Not confirmed: the signature is broken";
        /// The whole file was written anew: whether the content was changed is not known.
        WrittenAnew = "written_anew", "Không còn các byte đã ký để kiểm tra", "The signed bytes are gone";
        /// The content may have been exchanged.
        Attacked = "collision_attack", "Mang dấu hiệu tấn công va chạm", "Carries the traces of a collision attack";
        /// An algorithm or a format is not supported.
        Unverifiable = "unverifiable", "Không kiểm tra được", "Could not be checked";
    }
}

states! {
    /// Which part of the file a signature covers.
    Coverage {
        /// The whole file.
        WholeFile = "whole_file", "Toàn bộ tệp", "Whole file";
        /// The whole file as it was when signed.
        WholeRevision = "whole_revision", "Toàn bộ tệp tại thời điểm ký", "Whole revision";
        /// Only a part of a revision.
        Partial = "partial", "Chỉ một phần", "Partial";
        /// The byte range says nothing reliable.
        Unclear = "unclear", "Không rõ", "Unclear";
    }
}

states! {
    /// What happened to the file after a signature.
    Modifications {
        /// Nothing.
        None = "none", "Không có thay đổi nào sau khi ký", "Nothing was changed after signing";
        /// Only what a named rule allows.
        Permitted = "permitted", "Chỉ có bổ sung được phép sau khi ký", "Only permitted additions after signing";
        /// Something that no rule allows.
        Forbidden = "forbidden", "Bị thay đổi sau khi ký", "Altered after signing";
    }
}

states! {
    /// Baseline level of a signature (ETSI EN 319 142-1).
    Level {
        /// Basic.
        Bb = "B-B", "Chữ ký không có dấu thời gian (B-B)", "Signature without timestamp (B-B)";
        /// With a signature timestamp.
        Bt = "B-T", "Có dấu thời gian (B-T)", "With a timestamp (B-T)";
        /// With validation data in the file.
        Blt = "B-LT", "Kèm bằng chứng về chứng thư (B-LT)", "With evidence about the certificates (B-LT)";
        /// With an archive timestamp.
        Blta = "B-LTA", "Đủ bằng chứng để kiểm tra lâu dài (B-LTA)", "With all evidence for the long term (B-LTA)";
        /// Not a `PAdES` signature.
        Cms = "CMS", "Chữ ký kiểu cũ, không theo PAdES (CMS)", "Older form of signature, not PAdES (CMS)";
    }
}

states! {
    /// Who states the signing time (F4).
    TimeSource {
        /// A signature timestamp of a trusted authority.
        SignatureTimestamp = "signature_timestamp", "Dấu thời gian của chữ ký", "Signature timestamp";
        /// A document timestamp of a trusted authority.
        DocumentTimestamp = "document_timestamp", "Dấu thời gian tài liệu", "Document timestamp";
        /// Only the signer's own clock.
        Claimed = "claimed", "Theo máy của người ký, chưa được chứng thực", "Claimed by the signer, not certified";
        /// No time is stated.
        None = "none", "Không ghi thời gian ký", "No signing time";
    }
}

states! {
    /// Revocation state of a certificate path.
    Revocation {
        /// No certificate of the path is revoked.
        Good = "good", "Không bị thu hồi", "Not revoked";
        /// A certificate of the path is revoked.
        Revoked = "revoked", "Đã bị thu hồi", "Revoked";
        /// Evidence is missing.
        Unknown = "unknown", "Chưa có thông tin thu hồi", "Unknown";
    }
}

states! {
    /// Why a verdict is not better: ETSI EN 319 102-1, 5.1.3, and E3 of our own.
    SubIndication {
        /// The file or the signature is not in a form that can be checked.
        FormatFailure = "FORMAT_FAILURE", "Định dạng chữ ký không đúng", "The signature is malformed";
        /// The digest does not agree.
        HashFailure = "HASH_FAILURE", "Nội dung đã bị thay đổi", "The content was changed";
        /// The signature value does not agree.
        SigCryptoFailure = "SIG_CRYPTO_FAILURE", "Giá trị chữ ký không đúng", "The signature value is wrong";
        /// E3: changed after signing in a way that no rule allows.
        AlteredAfterSigning = "ALTERED_AFTER_SIGNING", "Văn bản bị thay đổi sau khi ký", "Altered after signing";
        /// The certificate does not fit the signature.
        SigConstraintsFailure = "SIG_CONSTRAINTS_FAILURE", "Chữ ký không đáp ứng yêu cầu", "The signature does not meet the requirements";
        /// The path breaks a constraint.
        ChainConstraintsFailure = "CHAIN_CONSTRAINTS_FAILURE", Path::ChainConstraintsFailure.words().0, Path::ChainConstraintsFailure.words().1;
        /// The path is broken in another way.
        CertificateChainGeneralFailure = "CERTIFICATE_CHAIN_GENERAL_FAILURE", Path::CertificateChainGeneralFailure.words().0, Path::CertificateChainGeneralFailure.words().1;
        /// An algorithm is too weak and no trusted time proves it was not then.
        CryptoConstraintsFailureNoPoe = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", "Thuật toán không còn đủ mạnh", "An algorithm is too weak";
        /// The certificate is expired or not yet valid and no trusted time helps.
        OutOfBoundsNoPoe = "OUT_OF_BOUNDS_NO_POE", Path::OutOfBoundsNoPoe.words().0, Path::OutOfBoundsNoPoe.words().1;
        /// The same, and the certificate is known not to be revoked.
        OutOfBoundsNotRevoked = "OUT_OF_BOUNDS_NOT_REVOKED", Path::OutOfBoundsNotRevoked.words().0, Path::OutOfBoundsNotRevoked.words().1;
        /// Revoked, and no trusted time proves that the signature is older.
        RevokedNoPoe = "REVOKED_NO_POE", Path::RevokedNoPoe.words().0, Path::RevokedNoPoe.words().1;
        /// A CA certificate is revoked.
        RevokedCaNoPoe = "REVOKED_CA_NO_POE", Path::RevokedCaNoPoe.words().0, Path::RevokedCaNoPoe.words().1;
        /// Revoked before the trusted signing time.
        Revoked = "REVOKED", "Chứng thư bị thu hồi trước khi ký", "Revoked before signing";
        /// Trusted time proves that it was signed before its certificate became valid.
        NotYetValid = "NOT_YET_VALID", "Ký trước khi chứng thư có hiệu lực", "Signed before the certificate was valid";
        /// A content timestamp proves that it was signed after its certificate had expired.
        Expired = "EXPIRED", "Ký sau khi chứng thư hết hạn", "Signed after the certificate had expired";
        /// An algorithm was too weak at a time after which it is proven to have been used.
        CryptoConstraintsFailure = "CRYPTO_CONSTRAINTS_FAILURE", "Thuật toán không đủ mạnh", "An algorithm is not strong enough";
        /// Nothing proves that a certificate existed while its issuer could vouch for it.
        NoPoe = "NO_POE", "Thiếu bằng chứng về thời điểm tồn tại", "Proof of existence at a time is missing";
        /// Nothing proves that revocation evidence existed before the certificate of its signer ended.
        RevocationOutOfBoundsNoPoe = "REVOCATION_OUT_OF_BOUNDS_NO_POE", "Nơi lập thông tin thu hồi đã hết hiệu lực, thiếu bằng chứng thông tin có từ trước", "Revocation evidence is not proven to be older than the end of its signer";
        /// Timestamps contradict each other.
        TimestampOrderFailure = "TIMESTAMP_ORDER_FAILURE", "Các dấu thời gian mâu thuẫn với nhau hoặc với thời điểm kiểm tra", "The timestamps contradict each other or the time of checking";
        /// No path to a trust anchor.
        NoCertificateChainFound = "NO_CERTIFICATE_CHAIN_FOUND", Path::NoCertificateChainFound.words().0, Path::NoCertificateChainFound.words().1;
        /// The signing certificate is missing.
        NoSigningCertificateFound = "NO_SIGNING_CERTIFICATE_FOUND", "Không tìm thấy chứng thư của người ký", "The signer's certificate is missing";
        /// Revocation evidence is missing or too old.
        TryLater = "TRY_LATER", Path::TryLater.words().0, Path::TryLater.words().1;
        /// The signed bytes are not there.
        SignedDataNotFound = "SIGNED_DATA_NOT_FOUND", "Không có dữ liệu đã ký", "The signed data are missing";
        /// Anything else that prevents a judgement.
        Generic = "GENERIC", "Không đánh giá được", "Cannot be judged";
    }
}

/// What a path leads to is said in the same words.
impl From<kyso_pki::PathIndication> for SubIndication {
    fn from(of_path: kyso_pki::PathIndication) -> Self {
        match of_path {
            Path::NoCertificateChainFound => Self::NoCertificateChainFound,
            Path::CertificateChainGeneralFailure => Self::CertificateChainGeneralFailure,
            Path::ChainConstraintsFailure => Self::ChainConstraintsFailure,
            Path::OutOfBoundsNotRevoked => Self::OutOfBoundsNotRevoked,
            Path::OutOfBoundsNoPoe => Self::OutOfBoundsNoPoe,
            Path::RevokedNoPoe => Self::RevokedNoPoe,
            Path::RevokedCaNoPoe => Self::RevokedCaNoPoe,
            Path::TryLater => Self::TryLater,
        }
    }
}
