//! A small authority, and signatures made with it.

use jiff::Timestamp;
use kyso_issuing::{
    Authority, CertificateRequest, KeyType, ListedRevocation, Profile, Subject, Validity,
};
use kyso_pdf::{Document, DrawAppearance, Object, Rect, SignaturePlan, Update, prepare_signature};
use kyso_pki::{
    Crl, DigestAlgorithm, Pkcs12Key, RevocationReason, SignatureAlgorithm, SignedAttributes,
    TrustClass, TrustStore,
};
use kyso_stamp_images::{
    Appearance, Millimetres, PageFrame, Picture, SignatureQuery, TextDocument, Turn,
    find_signature_place, seal_place,
};
use kyso_verifier::{Policy, Report, verify};

pub(crate) const SIGNER: &str = "Trần Thị Minh Ánh";

/// One root that issues to a person and an agency.
pub(crate) struct Office {
    root: Authority,
    pub(crate) person: Pkcs12Key,
    pub(crate) agency: Pkcs12Key,
}

impl Office {
    pub(crate) fn new() -> Self {
        let root = Authority::root(&request("Root thử nghiệm", 2020, 2035)).unwrap();
        let issue = |name, profile| root.issue(&request(name, 2026, 2027), profile).unwrap();
        Self {
            person: issue(SIGNER, Profile::Person),
            agency: issue("UBND tỉnh thử nghiệm", Profile::Agency),
            root,
        }
    }

    /// Another key and certificate of the same person.
    pub(crate) fn second_key_of_person(&self) -> Pkcs12Key {
        self.issue(SIGNER, Profile::Agency)
    }

    /// A key for `name`.
    pub(crate) fn issue(&self, name: &str, profile: Profile) -> Pkcs12Key {
        self.root
            .issue(&request(name, 2026, 2027), profile)
            .unwrap()
    }

    pub(crate) fn list(&self, revoked: &[ListedRevocation]) -> Crl {
        let fresh = Validity {
            not_before: time("2026-11-20T00:00:00Z"),
            not_after: time("2026-11-27T00:00:00Z"),
        };
        self.root.revocation_list(1, fresh, revoked).unwrap()
    }

    pub(crate) fn store_of(&self, class: TrustClass, crls: Vec<Crl>) -> TrustStore {
        TrustStore::new([(self.root.certificate().clone(), class)], crls).unwrap()
    }

    pub(crate) fn store(&self) -> TrustStore {
        self.store_of(TrustClass::Government, vec![self.list(&[])])
    }

    pub(crate) fn revoking(&self, key: &Pkcs12Key, at: &str) -> TrustStore {
        let reason = RevocationReason::CessationOfOperation;
        let revocation = ListedRevocation::of(&key.certificate, time(at), reason);
        self.store_of(TrustClass::Government, vec![self.list(&[revocation])])
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

fn request(name: &str, from: i16, to: i16) -> CertificateRequest {
    let year = |year: i16| time(&format!("{year}-01-01T00:00:00Z"));
    let validity = Validity {
        not_before: year(from),
        not_after: year(to),
    };
    let subject = Subject::new(name, "Ủy ban nhân dân tỉnh", "Quảng Ngãi");
    CertificateRequest::new(subject, KeyType::P256, validity)
}

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn now() -> Timestamp {
    time("2026-11-21T03:00:00Z")
}

pub(crate) fn sample(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/samples/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

fn picture(name: &str) -> Picture {
    Picture::from_png(&sample(name)).unwrap()
}
