//! Filters of what is drawn that programs undo differently, or leave out (ISO 32000-2, 7.4).

use kyso_pdf::{Dictionary, Object, PdfError, View};

/// Whether the filters of a stream are others than those that all programs undo alike.
pub(super) fn differ(view: &View<'_, '_>, stream: &Dictionary) -> Result<bool, PdfError> {
    if stream.get("Filter").is_none() {
        return Ok(false);
    }
    let filters = view.get(stream, "Filter")?;
    let is_known = match &*filters {
        Object::Null => true,
        Object::Array(names) => {
            let mut all_known = true;
            for name in names {
                all_known &= is_known(&*view.resolve(name)?);
            }
            all_known
        }
        name => is_known(name),
    };
    Ok(!is_known || has_odd_predictor(view, stream)?)
}

fn is_known(name: &Object) -> bool {
    let name = name.as_name();
    name.is_some_and(|name| KNOWN.iter().any(|known| *name == **known))
}

/// Predictors that are not defined are left out by some programs, and end the data for others (ISO 32000-2, table 10).
fn has_odd_predictor(view: &View<'_, '_>, stream: &Dictionary) -> Result<bool, PdfError> {
    if stream.get("DecodeParms").is_none() {
        return Ok(false);
    }
    let parameters = view.get(stream, "DecodeParms")?;
    let one = [(*parameters).clone()];
    for parameters in parameters.as_array().unwrap_or(&one) {
        let parameters = view.resolve(parameters)?;
        let Some(parameters) = parameters.as_dictionary() else {
            continue;
        };
        let predictor = view.get(parameters, "Predictor")?;
        if !matches!(*predictor, Object::Null | Object::Integer(1 | 2 | 10..=15)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// With the short names, which all four programs know.
const KNOWN: [&str; 13] = [
    "FlateDecode",
    "Fl",
    "LZWDecode",
    "LZW",
    "ASCIIHexDecode",
    "AHx",
    "ASCII85Decode",
    "A85",
    "RunLengthDecode",
    "RL",
    "DCTDecode",
    "CCITTFaxDecode",
    "JPXDecode",
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use kyso_pdf::{Document, Name};

    #[test]
    fn filters_that_programs_do_not_know_are_found() {
        let pdf = include_bytes!("../../../testdata/samples/quyet-dinh.pdf");
        let document = Document::open(pdf).unwrap();
        let view = document.latest();
        let of = |filter: Object| Dictionary::new().with("Filter", filter);
        let name = |name: &str| Object::from(Name::from(name));
        let names = |names: &[&str]| Object::Array(names.iter().map(|one| name(one)).collect());
        let differs = |stream: &Dictionary| differ(&view, stream).unwrap();
        for known in [
            Dictionary::new(),
            of(Object::Null),
            of(name("FlateDecode")),
            of(names(&["ASCII85Decode", "FlateDecode"])),
            of(names(&[])),
        ] {
            assert!(!differs(&known), "{known:?}");
        }
        for odd in [
            of(name("Foo")),
            of(name("Crypt")),
            of(names(&["FlateDecode", "Foo"])),
            of(Object::Array(vec![Object::Null, name("FlateDecode")])),
            of(Object::Integer(1)),
        ] {
            assert!(differs(&odd), "{odd:?}");
        }
        let predicted = |predictor: i64| {
            let parameters = Dictionary::new().with("Predictor", predictor);
            of(name("FlateDecode")).with("DecodeParms", parameters)
        };
        assert!(!differs(&predicted(12)));
        assert!(differs(&predicted(3)));
        assert!(differs(&predicted(99)));
    }
}
