//! Letters that a font calls blanks, beside the seal on the signature: kyso must not trust the name.

use kyso_pdf::{Dictionary, Name, Object};

use super::claims::map_to;
use crate::Case;
use crate::controls::pictures::sealed_with;
use crate::expected::Expected;
use crate::real::blanks::{Description, composite, described, simple};

pub(super) fn cases() -> Vec<Case> {
    let covered = Expected::altered("DrawnOverSignature").with_signatures(2);
    let case = |name, description: Description| {
        Case::new(name, covered, move |base| {
            sealed_with(base, |update| described(update, description))
        })
    };
    vec![
        case("seal-with-letters-called-blanks", |update| {
            let map = update.add(map_to(' ', 2));
            (composite(update, Some(map)), "<004100420043> Tj")
        }),
        case("seal-with-a-letter-named-by-the-code-of-blanks", |update| {
            let names = vec![Object::from(32), Name::from("M").into()];
            let encoding = Dictionary::new()
                .with("BaseEncoding", Name::from("WinAnsiEncoding"))
                .with("Differences", names);
            (simple(update, encoding.into()), "(   ) Tj")
        }),
        case("seal-with-bytes-of-blanks-that-are-letters", |update| {
            (composite(update, None), "(    ) Tj")
        }),
        case("seal-with-a-blank-beyond-the-font", |update| {
            (composite(update, None), "<FFFF> Tj")
        }),
    ]
}
