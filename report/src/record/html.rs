//! The record as one HTML page: no script, no external resources, every text from the file escaped
//! by the template.

use std::sync::LazyLock;

use askama::Template;
use kyso_stamp_images::Face;
use kyso_words::Lang;
use openssl::base64::encode_block;

use super::pdf;
use super::picture::Shown;
use super::symbol::{self, Symbol};
use super::words::Words;
use super::{Extent, Sheet, Tone};
use crate::page_picture::PagePicture;

/// The policy under which the page is shown, by the service and by itself: its own style, and the fonts and pictures
/// in it.
pub static RECORD_SECURITY_POLICY: LazyLock<String> = LazyLock::new(|| {
    let digest = encode_block(&openssl::sha::sha256(STYLE.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{digest}'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )
});

/// All records as one document, one page of paper each.
///
/// # Errors
/// [`askama::Error`], which no value of a sheet leads to.
pub fn record_html(sheets: &[&Sheet], lang: Lang) -> Result<String, askama::Error> {
    Page {
        words: Words::of(lang),
        policy: RECORD_SECURITY_POLICY.as_str(),
        style: STYLE.as_str(),
        sheets,
    }
    .render()
}

#[derive(Template)]
#[template(path = "record.html")]
struct Page<'a> {
    words: &'static Words,
    policy: &'a str,
    style: &'static str,
    sheets: &'a [&'a Sheet],
}

impl Page<'_> {
    /// As much as fits onto a printed page.
    fn extent(&self, sheet: &Sheet) -> Extent {
        pdf::extent(sheet)
    }

    fn outline(&self, tone: &Tone) -> String {
        symbol::svg(&Symbol::of(*tone).outline)
    }

    fn sign(&self, tone: &Tone) -> String {
        symbol::svg(&Symbol::of(*tone).sign)
    }

    fn data(&self, picture: &PagePicture) -> String {
        format!("data:image/png;base64,{}", encode_block(&picture.png))
    }
}

/// The style with the faces of the PDF, so that the page looks and breaks alike on every machine.
static STYLE: LazyLock<String> = LazyLock::new(|| {
    let faces = [
        (Face::Regular, "normal", "400"),
        (Face::Bold, "normal", "700"),
        (Face::Italic, "italic", "400"),
    ];
    let faces = faces.map(|(face, style, weight)| {
        let data = encode_block(face.data());
        format!(
            "@font-face {{ font-family: \"Record Serif\"; font-style: {style}; font-weight: {weight}; src: url(data:font/ttf;base64,{data}); }}\n"
        )
    });
    faces.concat() + include_str!("record.css")
});

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::record::sheet::unread;

    #[test]
    fn names_from_a_file_stay_text() {
        let name = "<script>alert(1)</script>\"'&<img src=x onerror=y>.pdf";
        let sheet = Sheet::unreadable(&unread(name, "</style><b>"), Lang::Vi);
        let page = record_html(&[&sheet], Lang::Vi).unwrap();
        for forbidden in ["<script", "<img src=x", "</style><b>", "onerror=y>"] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        assert!(page.contains("&#60;script&#62;") || page.contains("&lt;script&gt;"));
        assert_eq!(page.matches("<style>").count(), 1);
    }

    #[test]
    fn a_record_of_an_unreadable_file() {
        let sheet = Sheet::unreadable(&unread("công văn <1>.pdf", "tệp bị cắt cụt"), Lang::Vi);
        let page = record_html(&[&sheet], Lang::Vi).unwrap();
        // Neither the hash of the style nor the version is what this test is about.
        let page = page
            .replace(STYLE.as_str(), "…")
            .replace(kyso_verifier::ENGINE_VERSION, "…");
        let lines = page
            .lines()
            .filter(|line| !line.contains("Content-Security-Policy"));
        insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn nothing_comes_from_elsewhere() {
        let sheet = Sheet::unreadable(&unread("a.pdf", "…"), Lang::En);
        let page = record_html(&[&sheet], Lang::En).unwrap();
        assert!(
            page.contains(&format!("<style>{}</style>", *STYLE)),
            "the hash is of exactly this"
        );
        assert_eq!(
            STYLE.matches("url(").count(),
            STYLE.matches("url(data:").count()
        );
        let page = page.replace("url(data:font/ttf;", "");
        for forbidden in [
            "http:", "https:", "url(", "@import", "<script", "<link", "style=",
        ] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        assert!(page.contains("lang=\"en\""));
    }
}
