//! The clerk's page: HTML, style and script that are part of the program, without anything from elsewhere.

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;

/// The page at `/` and its parts below `/page/`.
pub(super) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    FILES.iter().fold(Router::new(), |router, file| {
        router.route(
            file.path,
            get(move || async move { ([(CONTENT_TYPE, file.media_type)], file.text) }),
        )
    })
}

/// A file of the page.
struct PageFile {
    /// Where the service gives it out.
    path: &'static str,
    /// Its Content-Type.
    media_type: &'static str,
    /// Its content.
    text: &'static str,
}

/// All files of the page.
const FILES: [PageFile; 9] = [
    PageFile {
        path: "/",
        media_type: HTML,
        text: include_str!("page/index.html"),
    },
    PageFile {
        path: "/page/icon.svg",
        media_type: SVG,
        text: include_str!("page/icon.svg"),
    },
    PageFile {
        path: "/page/kyso.css",
        media_type: CSS,
        text: include_str!("page/kyso.css"),
    },
    PageFile {
        path: "/page/kyso.js",
        media_type: SCRIPT,
        text: include_str!("page/kyso.js"),
    },
    PageFile {
        path: "/page/dom.js",
        media_type: SCRIPT,
        text: include_str!("page/dom.js"),
    },
    PageFile {
        path: "/page/language.js",
        media_type: SCRIPT,
        text: include_str!("page/language.js"),
    },
    PageFile {
        path: "/page/report.js",
        media_type: SCRIPT,
        text: include_str!("page/report.js"),
    },
    PageFile {
        path: "/page/trust.js",
        media_type: SCRIPT,
        text: include_str!("page/trust.js"),
    },
    PageFile {
        path: "/page/words.js",
        media_type: SCRIPT,
        text: WORDS,
    },
];

const WORDS: &str = include_str!("page/words.js");

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use kyso_setup::LARGEST_FILE_MB;
    use kyso_verifier::{ContentState, LegalStatus, Level, Role, Verdict};
    use kyso_words::{Lang, lower_first};
    use serde_json::Value;

    use super::*;
    use crate::problem::Problem;

    fn words() -> Value {
        let start = WORDS.find("export default").unwrap() + "export default".len();
        serde_json::from_str(WORDS[start..].trim().trim_end_matches(';')).unwrap()
    }

    fn keys(value: &Value, path: &str, found: &mut Vec<String>) {
        match value.as_object() {
            None => found.push(path.to_owned()),
            Some(object) => object
                .iter()
                .for_each(|(key, value)| keys(value, &format!("{path}.{key}"), found)),
        }
    }

    #[test]
    fn both_languages_say_the_same_things() {
        let words = words();
        let [vi, en] = ["vi", "en"].map(|language| {
            let mut found = Vec::new();
            keys(&words[language], "", &mut found);
            found
        });
        assert_eq!(vi, en);
    }

    #[test]
    fn the_page_uses_the_words_of_the_report() {
        let words = words();
        for (code, lang) in [("vi", Lang::Vi), ("en", Lang::En)] {
            for verdict in [
                Verdict::TotalPassed,
                Verdict::TotalFailed,
                Verdict::Indeterminate,
                Verdict::NotSigned,
            ] {
                assert_eq!(
                    words[code]["verdict"][verdict.as_str()],
                    verdict.label(lang)
                );
            }
            for status in [
                LegalStatus::Original,
                LegalStatus::Copy,
                LegalStatus::Incomplete,
                LegalStatus::InformationOnly,
                LegalStatus::Invalid,
            ] {
                assert_eq!(
                    words[code]["legal_status"][status.as_str()],
                    status.label(lang)
                );
            }
            for role in Role::ALL {
                assert!(words[code]["role"][role.as_str()].is_string(), "{role:?}");
            }
            for state in ContentState::ALL {
                let shown = words[code]["content"][state.as_str()].as_str().unwrap();
                assert_eq!(shown, lower_first(state.label(lang)));
                let answered = words[code]["change"][state.as_str()].is_string();
                assert_eq!(answered, *state != ContentState::Intact, "{state:?}");
            }
            for level in [Level::Bb, Level::Bt, Level::Blt, Level::Blta, Level::Cms] {
                assert_eq!(words[code]["level"][level.as_str()], level.label(lang));
            }
        }
    }

    /// The page refuses a file that is too large before it is sent, as the service would.
    #[test]
    fn the_page_says_of_too_large_a_file_what_the_service_says() {
        let (words, problem) = (words(), Problem::TooLarge { limit: 50 << 20 });
        for (code, lang) in [("vi", Lang::Vi), ("en", Lang::En)] {
            let shown = words[code]["problem"]["too_large"].as_str().unwrap();
            let told = format!("{} {}", problem.title(lang), problem.detail(lang));
            assert_eq!(shown.replace("{limit}", "50"), told);
        }
    }

    /// Where the service takes smaller files than the command line, the page says what that takes.
    #[test]
    fn the_page_names_the_limit_of_the_command_line() {
        let (words, limit) = (words(), format!(" {LARGEST_FILE_MB} MB."));
        for code in ["vi", "en"] {
            let hint = words[code]["problem"]["too_large_hint"].as_str().unwrap();
            assert!(hint.ends_with(&limit), "{hint}");
        }
    }

    #[test]
    fn no_words_are_left_over() {
        let others: String = FILES
            .iter()
            .filter(|file| file.text != WORDS)
            .map(|file| file.text)
            .collect();
        for word in words()["vi"].as_object().unwrap().keys() {
            assert!(others.contains(word.as_str()), "{word}");
        }
    }

    /// Which rules govern a document follows from its day of signing: the service tells them, the page has no table of its own.
    #[test]
    fn the_page_names_no_rule_itself() {
        for file in &FILES {
            for rule in ["/NĐ-CP", "/TT-", "Decree", "Circular"] {
                assert!(!file.text.contains(rule), "{}: {rule}", file.path);
            }
        }
    }

    #[test]
    fn nothing_comes_from_elsewhere_and_no_markup_is_made_of_data() {
        for file in &FILES {
            let text = file.text.replace("http://www.w3.org/2000/svg", "");
            for forbidden in [
                "http:",
                "https:",
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
            ] {
                assert!(!text.contains(forbidden), "{}: {forbidden}", file.path);
            }
        }
    }
}
