//! The words of findings, changes and formal rules: the only place with prose.

mod active;
mod certification;
mod change;
mod content;
mod evidence;
mod form;
mod signer;
mod structure;
mod withdrawal;
mod writing;

use change::quoted;
use evidence::places_text;

use super::Finding;
use kyso_words::vietnam_time;
use kyso_words::{Lang, Localized, counted, upper_first};

impl Finding {
    /// One sentence for people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Vi => self.vietnamese(),
            Lang::En => self.english(),
        }
    }

    #[allow(clippy::too_many_lines, reason = "a table of texts")]
    fn vietnamese(&self) -> String {
        match self {
            Self::ByteRangeMalformed => "Phạm vi ký (ByteRange) thiếu hoặc không đúng dạng.".into(),
            Self::ByteRangeOutsideFile { end, size } => {
                format!("Phạm vi ký kết thúc ở byte {end}, vượt ra ngoài tệp ({size} byte).")
            }
            Self::ContentsNotInGap => {
                "Phần không được ký không trùng với giá trị chữ ký (Contents).".into()
            }
            Self::CoversPartOfRevision { end } => {
                format!("Chữ ký chỉ bao phủ một phần phiên bản, đến byte {end}.")
            }
            Self::RevisionUnknown { end } => {
                format!("Phạm vi ký kết thúc ở byte {end}, không trùng với phiên bản nào của tệp.")
            }
            Self::ContainerUnreadable { .. } => {
                "Không đọc được chữ ký số: dữ liệu của chữ ký sai cấu trúc.".into()
            }
            Self::ContainerTrailer => "Có dữ liệu lạ sau chữ ký số trong Contents.".into(),
            Self::ContentEmbedded => "Chữ ký rời lại chứa nội dung riêng.".into(),
            Self::SignsContent(content) => content::signed(content, Lang::Vi),
            Self::DigestMismatch => "Nội dung đã ký bị thay đổi.".into(),
            Self::SignatureMismatch => {
                "Giá trị chữ ký không khớp với khóa công khai trong chứng thư.".into()
            }
            Self::SigningCertificateMismatch => {
                "Chứng thư kèm theo không phải chứng thư mà người ký đã cam kết.".into()
            }
            Self::NoCertificate => "Chữ ký không kèm chứng thư của người ký.".into(),
            Self::Unsupported { what } => format!("Chưa hỗ trợ: {what}."),
            Self::UnsupportedAlgorithm { error } => format!("{}.", upper_first(&error.vietnamese())),
            Self::SignatureHidden { offset } => format!(
                "Tệp từng có chữ ký số (byte {offset}) nhưng biểu mẫu không còn dẫn đến: chữ ký đã bị gỡ hoặc làm hỏng."
            ),
            Self::SharedValue => "Nhiều trường chữ ký dùng chung một giá trị chữ ký.".into(),
            Self::WeakAlgorithm { algorithm } => format!("Thuật toán {algorithm} không đủ an toàn."),
            Self::OldAlgorithm { algorithm } => format!(
                "Thuật toán {algorithm} nay không còn an toàn; dấu thời gian chứng thực chữ ký có từ trước đó."
            ),
            Self::DigestsDiffer { content, signature } => format!(
                "Nội dung được băm bằng {content}, chữ ký được tạo bằng {signature}: tiêu chuẩn đòi một thuật toán băm cho cả hai."
            ),
            Self::BytesBeforeHeader { count } => format!(
                "Có {count} byte lạ đứng trước văn bản; chúng không thuộc phần được ký."
            ),
            Self::RepeatedKey { offset } => format!(
                "Một mục bị ghi hai lần trong tệp (gần byte {offset}); điều này không làm thay đổi nội dung hiển thị."
            ),
            Self::WrittenAnew => {
                "Tệp đã bị ghi lại toàn bộ sau khi ký, nên không còn các byte đã ký để kiểm tra và không biết nội dung có bị sửa hay không; hãy xin lại tệp gốc.".into()
            }
            Self::CutFromSignedFile => {
                "Trang này được cắt ra từ một tệp đã ký; chữ ký thuộc về tệp đó, tệp này không mang chữ ký số. Hãy xin tệp gốc.".into()
            }
            Self::ClaimedOutsideValidity {
                claimed,
                not_before,
                not_after,
            } => format!(
                "Máy ký ghi thời gian {}, ngoài thời hạn của chứng thư (từ {} đến {}).",
                vietnam_time(*claimed),
                vietnam_time(*not_before),
                vietnam_time(*not_after)
            ),
            Self::DigestInfoWithoutNull => {
                "Giá trị chữ ký RSA thiếu tham số NULL mà chuẩn RFC 8017 yêu cầu; các thư viện mật mã không chấp nhận. Lỗi của phần mềm ký, không cho biết nội dung có bị thay đổi hay không.".into()
            }
            Self::Sha1Checked => {
                "Thuật toán băm SHA-1 đã lỗi thời; đã kiểm tra dấu hiệu tấn công va chạm, không phát hiện.".into()
            }
            Self::CollisionAttack { algorithm } => format!(
                "Dữ liệu được ký mang dấu hiệu tấn công va chạm {algorithm}: người tạo ra nó có sẵn một bản khác khớp với cùng chữ ký."
            ),
            Self::RevocationNotChecked => {
                "Chưa kiểm tra được chứng thư có bị thu hồi hoặc tạm dừng hay không; theo thiết lập của đơn vị, việc này chỉ được cảnh báo.".into()
            }
            Self::NoAnchors => "Chưa nạp chứng thư gốc tin cậy nào.".into(),
            Self::NoPath { issuer } => {
                format!("Chưa nối được chuỗi chứng thư tới chứng thư gốc tin cậy: không tìm thấy chứng thư của “{issuer}”.")
            }
            Self::OutsideValidity {
                not_before,
                not_after,
            } => format!(
                "Chứng thư chỉ có hiệu lực từ {} đến {}.",
                vietnam_time(*not_before),
                vietnam_time(*not_after)
            ),
            Self::PathProblem { problem } => format!("Chuỗi chứng thư có lỗi: {}.", problem.vietnamese()),
            Self::KeyUsage { subject, problem } => format!(
                "Chứng thư của “{subject}” không dùng được vào việc này: {}.",
                problem.vietnamese()
            ),
            Self::CertificateRevoked { .. }
            | Self::CertificateSuspended { .. }
            | Self::RevokedLater { .. }
            | Self::SuspendedLater { .. } => withdrawal::text(self, Lang::Vi),
            Self::ExpiredLater { not_after } => format!(
                "Chứng thư của người ký hết hạn từ {}, sau thời điểm ký đã được chứng thực: chữ ký vẫn có giá trị.",
                vietnam_time(*not_after)
            ),
            Self::AuthorityKnownUntil {
                subject,
                known_until,
            } => format!(
                "Tình trạng chứng thư của tổ chức cấp dấu thời gian “{subject}” chỉ được biết đến {}; hãy kiểm tra trực tuyến để biết hiện nay.",
                vietnam_time(*known_until)
            ),
            Self::RevocationUnknown {
                subject,
                gap,
                places,
            } => format!(
                "Chưa có thông tin thu hồi dùng được cho chứng thư của “{subject}”: {}{}.",
                gap.vietnamese(),
                places_text(places, Lang::Vi)
            ),
            Self::EvidenceWithoutProof { subject } => format!(
                "Có thông tin thu hồi cho chứng thư của “{subject}”, nhưng không có bằng chứng rằng thông tin đó có từ trước khi chứng thư của nơi lập hết hiệu lực."
            ),
            Self::CertificateWithoutProof { subject, issuer } => format!(
                "Không có bằng chứng rằng chứng thư của “{subject}” đã tồn tại trước khi chứng thư của “{issuer}” hết hiệu lực."
            ),
            Self::TimeOnlyClaimed => {
                "Thời gian ký do máy của người ký ghi, chưa có dấu thời gian chứng thực.".into()
            }
            Self::TimeInFuture => "Thời gian ký được ghi muộn hơn thời điểm kiểm tra.".into(),
            Self::LocalTimeAsUtc { claimed, real } => format!(
                "F5: thời gian do máy ký ghi ({}) nhanh hơn 7 giờ so với {}: giờ Việt Nam bị ghi thành giờ UTC. Thời gian được chứng thực không bị thay đổi.",
                vietnam_time(*claimed),
                vietnam_time(*real)
            ),
            Self::ClaimedTimeContradicted { claimed, proven } => format!(
                "Thời gian do máy ký ghi ({}) mâu thuẫn với thời gian được chứng thực ({}).",
                vietnam_time(*claimed),
                vietnam_time(*proven)
            ),
            Self::TimestampsOutOfOrder => {
                "Các dấu thời gian mâu thuẫn với nhau về thứ tự.".into()
            }
            Self::TimestampUnsound { .. } | Self::UnlikelyHolder { .. } => {
                signer::text(self, Lang::Vi)
            }
            Self::NameDiffers { printed, certified } => format!(
                "Tên in dưới chữ ký (“{printed}”) khác tên trong chứng thư (“{certified}”): hãy đối chiếu người ký."
            ),
            Self::Altered => "Văn bản bị thay đổi sau khi ký, không thuộc bổ sung được phép.".into(),
            Self::CoversContent { page_index: None, .. } => {
                "Không xác định được hình của chữ ký hiện ở đâu, nên coi như che nội dung.".into()
            }
            Self::CoversContent { page_index: Some(page), text } if text.is_empty() => {
                format!("Hình của chữ ký chồng lên nội dung trên trang {}.", page + 1)
            }
            Self::CoversContent { page_index: Some(page), text } => {
                format!("Hình của chữ ký chồng lên chữ “{text}” trên trang {}.", page + 1)
            }
            Self::DrawnOnUnreadPage { page_index } => format!(
                "Không đọc được trang {}, nên không biết hình của chữ ký có đè lên nội dung hay không: coi như có.",
                page_index + 1
            ),
            Self::CoversSignature { page_index, field } => format!(
                "Hình của chữ ký chồng lên chữ ký “{field}” trên trang {}.",
                page_index + 1
            ),
            Self::SealOnText { page_index, text, seals_approval } => format!(
                "Con dấu đóng trùm lên nội dung{}{}; chữ bên dưới vẫn đọc được{}.",
                on_page(*page_index, Lang::Vi),
                quoted(text),
                match seals_approval {
                    true => "",
                    false => ", nhưng không có con dấu nào đóng lên chữ ký của người có thẩm quyền",
                }
            ),
            Self::DrawsOnPage { page_index } => format!(
                "Chữ ký này vẽ thêm chữ hoặc hình{} sau chữ ký đầu tiên: văn bản không còn là bản gốc.",
                on_page(*page_index, Lang::Vi)
            ),
            Self::TimestampDraws { page_index } => format!(
                "Dấu thời gian tài liệu vẽ chữ hoặc hình{}; dấu thời gian không được hiện gì.",
                on_page(*page_index, Lang::Vi)
            ),
            Self::TimestampHasArea { page_index } => format!(
                "Dấu thời gian tài liệu chiếm một vùng{}, không vẽ gì trong đó.",
                on_page(*page_index, Lang::Vi)
            ),
            Self::SeenAfterCertification { .. }
            | Self::UnprovenAfterCertification { .. }
            | Self::CertificationNotFirst
            | Self::CertificationRepeated => certification::text(self, Lang::Vi),
            Self::PublicAuthority => {
                "Chứng thư do tổ chức chứng thực công cộng cấp, không tính là chữ ký số chuyên dùng công vụ.".into()
            }
            Self::BytesAfterEof { count } => {
                format!("Có {count} byte thêm vào cuối tệp, không chữ ký nào phủ.")
            }
            Self::SignedLeftover { offset, count } => format!(
                "Phần đã ký có {count} đoạn giống đối tượng PDF nhưng không được dùng (đoạn đầu ở byte {offset})."
            ),
            Self::ShownByRepair { loose, at, offset } => {
                structure::shown_by_repair(*loose, *at, *offset, Lang::Vi)
            }
            Self::ShownUnknown { .. } => {
                "Không xác định được các phần mềm có hiển thị phần đã ký như nhau hay không: có phần của tệp không đọc được hoặc quá lớn.".into()
            }
            Self::Encrypted => "Tệp được mã hóa, mở được không cần mật khẩu (I4).".into(),
            Self::ActiveContent { kind, object } => format!(
                "Tài liệu có nội dung động ({}, đối tượng {object}): phần hiển thị có thể khác nhau giữa các phần mềm hoặc các lần mở.",
                kind.label(Lang::Vi)
            ),
            Self::ActiveContentUnknown { .. } => {
                "Không xác định được tài liệu có nội dung động hay không: có phần của tệp không đọc được.".into()
            }
            Self::PageOverBudget { page_index, budget, limit } => format!(
                "Không đọc trang {}: vượt hạn mức {limit} {}; mọi thứ trên trang được coi là nội dung.",
                page_index + 1,
                budget.vietnamese()
            ),
            Self::ChangeUnreadable { .. } => {
                "Không phân tích được thay đổi sau khi ký: có phần của tệp không đọc được.".into()
            }
        }
    }

    #[allow(clippy::too_many_lines, reason = "a table of texts")]
    fn english(&self) -> String {
        match self {
            Self::ByteRangeMalformed => "The byte range is missing or malformed.".into(),
            Self::ByteRangeOutsideFile { end, size } => {
                format!("The byte range ends at byte {end}, outside the file of {size} bytes.")
            }
            Self::ContentsNotInGap => {
                "The part that is not signed is not exactly the value of /Contents.".into()
            }
            Self::CoversPartOfRevision { end } => {
                format!("The signature covers only a part of a revision, up to byte {end}.")
            }
            Self::RevisionUnknown { end } => {
                format!("The byte range ends at byte {end}, where no revision of the file ends.")
            }
            Self::ContainerUnreadable { reason } => {
                format!("The signature container cannot be read: {reason}.")
            }
            Self::ContainerTrailer => "Foreign data follow the signature in /Contents.".into(),
            Self::ContentEmbedded => "A detached signature brings content of its own.".into(),
            Self::SignsContent(content) => content::signed(content, Lang::En),
            Self::DigestMismatch => "The signed content was changed: the digest differs.".into(),
            Self::SignatureMismatch => {
                "The signature value does not fit the public key of the certificate.".into()
            }
            Self::SigningCertificateMismatch => {
                "The certificate is not the one the signer committed to.".into()
            }
            Self::NoCertificate => "The signature comes without the signer's certificate.".into(),
            Self::Unsupported { what } => format!("Not supported: {what}."),
            Self::UnsupportedAlgorithm { error } => format!("Not supported: {error}."),
            Self::SignatureHidden { offset } => format!(
                "The file holds a signature (byte {offset}) that no field leads to: it was taken off or damaged."
            ),
            Self::SharedValue => "Several signature fields share one signature.".into(),
            Self::WeakAlgorithm { algorithm } => format!("{algorithm} is too weak."),
            Self::OldAlgorithm { algorithm } => format!(
                "{algorithm} is too weak today; a trusted timestamp proves that the signature is older."
            ),
            Self::DigestsDiffer { content, signature } => format!(
                "The content was digested with {content}, the signature made with {signature}: the rules want one digest for both."
            ),
            Self::BytesBeforeHeader { count } => {
                format!("{} before the document, not signed.", counted(*count, "byte"))
            }
            Self::RepeatedKey { offset } => format!(
                "The file says something twice (near byte {offset}); this does not change what is shown."
            ),
            Self::WrittenAnew => {
                "The whole file was written anew after signing, so the signed bytes are gone and whether the content was changed is not known; ask for the original file.".into()
            }
            Self::CutFromSignedFile => {
                "This page was cut out of a signed file; the signature belongs to that file, and nothing is signed here. Ask for the original file.".into()
            }
            Self::ClaimedOutsideValidity {
                claimed,
                not_before,
                not_after,
            } => format!(
                "The signer's clock gave {}, outside the validity of the certificate ({} to {}).",
                vietnam_time(*claimed),
                vietnam_time(*not_before),
                vietnam_time(*not_after)
            ),
            Self::DigestInfoWithoutNull => {
                "The RSA value lacks the NULL that RFC 8017 wants; cryptographic libraries refuse it. This is a fault of the signing software and does not tell whether the content was changed.".into()
            }
            Self::Sha1Checked => {
                "SHA-1 is outdated; no traces of a collision attack were found.".into()
            }
            Self::CollisionAttack { algorithm } => format!(
                "What was signed carries the traces of a collision attack on {algorithm}: its maker has something else that fits the same signature."
            ),
            Self::RevocationNotChecked => {
                "Whether the certificate was revoked or suspended could not be checked; this installation only warns of it.".into()
            }
            Self::NoAnchors => "No trust anchors are loaded.".into(),
            Self::NoPath { issuer } => {
                format!("No path to a trust anchor: no certificate of “{issuer}” was found.")
            }
            Self::OutsideValidity {
                not_before,
                not_after,
            } => format!(
                "The certificate is valid only from {} to {}.",
                vietnam_time(*not_before),
                vietnam_time(*not_after)
            ),
            Self::PathProblem { problem } => format!("The certificate path is faulty: {problem}."),
            Self::KeyUsage { subject, problem } => format!(
                "The certificate of “{subject}” is not for this: {}.",
                problem
            ),
            Self::CertificateRevoked { .. }
            | Self::CertificateSuspended { .. }
            | Self::RevokedLater { .. }
            | Self::SuspendedLater { .. } => withdrawal::text(self, Lang::En),
            Self::ExpiredLater { not_after } => format!(
                "The signer's certificate expired at {}, after the proven signing time: the signature stays valid.",
                vietnam_time(*not_after)
            ),
            Self::AuthorityKnownUntil {
                subject,
                known_until,
            } => format!(
                "Whether the certificate of “{subject}”, a timestamp authority, was revoked is known only until {}; check online for the present.",
                vietnam_time(*known_until)
            ),
            Self::RevocationUnknown {
                subject,
                gap,
                places,
            } => format!(
                "No usable revocation evidence for the certificate of “{subject}”: {}{}.",
                gap,
                places_text(places, Lang::En)
            ),
            Self::EvidenceWithoutProof { subject } => format!(
                "There is revocation evidence for the certificate of “{subject}”, but nothing proves that it existed before the certificate of its signer ended."
            ),
            Self::CertificateWithoutProof { subject, issuer } => format!(
                "Nothing proves that the certificate of “{subject}” existed before that of “{issuer}” ended."
            ),
            Self::TimeOnlyClaimed => {
                "The signing time is claimed by the signer; no timestamp certifies it.".into()
            }
            Self::TimeInFuture => "The signing time lies after the time of checking.".into(),
            Self::LocalTimeAsUtc { claimed, real } => format!(
                "F5: the time that the signer's machine wrote ({}) is 7 hours ahead of {}: Vietnamese local time written as UTC. No trusted time was changed.",
                vietnam_time(*claimed),
                vietnam_time(*real)
            ),
            Self::ClaimedTimeContradicted { claimed, proven } => format!(
                "The time that the signer's machine wrote ({}) contradicts the proven time ({}).",
                vietnam_time(*claimed),
                vietnam_time(*proven)
            ),
            Self::TimestampsOutOfOrder => {
                "The timestamps contradict each other about their order.".into()
            }
            Self::TimestampUnsound { .. } | Self::UnlikelyHolder { .. } => {
                signer::text(self, Lang::En)
            }
            Self::NameDiffers { printed, certified } => format!(
                "The name printed under the signature (“{printed}”) is not that of the certificate (“{certified}”): check who signed."
            ),
            Self::Altered => {
                "The document was altered after signing in a way that no rule permits.".into()
            }
            Self::CoversContent {
                page_index: None, ..
            } => "Where its picture is drawn is not clear: it counts as covering content.".into(),
            Self::CoversContent {
                page_index: Some(page),
                text,
            } if text.is_empty() => {
                format!("Its picture overlaps content on page {}.", page + 1)
            }
            Self::CoversContent {
                page_index: Some(page),
                text,
            } => {
                format!(
                    "Its picture overlaps the text “{text}” on page {}.",
                    page + 1
                )
            }
            Self::DrawnOnUnreadPage { page_index } => format!(
                "Page {} could not be read, so whether its picture overlaps content is not known: it counts as if it did.",
                page_index + 1
            ),
            Self::CoversSignature { page_index, field } => format!(
                "Its picture overlaps the signature “{field}” on page {}.",
                page_index + 1
            ),
            Self::SealOnText {
                page_index,
                text,
                seals_approval,
            } => format!(
                "The seal lies on content{}{}, which can still be read{}.",
                on_page(*page_index, Lang::En),
                quoted(text),
                match seals_approval {
                    true => "",
                    false => "; but no seal lies on the signature of a competent person",
                }
            ),
            Self::DrawsOnPage { page_index } => format!(
                "It draws words or a picture{} after the first signature: the file is no original.",
                on_page(*page_index, Lang::En)
            ),
            Self::TimestampDraws { page_index } => format!(
                "The document timestamp draws something{}; a timestamp shows nothing.",
                on_page(*page_index, Lang::En)
            ),
            Self::TimestampHasArea { page_index } => format!(
                "The document timestamp has an area{} and draws nothing in it.",
                on_page(*page_index, Lang::En)
            ),
            Self::SeenAfterCertification { .. }
            | Self::UnprovenAfterCertification { .. }
            | Self::CertificationNotFirst
            | Self::CertificationRepeated => certification::text(self, Lang::En),
            Self::PublicAuthority => {
                "The certificate is of a public CA and does not count as a government signature."
                    .into()
            }
            Self::BytesAfterEof { count } => {
                format!("{} behind the end of the file.", counted(*count, "byte"))
            }
            Self::SignedLeftover { offset, count } => format!(
                "The signed bytes hold {count} passages that read as objects but are not used (the first at byte {offset})."
            ),
            Self::ShownByRepair { loose, at, offset } => {
                structure::shown_by_repair(*loose, *at, *offset, Lang::En)
            }
            Self::ShownUnknown { reason } => format!(
                "Whether programs show the signed bytes alike could not be found out: {reason}."
            ),
            Self::Encrypted => "The file is encrypted; it opens without a password (I4).".into(),
            Self::ActiveContent { kind, object } => format!(
                "The document holds active content ({}, object {object}): programs may show it differently, or not twice the same.",
                kind.label(Lang::En)
            ),
            Self::ActiveContentUnknown { reason } => format!(
                "Whether the document holds active content could not be found out: {reason}."
            ),
            Self::PageOverBudget { page_index, budget, limit } => format!(
                "Page {} is not read: beyond the budget of {limit} {budget}; all of it counts as content.",
                page_index + 1
            ),
            Self::ChangeUnreadable { reason } => {
                format!("The changes after signing cannot be analysed: {reason}.")
            }
        }
    }
}

/// ` on page 3`, when the page is known.
fn on_page(page_index: Option<usize>, lang: Lang) -> String {
    page_index.map_or_else(String::new, |index| {
        format!(" {} {}", lang.pick("trên trang", "on page"), index + 1)
    })
}
