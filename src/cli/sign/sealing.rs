//! Seal, number and date of what is issued.

use kyso_directory::Directory;
use kyso_pki::SignatureAlgorithm;
use kyso_setup::Config;
use kyso_signer::{AuthorityCheck, Issuance, Numbering};
use kyso_stamp_images::Millimetres;

use crate::cli::Failure;
use crate::cli::arguments::Sealing;

/// The configuration with the directory of the command line.
pub(super) fn config(request: &Sealing, mut config: Config) -> Config {
    if let Some(directory) = &request.directory {
        config.directory = Some(directory.clone());
    }
    config
}

/// The question that the directory answers before the key is used (A5).
pub(super) fn authority<'a>(
    directory: Option<&'a Directory>,
    config: &Config,
) -> Option<AuthorityCheck<'a>> {
    let policy = config.directory_policy.into();
    directory.map(|directory| AuthorityCheck { directory, policy })
}

/// The issuance that was asked for; `seal` is the picture.
pub(super) fn issuance<'a>(
    request: &'a Sealing,
    seal: &'a [u8],
    algorithm: Option<SignatureAlgorithm>,
) -> Result<Issuance<'a>, Failure> {
    let numbering = numbering(request)?;
    let mut issuance = Issuance::with(seal, Millimetres(request.diameter), numbering);
    issuance.algorithm = algorithm;
    issuance.allow_draft = request.allow_draft;
    issuance.person_field = request.person_field.as_deref();
    Ok(issuance)
}

/// Number and date, in the gaps of the text unless positions are given. Those that are given belong to both, or to the one
/// that is not printed.
fn numbering(request: &Sealing) -> Result<Numbering<'_>, Failure> {
    let positions = request.date_at.as_slice();
    let number = request.number.as_deref();
    match (number, request.number_at, request.date, positions) {
        (None, _, None, _) => Ok(Numbering::Printed),
        (Some(number), None, Some(date), []) => Ok(Numbering::Drawn {
            number,
            date,
            places: None,
        }),
        (number, at, date, positions)
            if number.is_some() == at.is_some() && date.is_some() != positions.is_empty() =>
        {
            Ok(Numbering::Placed {
                number: number.zip(at),
                date: date.map(|date| (date, positions)),
            })
        }
        _ => Err(Failure::usage(
            "Đã cho vị trí của số thì cũng phải cho vị trí của ngày và ngược lại (--number-at, --date-at); phần đã in sẵn thì bỏ --number hoặc --date.",
            "--number-at and --date-at go together; leave out --number or --date for what is printed",
        )),
    }
}

/// How to give a number, where that with the symbol behind it was given: the document has the symbol.
pub(super) fn with_number_hint(failure: Failure, request: &Sealing) -> Failure {
    let given = request.number.as_deref().unwrap_or_default();
    match given.split_once('/') {
        Some((number, symbol)) => failure.with_hint(
            &format!("Chỉ ghi số: --number {number}; ký hiệu “/{symbol}” đã in trên văn bản."),
            &format!(
                "Give the number alone: --number {number}; “/{symbol}” is printed in the document."
            ),
        ),
        None => failure,
    }
}
