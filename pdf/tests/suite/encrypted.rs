//! Files that the empty password opens read as if they were not encrypted.

use kyso_pdf::{
    Dictionary, Document, Limits, Locked, Name, Object, ObjectId, Password, PdfError, Unsignable,
    Update, write_object,
};

use crate::build::Builder;

/// A file of `testdata/encrypted`.
fn encrypted(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/encrypted/");
    std::fs::read(format!("{folder}{name}.pdf")).unwrap()
}

const CONTENT: &[u8] = b"BT /F1 12 Tf (So: 05) Tj ET";

const OPEN: [&str; 9] = [
    "rc4-40",
    "rc4-128",
    "rc4-128-v4",
    "aes-128",
    "aes-128-plain-metadata",
    "aes-256-r5",
    "aes-256",
    "aes-256-object-streams",
    "aes-256-empty-owner",
];

/// What an entry of a dictionary leads to.
fn follow(document: &Document<'_>, from: &Object, path: &[&str]) -> Object {
    path.iter().fold(from.clone(), |object, key| {
        let dictionary = object.as_dictionary().expect(key);
        (*document.latest().get(dictionary, key).unwrap()).clone()
    })
}

fn decoded(document: &Document<'_>, path: &[&str]) -> Vec<u8> {
    let (_, catalog) = document.latest().catalog().unwrap();
    let object = follow(document, &catalog, path);
    document
        .latest()
        .decoded(object.as_stream().expect("a stream"))
        .unwrap()
}

#[test]
fn strings_and_streams_are_decrypted_once() {
    for name in OPEN {
        let bytes = encrypted(name);
        let document = Document::open(&bytes).unwrap();
        document.check_unlocked().expect(name);
        assert!(document.is_encrypted(), "{name}");
        let trailer = Object::Dictionary(document.latest().trailer().clone());
        let info = follow(&document, &trailer, &["Info"]);
        let title = follow(&document, &info, &["Title"]);
        assert_eq!(title.as_string(), Some(&b"Quyet dinh"[..]), "{name}");
        let note = follow(&document, &info, &["Note"]);
        let [one, deep] = note.as_array().expect(name) else {
            panic!("{name}: two elements");
        };
        assert_eq!(one.as_string(), Some(&b"one"[..]), "{name}");
        let deep = follow(&document, deep, &["Deep"]);
        assert_eq!(deep.as_string(), Some(&b"two"[..]), "{name}");
        let page = document.latest().page(0).unwrap().unwrap();
        let page = document.latest().object(page.id).unwrap();
        let content = follow(&document, &page, &["Contents"]);
        let content = document.latest().decoded(content.as_stream().unwrap());
        assert_eq!(content.unwrap(), CONTENT, "{name}");
        let metadata = decoded(&document, &["Metadata"]);
        assert!(metadata.starts_with(b"<x:xmpmeta"), "{name}");
    }
}

#[test]
fn a_password_that_is_not_empty_is_asked_for() {
    let bytes = encrypted("needs-password");
    let document = Document::open(&bytes).unwrap();
    let locked = PdfError::Locked(Locked::PasswordNeeded);
    assert_eq!(document.check_unlocked().unwrap_err(), locked);
    assert_eq!(document.latest().catalog().unwrap_err(), locked);
}

const USER: &str = "mo-khoa-2026";
const OWNER: &str = "chu-tep-2026";
/// Each with its user password; the owner password is that of all.
const PROTECTED: [(&str, &str); 6] = [
    ("password-rc4-40", USER),
    ("password-rc4-128", USER),
    ("password-aes-128", USER),
    ("password-aes-256-r5", USER),
    ("password-aes-256", USER),
    ("password-aes-256-object-streams", "mở khóa"),
];

/// The title of the document when it is unlocked with a password.
fn title(bytes: &[u8], password: &str) -> Result<String, PdfError> {
    let mut document = Document::open(bytes)?;
    document.unlock(&Password::new(password))?;
    document.check_unlocked()?;
    let info = document.latest().trailer().get("Info").unwrap().clone();
    let info = document.latest().resolve(&info)?;
    let title = info.as_dictionary().unwrap().get("Title").unwrap();
    let title = title.as_string().unwrap().to_vec();
    Ok(String::from_utf8(title).unwrap())
}

#[test]
fn the_password_of_the_user_or_the_owner_opens_a_file() {
    for (name, user) in PROTECTED {
        let bytes = encrypted(name);
        for password in [user, OWNER] {
            let found = title(&bytes, password);
            assert_eq!(found.as_deref(), Ok("Quyet dinh"), "{name}, {password}");
        }
        let needed = PdfError::Locked(Locked::PasswordNeeded);
        let document = Document::open(&bytes).unwrap();
        assert_eq!(document.check_unlocked(), Err(needed), "{name}");
    }
}

#[test]
fn a_wrong_password_is_told() {
    let wrong = Err(PdfError::Locked(Locked::WrongPassword));
    for (name, user) in PROTECTED {
        let bytes = encrypted(name);
        for password in ["", "sai", &user[..user.len() - 1], &format!("{user} ")] {
            assert_eq!(title(&bytes, password), wrong, "{name}, {password}");
        }
    }
}

/// The byte forms that a person cannot tell apart: composed letters or not.
#[test]
fn how_letters_are_composed_does_not_matter() {
    let typed = "mo\u{31B}\u{309} kho\u{301}a";
    let bytes = encrypted("password-aes-256-object-streams");
    assert_eq!(title(&bytes, typed).as_deref(), Ok("Quyet dinh"));
}

#[test]
fn a_password_that_is_not_needed_changes_nothing() {
    for name in ["rc4-128", "aes-256"] {
        let found = title(&encrypted(name), "sai");
        assert_eq!(found.as_deref(), Ok("Quyet dinh"), "{name}");
    }
}

#[test]
fn a_file_that_opens_is_still_not_signed() {
    let bytes = encrypted("aes-256");
    let document = Document::open(&bytes).unwrap();
    assert_eq!(
        Update::new(&document).unwrap_err(),
        PdfError::Unsignable(Unsignable::Encrypted)
    );
}

#[test]
fn the_container_of_a_signature_is_read_as_written() {
    let bytes = encrypted("signed-aes-256");
    let document = Document::open(&bytes).unwrap();
    let fields = document.latest().signature_fields().unwrap();
    let value = fields[0].value.as_ref().unwrap();
    assert_eq!(value.text("Reason").as_deref(), Some("Ban hanh"));
    assert_eq!(value.contents.first(), Some(&0x30));
}

#[test]
fn decrypted_bytes_count_towards_the_budget() {
    let bytes = encrypted("aes-256");
    let limits = Limits {
        inflated: 20,
        ..Limits::default()
    };
    let document = Document::open_with(&bytes, limits).unwrap();
    let page = document.latest().page(0).unwrap().unwrap();
    let page = document.latest().object(page.id).unwrap();
    let contents = page.as_dictionary().unwrap().get("Contents").unwrap();
    let error = document.latest().resolve(contents).unwrap_err();
    assert!(matches!(error, PdfError::LimitReached { limit: 20, .. }));
}

/// The encryption dictionary of a fixture, to be put into a file of one's own.
fn handler(name: &str) -> Dictionary {
    let bytes = encrypted(name);
    let document = Document::open(&bytes).unwrap();
    let entry = document.latest().trailer().get("Encrypt").unwrap().clone();
    let object = document.latest().resolve(&entry).unwrap();
    object.as_dictionary().unwrap().clone()
}

/// A document of one page with `objects`, its trailer naming `handler`.
fn protected(handler: &Dictionary, objects: &[(u32, &str)]) -> Builder {
    let mut file = Builder::one_page();
    for (number, body) in objects {
        file.object(*number, body);
    }
    let trailer = format!("/Encrypt {}", text(handler));
    file.table(&trailer);
    file
}

fn text(handler: &Dictionary) -> String {
    let mut written = Vec::new();
    let object = Object::Dictionary(handler.clone());
    write_object(&object, &mut written, &|_| &[]);
    String::from_utf8(written).unwrap()
}

fn locked(file: &Builder) -> PdfError {
    let document = Document::open(&file.bytes).unwrap();
    document.check_unlocked().unwrap_err()
}

#[test]
fn identity_filters_leave_data_alone() {
    let handler = handler("aes-256").with("StrF", Name::from("Identity"));
    let stream =
        "<</Length 5/Filter[/Crypt]/DecodeParms[<</Name/Identity>>]>>\nstream\nplain\nendstream";
    let unnamed = "<</Length 5/Filter/Crypt>>\nstream\nplain\nendstream";
    let file = protected(&handler, &[(4, stream), (5, unnamed), (6, "(plain)")]);
    let document = Document::open(&file.bytes).unwrap();
    for number in [4, 5] {
        let object = document.latest().object(ObjectId::new(number, 0)).unwrap();
        let data = document.latest().decoded(object.as_stream().unwrap());
        assert_eq!(data.unwrap(), b"plain");
    }
    let string = document.latest().object(ObjectId::new(6, 0)).unwrap();
    assert_eq!(string.as_string(), Some(&b"plain"[..]));
}

#[test]
fn a_crypt_filter_that_nobody_defines_is_an_error() {
    let stream = "<</Length 5/Filter/Crypt/DecodeParms<</Name/Other>>>>\nstream\nplain\nendstream";
    let file = protected(&handler("aes-256"), &[(4, stream)]);
    let document = Document::open(&file.bytes).unwrap();
    let error = document.latest().object(ObjectId::new(4, 0)).unwrap_err();
    assert!(matches!(error, PdfError::BrokenStream { .. }), "{error}");
    let undefined = handler("aes-256").with("StmF", Name::from("Other"));
    let error = locked(&protected(&undefined, &[]));
    assert!(matches!(error, PdfError::Locked(Locked::Damaged { .. })));
}

#[test]
fn data_that_are_not_whole_blocks_are_an_error() {
    let file = protected(&handler("aes-256"), &[(4, "(not a block)"), (5, "()")]);
    let document = Document::open(&file.bytes).unwrap();
    assert!(document.latest().object(ObjectId::new(4, 0)).is_err());
    let empty = document.latest().object(ObjectId::new(5, 0)).unwrap();
    assert_eq!(empty.as_string(), Some(&b""[..]));
}

#[test]
fn other_handlers_and_damage_are_named() {
    let sound = handler("aes-256");
    let cases = [
        (
            sound.clone().with("Filter", Name::from("Adobe.PubSec")),
            "Adobe.PubSec",
        ),
        (
            sound.clone().with("V", 6_i64).with("R", 7_i64),
            "revision 7",
        ),
        (sound.clone().with("P", -4_i64 ^ 256), "/Perms"),
        (
            sound.clone().with("UE", Object::String(vec![1; 7])),
            "key strings",
        ),
        (
            sound.clone().with("U", Object::String(vec![1; 47])),
            "too short",
        ),
    ];
    for (handler, named) in cases {
        let error = locked(&protected(&handler, &[]));
        assert!(error.to_string().contains(named), "{named}: {error}");
    }
}

/// Two revisions, each with its own entries in the trailer.
fn revised(first: &str, second: &str) -> Builder {
    let mut file = Builder::one_page();
    file.table(first);
    file.object(4, "(x)");
    file.table(second);
    file
}

#[test]
fn revisions_must_agree_on_the_encryption() {
    let sound = format!("/Encrypt {}", text(&handler("aes-256")));
    let other = format!("/Encrypt {}", text(&handler("rc4-128")));
    let id = |first: &str| format!("{sound}/ID[({first})(b)]");
    let changed = PdfError::Locked(Locked::Changed { revision: 2 });
    for (first, second) in [
        (sound.as_str(), ""),
        ("", &sound),
        (&sound, "/Encrypt null"),
        (&sound, &other),
        (&id("a"), &id("c")),
    ] {
        assert_eq!(locked(&revised(first, second)), changed);
    }
    let same = revised(&id("a"), &id("a"));
    Document::open(&same.bytes)
        .unwrap()
        .check_unlocked()
        .unwrap();
}

#[test]
fn a_later_revision_may_not_replace_the_encryption_dictionary() {
    let sound = text(&handler("aes-256"));
    let other = text(&handler("aes-256").with("EncryptMetadata", false));
    for (second, same) in [(&sound, true), (&other, false)] {
        let mut file = Builder::one_page();
        file.object(4, &sound);
        file.table("/Encrypt 4 0 R");
        file.object(4, second);
        file.table("/Encrypt 4 0 R");
        let document = Document::open(&file.bytes).unwrap();
        assert_eq!(document.check_unlocked().is_ok(), same);
    }
}

/// Readers that take the newest filter would see other strings and streams.
#[test]
fn a_later_revision_may_not_replace_a_part_of_the_encryption() {
    let reference = |number| Object::Reference(ObjectId::new(number, 0));
    let direct = handler("aes-256");
    let sound = "<</CFM/AESV3/AuthEvent/DocOpen>>";
    let other = "<</CFM/AESV2/AuthEvent/DocOpen>>";
    let filters = |filter: Object| direct.clone().with("CF", filter);
    let filter = Dictionary::new().with("StdCF", reference(7));
    for (handler, second, same) in [
        (filters(filter.clone().into()), sound, true),
        (filters(filter.into()), other, false),
        (filters(reference(8)), other, false),
        (direct.clone(), other, true),
    ] {
        let mut file = Builder::one_page();
        let entry = format!("/Encrypt {}/Info 7 0 R", text(&handler));
        file.object(7, sound);
        file.object(8, "<</StdCF 7 0 R>>");
        file.table(&entry);
        file.object(7, second);
        file.table(&entry);
        let document = Document::open(&file.bytes).unwrap();
        let changed = Locked::Changed { revision: 2 };
        let expected = if same { Ok(()) } else { Err(changed.into()) };
        assert_eq!(document.check_unlocked(), expected, "{entry}");
    }
}

#[test]
fn an_encryption_dictionary_without_end_is_damaged() {
    let circle = handler("aes-256").with("CF", Object::Reference(ObjectId::new(4, 0)));
    let error = locked(&protected(&circle, &[(4, "<</StdCF 4 0 R>>")]));
    assert!(matches!(error, PdfError::Locked(Locked::Damaged { .. })));
}

#[test]
fn null_is_no_encryption() {
    let file = revised("", "/Encrypt null");
    assert!(!Document::open(&file.bytes).unwrap().is_encrypted());
}
