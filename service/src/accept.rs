//! The form of an answer about a document (RFC 9110, 12.5.1).

use axum::http::HeaderMap;
use axum::http::header::ACCEPT;

use super::problem::Problem;
use super::quality_values;

/// Representations of a verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Json,
    Html,
    Pdf,
}

impl Form {
    /// The form with the greatest weight; JSON when several have the same.
    pub(super) fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        if !headers.contains_key(ACCEPT) {
            return Ok(Self::Json);
        }
        let forms = [Self::Pdf, Self::Html, Self::Json];
        let weighed = forms.map(|form| (weight(headers, form.media_type()), form));
        let best = weighed
            .into_iter()
            .max_by(|one, two| one.0.total_cmp(&two.0));
        match best {
            Some((weight, form)) if weight > 0.0 => Ok(form),
            _ => Err(Problem::NotAcceptable),
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Html => "text/html",
            Self::Pdf => "application/pdf",
        }
    }
}

/// The weight of a media type: that of the most specific range that it is in.
fn weight(headers: &HeaderMap, media_type: &str) -> f32 {
    let (kind, _) = media_type.split_once('/').unwrap_or_default();
    let specificity = |range: &str| match range {
        _ if range.eq_ignore_ascii_case(media_type) => Some(3),
        _ if range.eq_ignore_ascii_case(&format!("{kind}/*")) => Some(2),
        "*/*" => Some(1),
        _ => None,
    };
    let weighed = quality_values::ranges(headers, &ACCEPT)
        .filter_map(|(range, weight)| Some((specificity(range)?, weight)));
    let best = weighed.max_by_key(|(specificity, _)| *specificity);
    best.map_or(0.0, |(_, weight)| weight)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_form_that_is_asked_for_is_given() {
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        for (value, expected) in [
            ("*/*", Some(Form::Json)),
            ("application/*", Some(Form::Json)),
            ("application/json", Some(Form::Json)),
            ("application/pdf", Some(Form::Pdf)),
            (
                "application/pdf;q=0.5, application/json;q=0.4",
                Some(Form::Pdf),
            ),
            ("text/html;q=0.5, */*;q=0.1", Some(Form::Html)),
            (browser, Some(Form::Html)),
            ("TEXT/HTML", Some(Form::Html)),
            (
                "application/pdf;Q=0.1, application/json;q=0.2",
                Some(Form::Json),
            ),
            ("application/pdf;q=nan", Some(Form::Pdf)),
            ("image/png", None),
            ("application/json;q=0", None),
            (";;;,=", None),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT, value.parse().unwrap())]);
            assert_eq!(Form::of(&headers).ok(), expected, "{value}");
        }
        assert_eq!(Form::of(&HeaderMap::new()).unwrap(), Form::Json);
        let mut lines = HeaderMap::new();
        lines.append(ACCEPT, "image/png".parse().unwrap());
        lines.append(ACCEPT, "application/pdf".parse().unwrap());
        assert_eq!(Form::of(&lines).unwrap(), Form::Pdf);
    }
}
