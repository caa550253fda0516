//! A small authority, and signatures made with it.

use std::ops::{Deref, DerefMut};

use kyso_issuing::{KeyType, Profile};
use kyso_pdf::{Document, DrawAppearance, Object, Rect, SignaturePlan, Update, prepare_signature};
use kyso_pki::{DigestAlgorithm, Pkcs12Key, SignatureAlgorithm, SignedAttributes};
use kyso_stamp_images::{
    Appearance, Millimetres, PageFrame, Picture, SignatureQuery, TextDocument, Turn,
    find_signature_place, seal_place,
};
pub(crate) use kyso_testdata::{SIGNER, now, sample, time};
use kyso_verifier::{Policy, Report, verify};

/// The office of the test documents, which also signs and judges.
pub(crate) struct Office(kyso_testdata::Office);

impl Deref for Office {
    type Target = kyso_testdata::Office;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Office {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl Office {
    pub(crate) fn new() -> Self {
        Self(kyso_testdata::Office::new())
    }

    /// Another key and certificate of the same person.
    pub(crate) fn second_key_of_person(&self) -> Pkcs12Key {
        self.issue(SIGNER, Profile::Agency)
    }

    /// A key for `name`.
    pub(crate) fn issue(&self, name: &str, profile: Profile) -> Pkcs12Key {
        self.key(name, KeyType::P256, profile)
    }

    pub(crate) fn verify(&self, bytes: &[u8]) -> Report {
        verify(bytes, &self.store(), &Policy::new(now())).unwrap()
    }

    /// The decision with the person's blue signature between title and name.
    pub(crate) fn approved(&self) -> Vec<u8> {
        self.approved_at_height(0.0)
    }

    /// The same, with the picture so many points above its place.
    pub(crate) fn approved_at_height(&self, above: f64) -> Vec<u8> {
        let bytes = sample("quyet-dinh.pdf");
        let picture = picture("chu-ky-mau.png");
        let text = TextDocument::open(&bytes).unwrap();
        let query = SignatureQuery {
            signer_name: SIGNER,
            title: None,
            aspect: picture.aspect(),
        };
        let mut place = find_signature_place(&text, &query).unwrap();
        place.rect.bottom += above;
        place.rect.top += above;
        let appearance = Appearance::image(&picture, &place);
        let draw = |add: &mut dyn FnMut(Object) -> kyso_pdf::ObjectId| appearance.add_to(add);
        let spot = (place.page_index, place.rect);
        sign(&bytes, "NguoiKy1", &self.person, spot, Some(&draw))
    }

    /// The approved decision with the agency's seal over a third of the signature.
    pub(crate) fn issued(&self) -> Vec<u8> {
        let approved = self.approved();
        let document = Document::open(&approved).unwrap();
        let view = document.latest();
        let widget = view.signature_fields().unwrap()[0].widgets[0].clone();
        let index = view.page_index(widget.page.unwrap()).unwrap();
        let page = view.page(index).unwrap().unwrap();
        let frame = PageFrame::new(page.crop_box, Turn::None, page.user_unit);
        let place = seal_place(index, &frame, &widget.rect.unwrap(), Millimetres(36.0)).unwrap();
        let appearance = Appearance::image(&picture("con-dau-mau.png"), &place);
        let draw = |add: &mut dyn FnMut(Object) -> kyso_pdf::ObjectId| appearance.add_to(add);
        let spot = (place.page_index, place.rect);
        sign(&approved, "ConDau1", &self.agency, spot, Some(&draw))
    }
}

/// Signs with an invisible or given appearance.
pub(crate) fn sign(
    bytes: &[u8],
    field: &str,
    key: &Pkcs12Key,
    (page_index, rect): (usize, Rect),
    appearance: Option<&DrawAppearance<'_>>,
) -> Vec<u8> {
    let document = Document::open(bytes).unwrap();
    let plan = plan(field, (page_index, rect), appearance);
    let prepared = prepare_signature(&document, &plan).unwrap();
    let digest = DigestAlgorithm::Sha256
        .digest(&prepared.signed_parts())
        .unwrap();
    let algorithm = SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256);
    let attributes = SignedAttributes::new(&digest, algorithm, &key.certificate).unwrap();
    let value = key
        .key
        .sign_digest(algorithm, &attributes.digest().unwrap())
        .unwrap();
    prepared.embed(&attributes.close(&value).unwrap()).unwrap()
}

/// An approval signature in a new field.
pub(crate) fn plan<'a>(
    field: &str,
    (page_index, rect): (usize, Rect),
    appearance: Option<&'a DrawAppearance<'a>>,
) -> SignaturePlan<'a> {
    SignaturePlan {
        field_name: field.into(),
        page_index,
        rect: Some(rect),
        appearance,
        kind: "Sig",
        sub_filter: "ETSI.CAdES.detached",
        signer_name: None,
        reason: None,
        location: None,
        signing_time: Some("D:20261121080000+07'00'".into()),
        doc_mdp: None,
        further: Vec::new(),
        contents_reserve: 6000,
    }
}

pub(crate) fn invisible() -> (usize, Rect) {
    (0, Rect::from_corners(0.0, 0.0, 0.0, 0.0))
}

/// Appends an update that `change` fills.
pub(crate) fn updated(bytes: &[u8], change: impl FnOnce(&mut Update<'_, '_>)) -> Vec<u8> {
    let document = Document::open(bytes).unwrap();
    let mut update = Update::new(&document).unwrap();
    change(&mut update);
    update.finish().unwrap()
}

fn picture(name: &str) -> Picture {
    Picture::from_png(&sample(name)).unwrap()
}
