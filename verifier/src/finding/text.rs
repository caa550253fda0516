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
use kyso_words::{Lang, Localized, counted, upper_first, words};

impl Finding {
    /// One sentence for people.
    #[must_use]
    #[allow(clippy::too_many_lines, reason = "a table of texts")]
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::ByteRangeMalformed => lang.pick(
                "Phạm vi ký (ByteRange) thiếu hoặc không đúng dạng.",
                "The byte range is missing or malformed.",
            ).into(),
            Self::ByteRangeOutsideFile { end, size } => words!(
                lang,
                "Phạm vi ký kết thúc ở byte {end}, vượt ra ngoài tệp ({size} byte).",
                "The byte range ends at byte {end}, outside the file of {size} bytes.",
            ),
            Self::ContentsNotInGap => lang.pick(
                "Phần không được ký không trùng với giá trị chữ ký (Contents).",
                "The part that is not signed is not exactly the value of /Contents.",
            ).into(),
            Self::CoversPartOfRevision { end } => words!(
                lang,
                "Chữ ký chỉ bao phủ một phần phiên bản, đến byte {end}.",
                "The signature covers only a part of a revision, up to byte {end}.",
            ),
            Self::RevisionUnknown { end } => words!(
                lang,
                "Phạm vi ký kết thúc ở byte {end}, không trùng với phiên bản nào của tệp.",
                "The byte range ends at byte {end}, where no revision of the file ends.",
            ),
            Self::ContainerUnreadable { error } => words!(
                lang,
                ["Không đọc được chữ ký số: {}.", error.vietnamese()],
                ["The signature container cannot be read: {error}."],
            ),
            Self::ContainerTrailer => lang.pick(
                "Có dữ liệu lạ sau chữ ký số trong Contents.",
                "Foreign data follow the signature in /Contents.",
            ).into(),
            Self::ContentEmbedded => lang.pick(
                "Chữ ký rời lại chứa nội dung riêng.",
                "A detached signature brings content of its own.",
            ).into(),
            Self::SignsContent(content) => content::signed(content, lang),
            Self::DigestMismatch => lang.pick(
                "Nội dung đã ký bị thay đổi.",
                "The signed content was changed: the digest differs.",
            ).into(),
            Self::SignatureMismatch => lang.pick(
                "Giá trị chữ ký không khớp với khóa công khai trong chứng thư.",
                "The signature value does not fit the public key of the certificate.",
            ).into(),
            Self::SigningCertificateMismatch => lang.pick(
                "Chứng thư kèm theo không phải chứng thư mà người ký đã cam kết.",
                "The certificate is not the one the signer committed to.",
            ).into(),
            Self::NoCertificate => lang.pick(
                "Chữ ký không kèm chứng thư của người ký.",
                "The signature comes without the signer's certificate.",
            ).into(),
            Self::Unsupported { sub_filter: Some(name) } => words!(
                lang,
                "Chưa hỗ trợ loại chữ ký “{name}”.",
                "Not supported: SubFilter {name}.",
            ),
            Self::Unsupported { sub_filter: None } => lang.pick(
                "Tệp không ghi loại chữ ký.",
                "Not supported: SubFilter —.",
            ).into(),
            Self::UnsupportedAlgorithm { error } => words!(
                lang,
                [
                    "{}.",
                    upper_first(&error.vietnamese()),
                ],
                ["Not supported: {error}."],
            ),
            Self::SignatureHidden { offset } => words!(
                lang,
                "Tệp từng có chữ ký số (byte {offset}) nhưng biểu mẫu không còn dẫn đến: chữ ký đã bị gỡ hoặc làm hỏng.",
                "The file holds a signature (byte {offset}) that no field leads to: it was taken off or damaged.",
            ),
            Self::SharedValue => lang.pick(
                "Nhiều trường chữ ký dùng chung một giá trị chữ ký.",
                "Several signature fields share one signature.",
            ).into(),
            Self::WeakAlgorithm { algorithm } => words!(
                lang,
                "Thuật toán {algorithm} không đủ an toàn.",
                "{algorithm} is too weak.",
            ),
            Self::OldAlgorithm { algorithm } => words!(
                lang,
                "Thuật toán {algorithm} nay không còn an toàn; dấu thời gian chứng thực chữ ký có từ trước đó.",
                "{algorithm} is too weak today; a trusted timestamp proves that the signature is older.",
            ),
            Self::DigestsDiffer { content, signature } => words!(
                lang,
                "Nội dung được băm bằng {content}, chữ ký được tạo bằng {signature}: tiêu chuẩn đòi một thuật toán băm cho cả hai.",
                "The content was digested with {content}, the signature made with {signature}: the rules want one digest for both.",
            ),
            Self::BytesBeforeHeader { count } => words!(
                lang,
                ["Có {count} byte lạ đứng trước văn bản; chúng không thuộc phần được ký."],
                [
                    "{} before the document, not signed.",
                    counted(*count, "byte"),
                ],
            ),
            Self::RepeatedKey { offset } => words!(
                lang,
                "Một mục bị ghi hai lần trong tệp (gần byte {offset}); điều này không làm thay đổi nội dung hiển thị.",
                "The file says something twice (near byte {offset}); this does not change what is shown.",
            ),
            Self::WrittenAnew => lang.pick(
                "Tệp đã bị ghi lại toàn bộ sau khi ký, nên không còn các byte đã ký để kiểm tra và không biết nội dung có bị sửa hay không; hãy xin lại tệp gốc.",
                "The whole file was written anew after signing, so the signed bytes are gone and whether the content was changed is not known; ask for the original file.",
            ).into(),
            Self::CutFromSignedFile => lang.pick(
                "Trang này được cắt ra từ một tệp đã ký; chữ ký thuộc về tệp đó, tệp này không mang chữ ký số. Hãy xin tệp gốc.",
                "This page was cut out of a signed file; the signature belongs to that file, and nothing is signed here. Ask for the original file.",
            ).into(),
            Self::ClaimedOutsideValidity {
                claimed,
                not_before,
                not_after,
            } => words!(
                lang,
                "Máy ký ghi thời gian {}, ngoài thời hạn của chứng thư (từ {} đến {}).",
                "The signer's clock gave {}, outside the validity of the certificate ({} to {}).",
                vietnam_time(*claimed),
                vietnam_time(*not_before),
                vietnam_time(*not_after),
            ),
            Self::DigestInfoWithoutNull => lang.pick(
                "Giá trị chữ ký RSA thiếu tham số NULL mà chuẩn RFC 8017 yêu cầu; các thư viện mật mã không chấp nhận. Lỗi của phần mềm ký, không cho biết nội dung có bị thay đổi hay không.",
                "The RSA value lacks the NULL that RFC 8017 wants; cryptographic libraries refuse it. This is a fault of the signing software and does not tell whether the content was changed.",
            ).into(),
            Self::Sha1Checked => lang.pick(
                "Thuật toán băm SHA-1 đã lỗi thời; đã kiểm tra dấu hiệu tấn công va chạm, không phát hiện.",
                "SHA-1 is outdated; no traces of a collision attack were found.",
            ).into(),
            Self::CollisionAttack { algorithm } => words!(
                lang,
                "Dữ liệu được ký mang dấu hiệu tấn công va chạm {algorithm}: người tạo ra nó có sẵn một bản khác khớp với cùng chữ ký.",
                "What was signed carries the traces of a collision attack on {algorithm}: its maker has something else that fits the same signature.",
            ),
            Self::RevocationNotChecked => lang.pick(
                "Chưa kiểm tra được chứng thư có bị thu hồi hoặc tạm dừng hay không; theo thiết lập của đơn vị, việc này chỉ được cảnh báo.",
                "Whether the certificate was revoked or suspended could not be checked; this installation only warns of it.",
            ).into(),
            Self::NoAnchors => lang.pick(
                "Chưa nạp chứng thư gốc tin cậy nào.",
                "No trust anchors are loaded.",
            ).into(),
            Self::NoPath { issuer } => words!(
                lang,
                "Chưa nối được chuỗi chứng thư tới chứng thư gốc tin cậy: không tìm thấy chứng thư của “{issuer}”.",
                "No path to a trust anchor: no certificate of “{issuer}” was found.",
            ),
            Self::OutsideValidity {
                not_before,
                not_after,
            } => words!(
                lang,
                "Chứng thư chỉ có hiệu lực từ {} đến {}.",
                "The certificate is valid only from {} to {}.",
                vietnam_time(*not_before),
                vietnam_time(*not_after),
            ),
            Self::PathProblem { problem } => words!(
                lang,
                [
                    "Chuỗi chứng thư có lỗi: {}.",
                    problem.vietnamese(),
                ],
                ["The certificate path is faulty: {problem}."],
            ),
            Self::KeyUsage { subject, problem } => words!(
                lang,
                [
                    "Chứng thư của “{subject}” không dùng được vào việc này: {}.",
                    problem.vietnamese(),
                ],
                [
                    "The certificate of “{subject}” is not for this: {}.",
                    problem,
                ],
            ),
            Self::CertificateRevoked { .. }
            | Self::CertificateSuspended { .. }
            | Self::RevokedLater { .. }
            | Self::SuspendedLater { .. } => withdrawal::text(self, lang),
            Self::ExpiredLater { not_after } => words!(
                lang,
                "Chứng thư của người ký hết hạn từ {}, sau thời điểm ký đã được chứng thực: chữ ký vẫn có giá trị.",
                "The signer's certificate expired at {}, after the proven signing time: the signature stays valid.",
                vietnam_time(*not_after),
            ),
            Self::AuthorityKnownUntil {
                subject,
                known_until,
            } => words!(
                lang,
                "Tình trạng chứng thư của tổ chức cấp dấu thời gian “{subject}” chỉ được biết đến {}; hãy kiểm tra trực tuyến để biết hiện nay.",
                "Whether the certificate of “{subject}”, a timestamp authority, was revoked is known only until {}; check online for the present.",
                vietnam_time(*known_until),
            ),
            Self::RevocationUnknown {
                subject,
                gap,
                places,
            } => words!(
                lang,
                [
                    "Chưa có thông tin thu hồi dùng được cho chứng thư của “{subject}”: {}{}.",
                    gap.vietnamese(),
                    places_text(places, lang),
                ],
                [
                    "No usable revocation evidence for the certificate of “{subject}”: {}{}.",
                    gap,
                    places_text(places, lang),
                ],
            ),
            Self::EvidenceWithoutProof { subject } => words!(
                lang,
                "Có thông tin thu hồi cho chứng thư của “{subject}”, nhưng không có bằng chứng rằng thông tin đó có từ trước khi chứng thư của nơi lập hết hiệu lực.",
                "There is revocation evidence for the certificate of “{subject}”, but nothing proves that it existed before the certificate of its signer ended.",
            ),
            Self::CertificateWithoutProof { subject, issuer } => words!(
                lang,
                "Không có bằng chứng rằng chứng thư của “{subject}” đã tồn tại trước khi chứng thư của “{issuer}” hết hiệu lực.",
                "Nothing proves that the certificate of “{subject}” existed before that of “{issuer}” ended.",
            ),
            Self::TimeOnlyClaimed => lang.pick(
                "Thời gian ký do máy của người ký ghi, chưa có dấu thời gian chứng thực.",
                "The signing time is claimed by the signer; no timestamp certifies it.",
            ).into(),
            Self::TimeInFuture => lang.pick(
                "Thời gian ký được ghi muộn hơn thời điểm kiểm tra.",
                "The signing time lies after the time of checking.",
            ).into(),
            Self::LocalTimeAsUtc { claimed, real } => words!(
                lang,
                "F5: thời gian do máy ký ghi ({}) nhanh hơn 7 giờ so với {}: giờ Việt Nam bị ghi thành giờ UTC. Thời gian được chứng thực không bị thay đổi.",
                "F5: the time that the signer's machine wrote ({}) is 7 hours ahead of {}: Vietnamese local time written as UTC. No trusted time was changed.",
                vietnam_time(*claimed),
                vietnam_time(*real),
            ),
            Self::ClaimedTimeContradicted { claimed, proven } => words!(
                lang,
                "Thời gian do máy ký ghi ({}) mâu thuẫn với thời gian được chứng thực ({}).",
                "The time that the signer's machine wrote ({}) contradicts the proven time ({}).",
                vietnam_time(*claimed),
                vietnam_time(*proven),
            ),
            Self::TimestampsOutOfOrder => lang.pick(
                "Các dấu thời gian mâu thuẫn với nhau về thứ tự.",
                "The timestamps contradict each other about their order.",
            ).into(),
            Self::TimestampUnsound { .. } | Self::UnlikelyHolder { .. } => signer::text(self, lang),
            Self::NameDiffers { printed, certified } => words!(
                lang,
                "Tên in dưới chữ ký (“{printed}”) khác tên trong chứng thư (“{certified}”): hãy đối chiếu người ký.",
                "The name printed under the signature (“{printed}”) is not that of the certificate (“{certified}”): check who signed.",
            ),
            Self::Altered => lang.pick(
                "Văn bản bị thay đổi sau khi ký, không thuộc bổ sung được phép.",
                "The document was altered after signing in a way that no rule permits.",
            ).into(),
            Self::CoversContent { page_index: None, .. } => lang.pick(
                "Không xác định được hình của chữ ký hiện ở đâu, nên coi như che nội dung.",
                "Where its picture is drawn is not clear: it counts as covering content.",
            ).into(),
            Self::CoversContent { page_index: Some(page), text } if text.is_empty() => words!(
                lang,
                "Hình của chữ ký chồng lên nội dung trên trang {}.",
                "Its picture overlaps content on page {}.",
                page + 1,
            ),
            Self::CoversContent { page_index: Some(page), text } => words!(
                lang,
                "Hình của chữ ký chồng lên chữ “{text}” trên trang {}.",
                "Its picture overlaps the text “{text}” on page {}.",
                page + 1,
            ),
            Self::DrawnOnUnreadPage { page_index } => words!(
                lang,
                "Không đọc được trang {}, nên không biết hình của chữ ký có đè lên nội dung hay không: coi như có.",
                "Page {} could not be read, so whether its picture overlaps content is not known: it counts as if it did.",
                page_index + 1,
            ),
            Self::CoversSignature { page_index, field } => words!(
                lang,
                "Hình của chữ ký chồng lên chữ ký “{field}” trên trang {}.",
                "Its picture overlaps the signature “{field}” on page {}.",
                page_index + 1,
            ),
            Self::SealOnText { page_index, text, seals_approval } => words!(
                lang,
                "Con dấu đóng trùm lên nội dung{}{}; chữ bên dưới vẫn đọc được{}.",
                "The seal lies on content{}{}, which can still be read{}.",
                on_page(*page_index, lang),
                quoted(text),
                match seals_approval {
                    true => "",
                    false => lang.pick(
                        ", nhưng không có con dấu nào đóng lên chữ ký của người có thẩm quyền",
                        "; but no seal lies on the signature of a competent person",
                    ),
                },
            ),
            Self::DrawsOnPage { page_index } => words!(
                lang,
                "Chữ ký này vẽ thêm chữ hoặc hình{} sau chữ ký đầu tiên: văn bản không còn là bản gốc.",
                "It draws words or a picture{} after the first signature: the file is no original.",
                on_page(*page_index, lang),
            ),
            Self::TimestampDraws { page_index } => words!(
                lang,
                "Dấu thời gian tài liệu vẽ chữ hoặc hình{}; dấu thời gian không được hiện gì.",
                "The document timestamp draws something{}; a timestamp shows nothing.",
                on_page(*page_index, lang),
            ),
            Self::TimestampHasArea { page_index } => words!(
                lang,
                "Dấu thời gian tài liệu chiếm một vùng{}, không vẽ gì trong đó.",
                "The document timestamp has an area{} and draws nothing in it.",
                on_page(*page_index, lang),
            ),
            Self::SeenAfterCertification { .. }
            | Self::UnprovenAfterCertification { .. }
            | Self::CertificationNotFirst
            | Self::CertificationRepeated => certification::text(self, lang),
            Self::PublicAuthority => lang.pick(
                "Chứng thư do tổ chức chứng thực công cộng cấp, không tính là chữ ký số chuyên dùng công vụ.",
                "The certificate is of a public CA and does not count as a government signature.",
            ).into(),
            Self::AgencyLeftBehind => lang.pick(
                "Cơ quan nhà nước phải ngừng dùng chứng thư của tổ chức chứng thực công cộng trước ngày 31/12/2025; chữ ký này của cơ quan được tạo sau ngày đó (O3).",
                "State agencies had to leave public CAs before 31/12/2025; this signature of an agency was made later (O3).",
            ).into(),
            Self::BytesAfterEof { count } => words!(
                lang,
                ["Có {count} byte thêm vào cuối tệp, không chữ ký nào phủ."],
                [
                    "{} behind the end of the file.",
                    counted(*count, "byte"),
                ],
            ),
            Self::SignedLeftover { offset, count } => words!(
                lang,
                "Phần đã ký có {count} đoạn giống đối tượng PDF nhưng không được dùng (đoạn đầu ở byte {offset}).",
                "The signed bytes hold {count} passages that read as objects but are not used (the first at byte {offset}).",
            ),
            Self::ShownByRepair { loose, at, offset } => structure::shown_by_repair(*loose, *at, *offset, lang),
            Self::ShownUnknown { error } => words!(
                lang,
                [
                    "Không xác định được các phần mềm có hiển thị phần đã ký như nhau hay không: {}.",
                    error.vietnamese(),
                ],
                ["Whether programs show the signed bytes alike could not be found out: {error}."],
            ),
            Self::Encrypted => lang.pick(
                "Tệp được mã hóa, mở được không cần mật khẩu (I4).",
                "The file is encrypted; it opens without a password (I4).",
            ).into(),
            Self::ActiveContent { kind, object } => words!(
                lang,
                "Tài liệu có nội dung động ({}, đối tượng {object}): phần hiển thị có thể khác nhau giữa các phần mềm hoặc các lần mở.",
                "The document holds active content ({}, object {object}): programs may show it differently, or not twice the same.",
                kind.label(lang),
            ),
            Self::ActiveContentUnknown { error } => words!(
                lang,
                [
                    "Không xác định được tài liệu có nội dung động hay không: {}.",
                    error.vietnamese(),
                ],
                ["Whether the document holds active content could not be found out: {error}."],
            ),
            Self::PageOverBudget { page_index, budget, limit } => words!(
                lang,
                [
                    "Không đọc trang {}: vượt hạn mức {limit} {}; mọi thứ trên trang được coi là nội dung.",
                    page_index + 1,
                    budget.vietnamese(),
                ],
                [
                    "Page {} is not read: beyond the budget of {limit} {budget}; all of it counts as content.",
                    page_index + 1,
                ],
            ),
        }
    }
}

/// ` on page 3`, when the page is known.
fn on_page(page_index: Option<usize>, lang: Lang) -> String {
    page_index.map_or_else(String::new, |index| {
        format!(" {} {}", lang.pick("trên trang", "on page"), index + 1)
    })
}
