//! The table in words, and what holds for all of it.

use super::*;

impl Any<Drawn> {
    fn words(&self) -> String {
        self.text("anything", |drawn| match drawn {
            Drawn::Nothing => "nothing",
            Drawn::Plate => "nothing, where programs put a plate of their own",
            Drawn::SignaturePicture => "a measured signature (A1)",
            Drawn::SignatureOnPaper => "a measured signature on white paper of its own",
            Drawn::SealPicture => "a measured seal (B1)",
            Drawn::Picture => "another picture alone",
            Drawn::Words => "text alone",
            Drawn::Mixed => "pictures with text, lines, fillings",
        })
    }
}

impl Any<Place> {
    fn words(&self) -> String {
        self.text("anywhere", |place| match place {
            Place::Nowhere => "in no area",
            Place::Unbounded => "without bounds (`/BBox`)",
            Place::PersonPicture => "on the picture of an earlier signature",
            Place::EarlierSignature => "on another earlier signature",
            Place::HiddenSignature => "on an earlier signature that it hides",
            Place::NumberBlank => "in the blanks of number and date",
            Place::Paper => "on blank paper",
            Place::HeadPaper => "on blank paper at the head of a page",
            Place::LargePaper => "on blank paper, larger than stamps are",
            Place::Picture => "on ink of a picture, or one that is not measured",
            Place::Unlisted => "on no page that lists it",
            Place::Unread => "where it cannot be read what lies below",
            Place::Ink => "on text or lines",
            Place::LegibleInk => {
                "on the head of a page, or title and name, all of which it leaves to be read, where a seal lies on the signature of a person"
            }
            Place::LegibleInkAlone => {
                "on the head of a page, or title and name, all of which it leaves to be read, where no seal does"
            }
        })
    }
}

impl Any<By> {
    fn words(&self) -> String {
        self.text("anybody", |by| match by {
            By::Timestamp => "a document timestamp",
            By::Organisation => "an organisation under a government anchor",
            By::Issuer => "such an organisation, or the holder of a seal",
            By::SealHolder => "the holder of a seal in the same document",
            By::PersonBeforeSeal => "a person under a government anchor, before any seal",
        })
    }
}

impl<T> Any<T> {
    fn text(&self, all: &str, word: impl Fn(&T) -> &'static str) -> String {
        match self {
            All => all.to_owned(),
            Of(values) => values.iter().map(word).collect::<Vec<_>>().join("; "),
        }
    }
}

fn markdown() -> String {
    let mut text = String::from(
        "| what is drawn | where | by whom | permitted | after P=2 | original | role |\n|---|---|---|---|---|---|---|\n",
    );
    for row in &TABLE {
        let yes = |is: bool| if is { "yes" } else { "no" };
        text += &format!(
            "| {} | {} | {} | {} | {} | {} | {} |\n",
            row.drawn.words(),
            row.place.words(),
            row.by.words(),
            yes(row.ruling.permitted),
            yes(row.ruling.signs_only),
            yes(row.ruling.original),
            row.ruling.role.map_or("–", Role::as_str),
        );
    }
    text
}

#[test]
fn the_document_shows_the_same_table() {
    let document = include_str!("../../../../docs/changes.md");
    let table = markdown();
    assert!(document.contains(&table), "docs/changes.md lacks:\n{table}");
}

#[test]
fn ink_is_covered_by_nobody_and_timestamps_draw_nothing() {
    let all = [
        Drawn::SignaturePicture,
        Drawn::SignatureOnPaper,
        Drawn::SealPicture,
        Drawn::Picture,
        Drawn::Words,
        Drawn::Mixed,
    ];
    let anybody = Holder {
        is_timestamp: false,
        is_organisation: true,
        seals: true,
        is_person_before_seal: true,
    };
    let timestamp = Holder {
        is_timestamp: true,
        ..anybody
    };
    for drawn in all {
        let ink = ruling(drawn, &Site::Ink("Điều 1".into()), anybody);
        assert!(!ink.permitted && !ink.original, "{drawn:?}");
        assert!(
            !ruling(drawn, &Site::Paper, timestamp).permitted,
            "{drawn:?}"
        );
        let stranger = ruling(drawn, &Site::Paper, Holder::default());
        assert!(stranger.permitted && !stranger.original, "{drawn:?}");
    }
    for drawn in [Drawn::Nothing, Drawn::Plate] {
        assert_eq!(ruling(drawn, &Site::Paper, timestamp), SIGNS);
    }
    for site in [Site::Ink(String::new()), Site::Picture, Site::Unread] {
        assert_eq!(ruling(Drawn::Plate, &site, timestamp), FORBIDDEN);
    }
}

#[test]
fn seals_on_words_that_are_read_are_those_of_organisations() {
    let site = |seals_approval| Site::LegibleInk {
        text: "ỦY BAN NHÂN DÂN".into(),
        seals_approval,
    };
    let organisation = Holder {
        is_organisation: true,
        ..Holder::default()
    };
    let sealed = |seals| ruling(Drawn::SealPicture, &site(seals), organisation);
    assert_eq!(sealed(true), SIGNS);
    assert!(sealed(false).permitted && !sealed(false).original);
    let person = Holder {
        is_person_before_seal: true,
        seals: true,
        ..Holder::default()
    };
    for other in [Holder::default(), person] {
        for seals in [true, false] {
            assert_eq!(ruling(Drawn::SealPicture, &site(seals), other), FORBIDDEN);
        }
    }
    for drawn in [Drawn::Picture, Drawn::SignaturePicture, Drawn::Mixed] {
        assert_eq!(ruling(drawn, &site(true), organisation), FORBIDDEN);
    }
}

#[test]
fn what_permits_less_never_makes_an_original() {
    assert!(
        TABLE
            .iter()
            .all(|row| row.ruling.permitted || !(row.ruling.original || row.ruling.signs_only))
    );
}
