//! Documents of known size and shape, made by this project's own writer and signer.

use kyso_pdf::{
    Dictionary, Document, DrawAppearance, Name, Object, ObjectId, Rect, SignaturePlan, Stream,
    Update, prepare_signature,
};
use kyso_pki::{DigestAlgorithm, Pkcs12Key, SignatureAlgorithm, SignedAttributes};
use kyso_stamp_images::{Appearance, PageFrame, Picture, StampPlace, Turn, seal_place};

use crate::support::*;

pub(crate) const ALGORITHM: SignatureAlgorithm =
    SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
/// What two thirds of the signatures of the years 2025 and 2026 use.
const OUTDATED: SignatureAlgorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha1);

/// The decision approved by its person and sealed by the agency, without number and date: two signatures.
pub(crate) fn approved_and_sealed(base: &[u8]) -> Vec<u8> {
    let pki = pki();
    let mut approval = kyso_signer::Approval::new(DECISION.signer, signature_image());
    approval.title = Some(DECISION.title);
    let approved = kyso_signer::approve(base, &approval, &pki.person, &pki.context());
    sealed(&approved.unwrap().pdf, ALGORITHM)
}

/// The seal over a third of the person's signature (B1).
fn sealed(approved: &[u8], algorithm: SignatureAlgorithm) -> Vec<u8> {
    let document = Document::open(approved).unwrap();
    let view = document.latest();
    let widget = view.signature_fields().unwrap().remove(0).widgets.remove(0);
    let index = view.page_index(widget.page.unwrap()).unwrap();
    let page = view.page(index).unwrap().unwrap();
    let frame = PageFrame::new(page.crop_box, Turn::None, page.user_unit);
    let place = seal_place(index, &frame, &widget.rect.unwrap(), DIAMETER).unwrap();
    let appearance = Appearance::image(&Picture::from_png(seal_image()).unwrap(), &place);
    let draw = |add: &mut dyn FnMut(Object) -> ObjectId| appearance.add_to(add);
    let spot = (place.page_index, place.rect);
    let signer = (&pki().agency, algorithm);
    signed(approved, "ConDau1", signer, spot, Some(&draw))
}

/// Number, day and month as words of their own signatures of the agency, in their blanks.
fn numbered(sealed: &[u8], algorithm: SignatureAlgorithm) -> Vec<u8> {
    let blanks = [
        ("So1", 100.0, "05"),
        ("Ngay1", 375.0, "20"),
        ("Thang1", 420.0, "11"),
    ];
    let mut bytes = sealed.to_vec();
    for (field, left, text) in blanks {
        let draw = |add: &mut dyn FnMut(Object) -> ObjectId| {
            let font = Dictionary::new()
                .with("Type", Name::from("Font"))
                .with("Subtype", Name::from("Type1"))
                .with("BaseFont", Name::from("Times-Roman"));
            let fonts = Dictionary::new().with("F1", add(font.into()));
            let form = Dictionary::new()
                .with("Type", Name::from("XObject"))
                .with("Subtype", Name::from("Form"))
                .with("BBox", [0, 0, 20, 14].map(Object::Integer).to_vec())
                .with("Resources", Dictionary::new().with("Font", fonts));
            let words = format!("BT /F1 13 Tf 2 3 Td ({text}) Tj ET");
            add(Stream::new(form, words.into_bytes()).into())
        };
        let area = Rect::from_corners(left, 700.0, left + 20.0, 714.0);
        let signer = (&pki().agency, algorithm);
        bytes = signed(&bytes, field, signer, (0, area), Some(&draw));
    }
    bytes
}

/// Decisions that no process has seen: each has a line of its own on every page, and is signed without being verified.
pub(crate) struct Unseen {
    base: Vec<u8>,
    algorithm: SignatureAlgorithm,
    signature: (Appearance, (usize, Rect)),
    made: usize,
}

impl Unseen {
    pub(crate) fn new() -> Self {
        Self::of(bytes(DECISION.file), ALGORITHM)
    }

    /// Decisions of 600 KB with SHA-1, with number, day and month in signatures of their own: five signatures.
    pub(crate) fn outdated() -> Self {
        Self::of(with_pictures(1, 460_000), OUTDATED)
    }

    fn of(base: Vec<u8>, algorithm: SignatureAlgorithm) -> Self {
        let sealed = approved_and_sealed(&base);
        let document = Document::open(&sealed).unwrap();
        let view = document.latest();
        let widget = view.signature_fields().unwrap().remove(0).widgets.remove(0);
        let index = view.page_index(widget.page.unwrap()).unwrap();
        let page = view.page(index).unwrap().unwrap();
        let frame = PageFrame::new(page.crop_box, Turn::None, page.user_unit);
        let rect = widget.rect.unwrap();
        let place = StampPlace::new(index, &frame, frame.to_view(&rect)).unwrap();
        let picture = Picture::from_png(signature_image()).unwrap();
        Self {
            base,
            algorithm,
            signature: (Appearance::image(&picture, &place), (index, rect)),
            made: 0,
        }
    }

    /// The next one, with the signatures of its person and its agency.
    pub(crate) fn next(&mut self) -> Vec<u8> {
        self.made += 1;
        let own = updated(&self.base, |document, update| {
            let view = document.latest();
            for page in view.pages(usize::MAX).unwrap() {
                let line = format!("0.{} w 72 40 m {} 40 l S", self.made, 100 + self.made % 400);
                let line = update.add(Stream::new(Dictionary::new(), line.into_bytes()));
                let dictionary = view.object(page.id).unwrap();
                let dictionary = dictionary.as_dictionary().unwrap().clone();
                let content = dictionary.get("Contents").unwrap().clone();
                update.set(
                    page.id,
                    dictionary.with("Contents", vec![content, line.into()]),
                );
            }
        });
        let (appearance, spot) = &self.signature;
        let draw = |add: &mut dyn FnMut(Object) -> ObjectId| appearance.add_to(add);
        let signer = (&pki().person, self.algorithm);
        let approved = signed(&own, "ChuKy1", signer, *spot, Some(&draw));
        let sealed = sealed(&approved, self.algorithm);
        match self.algorithm {
            OUTDATED => numbered(&sealed, OUTDATED),
            _ => sealed,
        }
    }
}

/// `base` with `count` invisible signatures, each in an update of its own.
pub(crate) fn signed_times(base: &[u8], count: usize) -> Vec<u8> {
    let keys = [&pki().person, &pki().agency];
    let spot = (0, Rect::from_corners(0.0, 0.0, 0.0, 0.0));
    let mut bytes = base.to_vec();
    for (number, key) in (0..count).zip(keys.iter().cycle()) {
        let name = format!("ChuKy{number}");
        bytes = signed(&bytes, &name, (key, ALGORITHM), spot, None);
    }
    bytes
}

fn signed(
    bytes: &[u8],
    field: &str,
    (key, algorithm): (&Pkcs12Key, SignatureAlgorithm),
    (page_index, rect): (usize, Rect),
    appearance: Option<&DrawAppearance<'_>>,
) -> Vec<u8> {
    let document = Document::open(bytes).unwrap();
    let plan = SignaturePlan {
        field_name: field.into(),
        page_index,
        rect: Some(rect),
        appearance,
        kind: "Sig",
        sub_filter: "ETSI.CAdES.detached",
        signer_name: None,
        reason: None,
        location: None,
        signing_time: Some("D:20261120140000+07'00'".into()),
        doc_mdp: None,
        further: Vec::new(),
        contents_reserve: 4500,
    };
    let prepared = prepare_signature(&document, &plan).unwrap();
    let hash = match algorithm {
        OUTDATED => DigestAlgorithm::Sha1,
        _ => DigestAlgorithm::Sha256,
    };
    let digest = hash.digest(&prepared.signed_parts());
    let attributes = SignedAttributes::new(&digest.unwrap(), algorithm, &key.certificate);
    let attributes = attributes.unwrap().with_chain(&key.chain);
    // The libraries sign with SHA-1 for tests alone; the key itself does.
    let value = key
        .key
        .sign_digest(algorithm, &attributes.digest().unwrap());
    let value = value.unwrap();
    prepared.embed(&attributes.close(&value).unwrap()).unwrap()
}

/// The decision followed by `count` pages of lines.
pub(crate) fn with_pages(count: usize) -> Vec<u8> {
    let lines: String = (0..30)
        .map(|line| format!("72 {} m 523 {0} l S\n", 60 + 25 * line))
        .collect();
    with_contents(count, |update| {
        let content = update.add(Stream::new(Dictionary::new(), lines.clone().into_bytes()));
        Dictionary::new().with("Contents", content)
    })
}

/// The decision followed by `count` pages, each with a picture of `size` bytes that cannot be compressed.
pub(crate) fn with_pictures(count: usize, size: usize) -> Vec<u8> {
    let mut noise = Noise(1);
    with_contents(count, |update| {
        let side = i64::try_from(size.isqrt()).unwrap();
        let picture = Dictionary::new()
            .with("Type", Name::from("XObject"))
            .with("Subtype", Name::from("Image"))
            .with("Width", side)
            .with("Height", side)
            .with("ColorSpace", Name::from("DeviceGray"))
            .with("BitsPerComponent", 8);
        let picture = update.add(Stream::new(picture, noise.bytes(size.isqrt().pow(2))));
        let drawing = b"q 451 0 0 451 72 200 cm /Im Do Q".to_vec();
        let content = update.add(Stream::new(Dictionary::new(), drawing));
        let objects = Dictionary::new().with("Im", picture);
        Dictionary::new()
            .with("Contents", content)
            .with("Resources", Dictionary::new().with("XObject", objects))
    })
}

/// The decision with further pages below one new node of the page tree.
fn with_contents(
    count: usize,
    mut contents: impl FnMut(&mut Update<'_, '_>) -> Dictionary,
) -> Vec<u8> {
    updated(&bytes(DECISION.file), |document, update| {
        let view = document.latest();
        let (_, catalog) = view.catalog().unwrap();
        let root = catalog.as_dictionary().and_then(|c| c.get("Pages"));
        let root = root.and_then(Object::as_reference).unwrap();
        let mut tree = view.object(root).unwrap().as_dictionary().unwrap().clone();
        let mut kids = tree.get("Kids").unwrap().as_array().unwrap().to_vec();
        for _ in 0..count {
            let page = contents(update)
                .with("Type", Name::from("Page"))
                .with("Parent", root)
                .with("MediaBox", [0, 0, 595, 842].map(Object::Integer).to_vec());
            kids.push(update.add(page).into());
        }
        tree.insert("Count", i64::try_from(kids.len()).unwrap());
        tree.insert("Kids", kids);
        update.set(root, tree);
    })
}

/// A signed document in which one update replaces `count` objects by others.
pub(crate) fn with_objects_replaced(count: i64) -> Vec<u8> {
    let entry = |value: i64| {
        Dictionary::new()
            .with("Value", value)
            .with("Next", value + 1)
    };
    let mut ids = Vec::new();
    let base = updated(&bytes(DECISION.file), |document, update| {
        ids = (0..count).map(|value| update.add(entry(value))).collect();
        let all: Vec<Object> = ids.iter().copied().map(Object::from).collect();
        let (id, catalog) = document.latest().catalog().unwrap();
        let catalog = catalog.as_dictionary().unwrap().clone();
        update.set(id, catalog.with("PieceInfo", all));
    });
    updated(&signed_times(&base, 1), |_, update| {
        for (id, value) in ids.iter().zip(0..) {
            update.set(*id, entry(value + 7));
        }
    })
}

/// A signed document to which one update adds `count` certificates as validation data.
pub(crate) fn with_validation_data(count: usize) -> Vec<u8> {
    updated(
        &signed_times(&bytes(DECISION.file), 1),
        |document, update| {
            let der = pki().person.certificate.der();
            let stream = || Stream::new(Dictionary::new(), der.to_vec());
            let streams: Vec<Object> = (0..count).map(|_| update.add(stream()).into()).collect();
            let store = update.add(Dictionary::new().with("Certs", streams));
            let (id, catalog) = document.latest().catalog().unwrap();
            let catalog = catalog.as_dictionary().unwrap().clone();
            update.set(id, catalog.with("DSS", store));
        },
    )
}

/// A signed document to which `count` updates each write the document information anew.
pub(crate) fn with_revisions(count: usize) -> Vec<u8> {
    let mut bytes = signed_times(&bytes(DECISION.file), 1);
    let (root, size, mut previous) = {
        let document = Document::open(&bytes).unwrap();
        let last = document.revisions().last().unwrap();
        let number = |key| last.trailer.get(key).and_then(Object::as_integer);
        let root = last.trailer.get("Root").and_then(Object::as_reference);
        (root.unwrap(), number("Size").unwrap(), last.xref_offset)
    };
    for number in 0..count {
        let object = bytes.len();
        bytes.extend(format!("{size} 0 obj\n<</Title (So {number})>>\nendobj\n").bytes());
        let section = bytes.len();
        let trailer = format!(
            "<</Size {}/Root {root} R/Info {size} 0 R/Prev {previous}>>",
            size + 1
        );
        let table = format!("xref\n{size} 1\n{object:010} 00000 n \ntrailer\n{trailer}\n");
        bytes.extend(format!("{table}startxref\n{section}\n%%EOF\n").bytes());
        previous = section as u64;
    }
    bytes
}

fn updated(bytes: &[u8], change: impl FnOnce(&Document<'_>, &mut Update<'_, '_>)) -> Vec<u8> {
    let document = Document::open(bytes).unwrap();
    let mut update = Update::new(&document).unwrap();
    change(&document, &mut update);
    update.finish().unwrap()
}

/// Reproducible bytes without pattern (xorshift64).
struct Noise(u64);

impl Noise {
    fn bytes(&mut self, size: usize) -> Vec<u8> {
        let words = std::iter::repeat_with(|| self.word());
        words.flat_map(u64::to_le_bytes).take(size).collect()
    }

    fn word(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}
