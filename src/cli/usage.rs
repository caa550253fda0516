//! Wrong usage, explained in Vietnamese. clap says the same in English.

use std::error::Error as _;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use kyso_pkcs11_bridge::UriError;
use kyso_setup::{UrlFault, names_pin};
use kyso_stamp_images::PlaceError;
use kyso_words::{Localized, printable};

use super::values::BadValue;

/// The error without the PINs in a key URI: it goes to logs.
pub(super) fn without_pins(mut error: Error) -> Error {
    let hidden = |text: &String| match names_pin(text) {
        true => "pkcs11:…".to_owned(),
        false => text.clone(),
    };
    let told: Vec<(ContextKind, ContextValue)> = error
        .context()
        .filter_map(|(kind, value)| {
            let value = match value {
                ContextValue::String(text) => ContextValue::String(hidden(text)),
                ContextValue::Strings(texts) => {
                    ContextValue::Strings(texts.iter().map(hidden).collect())
                }
                _ => return None,
            };
            Some((kind, value))
        })
        .collect();
    for (kind, value) in told {
        error.insert(kind, value);
    }
    error
}

/// The words for a command line that cannot be understood; `None` for results of clap that are no
/// errors, such as help.
pub(super) fn explain(error: &Error) -> Option<String> {
    let mut text = format!("lỗi: {}\n", printable(&what(error)?));
    let suggested = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    let suggested: Vec<String> = suggested
        .into_iter()
        .filter_map(|kind| context(error, kind))
        .collect();
    if !suggested.is_empty() {
        text.push_str(&format!(
            "\n  gần giống: {}\n",
            printable(&suggested.join(", "))
        ));
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        text.push_str(&format!(
            "\nCách dùng: {}\n",
            usage.trim_start_matches("Usage: ")
        ));
    }
    text.push_str("\nXem thêm: --help\n");
    Some(text)
}

fn what(error: &Error) -> Option<String> {
    let of = |kind| context(error, kind).unwrap_or_default();
    let argument = of(ContextKind::InvalidArg);
    let value = of(ContextKind::InvalidValue);
    Some(match error.kind() {
        ErrorKind::UnknownArgument => format!("không có tham số “{argument}” ở đây"),
        ErrorKind::InvalidSubcommand => {
            format!("không có lệnh “{}”", of(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand => {
            format!("thiếu lệnh; các lệnh: {}", of(ContextKind::ValidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("thiếu tham số bắt buộc: {argument}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("thiếu giá trị cho {argument}"),
        ErrorKind::InvalidValue => format!(
            "“{value}” không phải giá trị của {argument}; các giá trị: {}",
            of(ContextKind::ValidValue)
        ),
        ErrorKind::ValueValidation => format!(
            "“{value}” không phải giá trị của {argument}{}",
            reason(error)
        ),
        ErrorKind::ArgumentConflict => {
            format!("{argument} không dùng cùng {}", of(ContextKind::PriorArg))
        }
        ErrorKind::TooManyValues => format!("thừa giá trị “{value}” cho {argument}"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("sai số giá trị của {argument}")
        }
        ErrorKind::NoEquals => format!("phải ghi dấu = sau {argument}"),
        ErrorKind::InvalidUtf8 => "có tham số không phải UTF-8".to_owned(),
        _ => return None,
    })
}

/// Why a value was refused, after a colon.
fn reason(error: &Error) -> String {
    let Some(source) = error.source() else {
        return String::new();
    };
    let known = source
        .downcast_ref::<BadValue>()
        .map(|bad| bad.vietnamese.to_owned());
    let known = known.or_else(|| {
        source
            .downcast_ref::<PlaceError>()
            .map(PlaceError::vietnamese)
    });
    let known = known.or_else(|| source.downcast_ref::<UriError>().map(UriError::vietnamese));
    let known = known.or_else(|| source.downcast_ref::<UrlFault>().map(UrlFault::vietnamese));
    known.map_or_else(String::new, |known| format!(": {known}"))
}

fn context(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(", ")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use clap::CommandFactory;

    use super::*;
    use crate::cli::{Arguments, vietnamese};

    fn explained(line: &str) -> String {
        let command = vietnamese::translate(Arguments::command());
        let error = command.try_get_matches_from(line.split(' ')).unwrap_err();
        explain(&error).unwrap()
    }

    #[test]
    fn every_kind_of_wrong_usage_has_vietnamese_words() {
        for (line, said) in [
            ("kyso verfy", "không có lệnh “verfy”"),
            (
                "kyso verify a.pdf --recursiv",
                "không có tham số “--recursiv” ở đây",
            ),
            ("kyso verify", "thiếu tham số bắt buộc: <TỆP|THƯ MỤC>..."),
            (
                "kyso verify --format docx a.pdf",
                "“docx” không phải giá trị của --format <DẠNG>; các giá trị: text, json",
            ),
            (
                "kyso verify a.pdf --jobs 0",
                "“0” không phải giá trị của --jobs <SỐ>: hãy ghi một số từ 1 đến 256",
            ),
            (
                "kyso inspect a.pdf -o b --revision 0",
                "“0” không phải giá trị của --revision <SỐ>: hãy ghi số thứ tự của phiên bản",
            ),
            (
                "kyso verify a.pdf --at hom-qua",
                "--at <THỜI ĐIỂM>: hãy ghi thời điểm",
            ),
            (
                "kyso verify --expect",
                "thiếu giá trị cho --expect <DANH SÁCH>",
            ),
            ("kyso verify --expect a --write-expect b", "không dùng cùng"),
            ("kyso verify a.pdf --recursive=1", "--recursive"),
        ] {
            let text = explained(line);
            assert!(text.contains(said), "{line}\n{text}");
            assert!(
                text.starts_with("lỗi: ") && !text.contains("error:"),
                "{text}"
            );
        }
        assert!(explained("kyso verify a.pdf --recursiv").contains("gần giống: --recursive"));
        assert!(explained("kyso verify").contains("\nCách dùng: kyso verify"));
    }

    #[test]
    fn a_pin_in_a_uri_is_not_shown() {
        for line in [
            "kyso sign approve a.pdf -o b.pdf --key pkcs11:token=a?pin-value=4711 --pin-file p --signer x --image i",
            "kyso sign approve a.pdf -o b.pdf --key token=a?PIN-VALUE=4711 --pin-file p --signer x --image i",
            "kyso verify --key=pkcs11:token=a?pin-value=4711",
            "kyso pkcs11:token=a?pin-value=4711",
        ] {
            let english = Arguments::command();
            let error = english.try_get_matches_from(line.split(' ')).unwrap_err();
            let error = without_pins(error);
            assert!(!error.render().to_string().contains("4711"), "{error}");
            let vietnamese = vietnamese::translate(Arguments::command());
            let error = vietnamese
                .try_get_matches_from(line.split(' '))
                .unwrap_err();
            let text = explain(&without_pins(error)).unwrap();
            assert!(!text.contains("4711"), "{text}");
        }
    }

    #[test]
    fn help_is_no_error() {
        let command = Arguments::command();
        let help = command
            .try_get_matches_from(["kyso", "--help"])
            .unwrap_err();
        assert_eq!(explain(&help), None);
    }
}
