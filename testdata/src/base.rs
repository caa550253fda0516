//! Sound documents that the attacks start from.

use kyso_pdf::{Dictionary, Name, Object, Rect};

use crate::edit::{catalog, elements, first_page, sample, updated};
use crate::office::Office;
use crate::signing::{Look, Signing, form_object};

/// The office and its documents, made once.
#[derive(Debug)]
pub struct Base {
    /// Who signs.
    pub office: Office,
    /// The decision, not signed.
    pub plain: Vec<u8>,
    /// Signed by the person, with the blue picture.
    pub approved: Vec<u8>,
    /// Approved, then sealed by the agency.
    pub issued: Vec<u8>,
    /// The decision with two text fields, not signed.
    pub form: Vec<u8>,
}

impl Base {
    /// Makes office and documents.
    #[must_use]
    pub fn new() -> Self {
        let office = Office::new();
        let plain = sample("quyet-dinh.pdf");
        let person = Signing::new(&office.person, "NguoiKy1").look(Look::Signature);
        let approved = person.sign(&plain);
        let agency = Signing::new(&office.agency, "ConDau1").look(Look::Seal);
        let issued = agency.sign(&approved);
        Self {
            form: with_text_fields(&plain),
            office,
            plain,
            approved,
            issued,
        }
    }

    /// As [`issued`](Self::issued), with a signature timestamp on both signatures.
    #[must_use]
    pub fn issued_with_timestamps(&self) -> Vec<u8> {
        let sign = |key, name, look, bytes: &[u8]| {
            let signing = Signing::new(key, name).look(look);
            signing.timestamp(&self.office.clock).sign(bytes)
        };
        let person = &self.office.person;
        let approved = sign(person, "NguoiKy1", Look::Signature, &self.plain);
        sign(&self.office.agency, "ConDau1", Look::Seal, &approved)
    }

    /// The decision, prepared in some way, signed by the person and sealed by the agency.
    #[must_use]
    pub fn issued_from(&self, prepared: &[u8]) -> Vec<u8> {
        let person = Signing::new(&self.office.person, "NguoiKy1").look(Look::Signature);
        let agency = Signing::new(&self.office.agency, "ConDau1").look(Look::Seal);
        agency.sign(&person.sign(prepared))
    }

    /// Signs `bytes` invisibly for the person.
    #[must_use]
    pub fn signed(&self, bytes: &[u8]) -> Vec<u8> {
        Signing::new(&self.office.person, "NguoiKy1").sign(bytes)
    }

    /// Certifies `bytes` for the person with this level of permissions.
    #[must_use]
    pub fn certified(&self, bytes: &[u8], level: i64) -> Vec<u8> {
        let signing = Signing::new(&self.office.person, "NguoiKy1");
        signing.certify(level).sign(bytes)
    }
}

impl Default for Base {
    fn default() -> Self {
        Self::new()
    }
}

/// Adds the text fields `So` and `Ngay` in the top right corner of the first page.
fn with_text_fields(bytes: &[u8]) -> Vec<u8> {
    let (page_id, mut page) = first_page(bytes);
    let (catalog_id, entries) = catalog(bytes);
    updated(bytes, |update| {
        let font = Dictionary::new()
            .with("Type", Name::from("Font"))
            .with("Subtype", Name::from("Type1"))
            .with("BaseFont", Name::from("Helvetica"));
        let font = update.add(font);
        let mut annotations = elements(bytes, &page, "Annots");
        let mut fields = Vec::new();
        for (name, bottom) in [("So", 796.0), ("Ngay", 818.0)] {
            let rect = Rect::from_corners(430.0, bottom, 560.0, bottom + 20.0);
            let look = update.add(form_object(&rect, "/Tx BMC EMC"));
            let field = Dictionary::new()
                .with("Type", Name::from("Annot"))
                .with("Subtype", Name::from("Widget"))
                .with("FT", Name::from("Tx"))
                .with("T", Object::String(name.as_bytes().to_vec()))
                .with("DA", Object::String(b"/Helv 12 Tf 0 g".to_vec()))
                .with("F", 4_i64)
                .with("P", page_id)
                .with("AP", Dictionary::new().with("N", look))
                .with("Rect", rect.to_object());
            let field = update.add(field);
            annotations.push(field.into());
            fields.push(field.into());
        }
        page.insert("Annots", annotations);
        update.set(page_id, page);
        let fonts = Dictionary::new().with("Helv", font);
        let form = Dictionary::new()
            .with("Fields", Object::Array(fields))
            .with("DR", Dictionary::new().with("Font", fonts));
        let form = update.add(form);
        update.set(catalog_id, entries.with("AcroForm", form));
    })
}
