//! Signatures with whatever limits a test needs: DocMDP, FieldMDP, locks.

use kyso_pdf::{Dictionary, Document, Name, Object, ObjectId, Rect, Update};
use kyso_pki::{DigestAlgorithm, Pkcs12Key, SignatureAlgorithm, SignedAttributes};

use crate::support::updated;

/// A signature to be added by hand.
#[derive(Default)]
pub(crate) struct Plan {
    pub(crate) name: &'static str,
    /// The empty field to be signed; a new one when there is none.
    pub(crate) field: Option<ObjectId>,
    pub(crate) rect: Option<Rect>,
    /// More entries of the field.
    pub(crate) entries: Dictionary,
    /// `/Reference` of the signature dictionary.
    pub(crate) references: Vec<Object>,
    /// `/Type` and `/SubFilter` of a document timestamp, whose token is none.
    pub(crate) timestamp: bool,
    /// Whether `/Perms` of the catalog names it.
    pub(crate) named_by_catalog: bool,
}

/// A signature reference dictionary (ISO 32000-2, table 256).
pub(crate) fn reference(method: &str, parameters: impl Into<Object>) -> Object {
    Dictionary::new()
        .with("Type", Name::from("SigRef"))
        .with("TransformMethod", Name::from(method))
        .with("TransformParams", parameters)
        .into()
}

pub(crate) fn doc_mdp(level: i64) -> Object {
    reference("DocMDP", Dictionary::new().with("P", level))
}

/// Parameters of FieldMDP, or a lock.
pub(crate) fn fields(action: &str, names: &[&str]) -> Dictionary {
    let names = names.iter().map(|name| Object::String(name.as_bytes().to_vec()));
    Dictionary::new()
        .with("Action", Name::from(action))
        .with("Fields", names.collect::<Vec<_>>())
}

/// Appends a signature as `plan` says.
pub(crate) fn sign_as(bytes: &[u8], plan: &Plan, key: &Pkcs12Key) -> Vec<u8> {
    const RESERVED: usize = 6000;
    let mut unsigned = updated(bytes, |update| {
        let (kind, sub_filter) = match plan.timestamp {
            true => ("DocTimeStamp", "ETSI.RFC3161"),
            false => ("Sig", "ETSI.CAdES.detached"),
        };
        let range = [0, 1_111_111_111, 2_222_222_222, 3_333_333_333_i64];
        let mut value = Dictionary::new()
            .with("Type", Name::from(kind))
            .with("Filter", Name::from("Adobe.PPKLite"))
            .with("SubFilter", Name::from(sub_filter))
            .with("ByteRange", range.map(Object::from).to_vec())
            .with("Contents", Object::String(vec![0; RESERVED]));
        if !plan.references.is_empty() {
            value.insert("Reference", plan.references.clone());
        }
        let value = update.add(value);
        place(bytes, update, plan, value);
    });
    let range = unsigned_range(&unsigned);
    let text = format!("[0 {} {} {}", range[1], range[2], range[3]);
    let at = last(&unsigned, b"/ByteRange ") + b"/ByteRange ".len();
    let end = at + unsigned[at..].iter().position(|b| *b == b']').unwrap();
    let blanks = end - at - text.len();
    unsigned.splice(at..end, text.bytes().chain(std::iter::repeat_n(b' ', blanks)));
    let parts = [&unsigned[..range[1]], &unsigned[range[2]..]];
    let digest = DigestAlgorithm::Sha256.digest(&parts).unwrap();
    let algorithm = SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256);
    let attributes = SignedAttributes::new(&digest, algorithm, &key.certificate).unwrap();
    let signed = key.key.sign_digest(algorithm, &attributes.digest().unwrap());
    let container = attributes.close(&signed.unwrap()).unwrap();
    let hex: String = container.iter().map(|byte| format!("{byte:02x}")).collect();
    unsigned[range[1] + 1..range[1] + 1 + hex.len()].copy_from_slice(hex.as_bytes());
    unsigned
}

/// Field, form, page and catalog.
fn place(bytes: &[u8], update: &mut Update<'_, '_>, plan: &Plan, value: ObjectId) {
    let document = Document::open(bytes).unwrap();
    let view = document.latest();
    let (root, catalog) = view.catalog().unwrap();
    let mut catalog = catalog.as_dictionary().unwrap().clone();
    let page = view.page(0).unwrap().unwrap().id;
    if let Some(field) = plan.field {
        let mut dictionary = view.object(field).unwrap().as_dictionary().unwrap().clone();
        dictionary.insert("V", value);
        for (name, entry) in plan.entries.iter() {
            dictionary.insert_name(name.clone(), entry.clone());
        }
        update.set(field, dictionary);
    } else {
        let rect = plan.rect.unwrap_or(Rect::from_corners(0.0, 0.0, 0.0, 0.0));
        let mut field = Dictionary::new()
            .with("Type", Name::from("Annot"))
            .with("Subtype", Name::from("Widget"))
            .with("FT", Name::from("Sig"))
            .with("T", Object::String(plan.name.as_bytes().to_vec()))
            .with("F", 132_i64)
            .with("P", page)
            .with("Rect", rect.to_object())
            .with("V", value);
        for (name, entry) in plan.entries.iter() {
            field.insert_name(name.clone(), entry.clone());
        }
        let field = update.add(field);
        add_annotation(&view, update, page, field);
        let form = view.get(&catalog, "AcroForm").unwrap();
        let mut form = form.as_dictionary().cloned().unwrap_or_default();
        let listed = view.get(&form, "Fields").unwrap();
        let mut listed = listed.as_array().unwrap_or_default().to_vec();
        listed.push(field.into());
        form.insert("Fields", listed);
        form.insert("SigFlags", 3_i64);
        match catalog.get("AcroForm").and_then(Object::as_reference) {
            Some(id) => update.set(id, form),
            None => catalog.insert("AcroForm", update.add(form)),
        }
    }
    if plan.named_by_catalog {
        catalog.insert("Perms", Dictionary::new().with("DocMDP", value));
    }
    update.set(root, catalog);
}

/// Lists `annotation` on `page`.
pub(crate) fn add_annotation(
    view: &kyso_pdf::View<'_, '_>,
    update: &mut Update<'_, '_>,
    page: ObjectId,
    annotation: ObjectId,
) {
    let object = view.object(page).unwrap();
    let mut dictionary = object.as_dictionary().unwrap().clone();
    let listed = view.get(&dictionary, "Annots").unwrap();
    let mut listed = listed.as_array().unwrap_or_default().to_vec();
    listed.push(annotation.into());
    dictionary.insert("Annots", listed);
    update.set(page, dictionary);
}

fn unsigned_range(bytes: &[u8]) -> [usize; 4] {
    let start = last(bytes, b"/Contents <") + b"/Contents ".len();
    let end = start + bytes[start..].iter().position(|b| *b == b'>').unwrap() + 1;
    [0, start, end, bytes.len() - end]
}

fn last(bytes: &[u8], key: &[u8]) -> usize {
    bytes.windows(key.len()).rposition(|window| window == key).unwrap()
}
