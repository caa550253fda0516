//! JUnit XML, as CI servers read it: one test case a file.
//!
//! Without expectations a file passes when its verdict is TOTAL_PASSED; with them, when it is as expected. A failure is
//! about the document, an error about a file that could not be judged.

use std::fmt::Write;
use std::time::Duration;

use kyso_verifier::Verdict;
use kyso_words::Lang;

use super::examination::Examined;
use super::expectation::{Comparison, Difference};
use super::table::difference_words;
use kyso_report::escaped_xml;
use kyso_words::printable_form;

/// The whole document.
pub(super) fn document(
    examined: &[Examined],
    comparison: Option<&Comparison>,
    lang: Lang,
) -> String {
    let cases: Vec<Case> = examined
        .iter()
        .enumerate()
        .map(|(index, one)| Case {
            name: printable_form(one.path.display()),
            time: seconds(one.took),
            problem: match comparison {
                Some(comparison) => unexpected(comparison.differences(index), lang),
                None => not_passed(one, lang),
            },
        })
        .collect();
    let count = |kind: &str| {
        cases
            .iter()
            .filter(|case| {
                case.problem
                    .as_ref()
                    .is_some_and(|problem| problem.kind == kind)
            })
            .count()
    };
    let time = seconds(examined.iter().map(|one| one.took).sum());
    let totals = format!(
        "name=\"kyso verify\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{time}\"",
        cases.len(),
        count(FAILURE),
        count(ERROR)
    );
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "<testsuites {totals}>\n  <testsuite {totals} skipped=\"0\">"
    );
    for case in &cases {
        case.write(&mut text);
    }
    text.push_str("  </testsuite>\n</testsuites>\n");
    text
}

struct Case {
    name: String,
    time: String,
    problem: Option<Problem>,
}

struct Problem {
    /// The name of its element.
    kind: &'static str,
    code: String,
    message: String,
}

impl Case {
    fn write(&self, text: &mut String) {
        let head = format!(
            "    <testcase classname=\"kyso.verify\" name=\"{}\" time=\"{}\"",
            escaped_xml(&self.name),
            self.time
        );
        let _ = match &self.problem {
            None => writeln!(text, "{head}/>"),
            Some(Problem {
                kind,
                code,
                message,
            }) => {
                let (code, message) = (escaped_xml(code), escaped_xml(message));
                writeln!(
                    text,
                    "{head}>\n      <{kind} type=\"{code}\" message=\"{message}\"/>\n    </testcase>"
                )
            }
        };
    }
}

fn unexpected(differences: &[Difference], lang: Lang) -> Option<Problem> {
    let words: Vec<String> = differences
        .iter()
        .map(|one| difference_words(one, lang))
        .collect();
    (!words.is_empty()).then(|| Problem {
        kind: FAILURE,
        code: "UNEXPECTED".to_owned(),
        message: printable_form(words.join("; ")),
    })
}

fn not_passed(one: &Examined, lang: Lang) -> Option<Problem> {
    let (kind, code, label) = match &one.outcome {
        Ok(findings) if findings.verdict == Verdict::TotalPassed => return None,
        Ok(findings) => (
            FAILURE,
            findings.verdict.as_str(),
            findings.verdict.label(lang),
        ),
        Err(unreadable) => (ERROR, unreadable.code, ""),
    };
    let parts = [label.to_owned(), one.reason(lang)];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Some(Problem {
        kind,
        code: code.to_owned(),
        message: printable_form(parts.join(": ")),
    })
}

fn seconds(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64())
}

const FAILURE: &str = "failure";
const ERROR: &str = "error";
