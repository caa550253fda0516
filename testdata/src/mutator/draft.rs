//! A document as it grows revision by revision, with what its objects hold now.

use std::collections::BTreeMap;

use kyso_pki::Pkcs12Key;

use super::body::{Body, Entries};
use super::step::{Form, Step, Style};
use crate::container::token;
use crate::office::Office;
use crate::signing::Signing;

/// The numbers of the objects that every document has.
pub(super) const CATALOG: u32 = 1;
pub(super) const PAGES: u32 = 2;
pub(super) const PAGE: u32 = 3;
pub(super) const CONTENT: u32 = 4;
pub(super) const FONT: u32 = 5;
pub(super) const RESOURCES: u32 = 6;
pub(super) const FORM: u32 = 9;
pub(super) const TEXT_FIELD: u32 = 10;
pub(super) const TEXT_LOOK: u32 = 11;
pub(super) const CHECK_BOX: u32 = 12;
pub(super) const PREPARED: u32 = 15;
/// The first number that productions may take.
pub(super) const FIRST_FREE: u32 = 20;

/// A document under construction.
#[derive(Debug, Clone)]
pub(super) struct Draft<'o> {
    pub(super) office: &'o Office,
    pub(super) bytes: Vec<u8>,
    pub(super) objects: BTreeMap<u32, Body>,
    pub(super) form: Form,
    pub(super) root: u32,
    pub(super) info: Option<u32>,
    pub(super) size: u32,
    /// The offset of the last section.
    pub(super) section: usize,
    /// What the first signature permits (ISO 32000-2, table 257), 0 when it says nothing.
    pub(super) permission: u8,
    pub(super) signatures: u32,
    /// Object numbers that are missing, hidden or prepared, for a later step to use.
    pub(super) awaited: Vec<u32>,
    /// The length that the file claims to have by `/Linearized`.
    pub(super) claimed_length: Option<usize>,
    /// Names of what was done, in order.
    pub(super) productions: Vec<&'static str>,
    /// Whether a verifier has to accept it.
    pub(super) sound: bool,
}

/// Who signs a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signer {
    Person,
    Agency,
    Rsa,
    Clock,
}

impl<'o> Draft<'o> {
    pub(super) fn new(office: &'o Office, form: Form) -> Self {
        Self {
            office,
            bytes: Vec::new(),
            objects: BTreeMap::new(),
            form,
            root: CATALOG,
            info: None,
            size: FIRST_FREE,
            section: 0,
            permission: 0,
            signatures: 0,
            awaited: Vec::new(),
            claimed_length: None,
            productions: Vec::new(),
            sound: true,
        }
    }

    /// The entries of an object as it is now.
    pub(super) fn entries(&self, number: u32) -> Entries {
        self.objects
            .get(&number)
            .map(Body::entries)
            .unwrap_or_default()
    }

    /// The body of an object as it is now.
    pub(super) fn body(&self, number: u32) -> Body {
        let body = self.objects.get(&number).cloned();
        body.unwrap_or_else(|| Body::raw("null"))
    }

    /// A revision after what is there.
    pub(super) fn step(&self) -> Step {
        let mut trailer = Entries::default();
        trailer.set("Root", format!("{} 0 R", self.root));
        if let Some(info) = self.info {
            trailer.set("Info", format!("{info} 0 R"));
        }
        trailer.set(
            "ID",
            "[<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>]",
        );
        // Honest programs append a plain table to a hybrid file.
        let form = if self.form == Form::Hybrid && !self.bytes.is_empty() {
            Form::Table
        } else {
            self.form
        };
        Step {
            form,
            objects: Vec::new(),
            freed: BTreeMap::new(),
            foreign: Vec::new(),
            tail: Vec::new(),
            style: Style::default(),
            trailer,
            previous: self.section,
            size: self.size,
            entries: BTreeMap::new(),
        }
    }

    /// Appends a revision; `signer` closes the signature that it holds.
    pub(super) fn append(&mut self, step: &Step, signer: Option<Signer>) {
        let from = self.bytes.len();
        self.section = step.append(&mut self.bytes);
        if let Some(signer) = signer {
            let prepared = std::mem::take(&mut self.bytes);
            self.bytes = self.closed(prepared, from, signer);
            self.signatures += 1;
        }
        self.bytes.extend(&step.tail);
        for object in &step.objects {
            self.objects.insert(object.number, object.body.clone());
        }
        let packs = step.form != Form::Table;
        self.size = self.size.max(step.size + if packs { 2 } else { 0 });
    }

    fn closed(&self, prepared: Vec<u8>, from: usize, signer: Signer) -> Vec<u8> {
        let signing = Signing::new(self.key(signer), "");
        if signer == Signer::Clock {
            let signing = signing.container(token);
            return signing.close(prepared, from);
        }
        signing.close(prepared, from)
    }

    fn key(&self, signer: Signer) -> &'o Pkcs12Key {
        match signer {
            Signer::Person => &self.office.person,
            Signer::Agency => &self.office.agency,
            Signer::Rsa => self.office.rsa(),
            Signer::Clock => &self.office.clock,
        }
    }

    /// A signature dictionary with room for its value; `more` are further entries.
    pub(super) fn signature(&self, signer: Signer, more: &str) -> Body {
        let kind = match signer {
            Signer::Clock => "/Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161",
            _ => {
                "/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(D:20261121080000+07'00')"
            }
        };
        Body::raw(Signing::slots(&format!("<<{kind}{more}")))
    }

    /// Whether the document has an interactive form.
    pub(super) fn has_form(&self) -> bool {
        self.objects.contains_key(&FORM)
    }

    /// A signature field, entered into page, form and catalog.
    pub(super) fn add_field(&self, step: &mut Step, entries: Entries, with_page: bool) -> u32 {
        let entries = entries.with("Type", "/Annot").with("Subtype", "/Widget");
        let number = step.add(Body::Dictionary(entries));
        self.enter_field(step, number);
        if with_page {
            self.enter_annotation(step, number);
        }
        number
    }

    /// Enters a field into the form, which comes into being where there is none.
    pub(super) fn enter_field(&self, step: &mut Step, number: u32) {
        let mut form = self.current(step, FORM);
        form.push("Fields", number);
        form.set("SigFlags", 3);
        step.put(FORM, Body::Dictionary(form));
        if !self.has_form() {
            let catalog = self.current(step, self.root);
            let form = format!("{FORM} 0 R");
            step.put(self.root, Body::Dictionary(catalog.with("AcroForm", form)));
        }
    }

    /// Enters an annotation into the page.
    pub(super) fn enter_annotation(&self, step: &mut Step, number: u32) {
        let mut page = self.current(step, PAGE);
        page.push("Annots", number);
        step.put(PAGE, Body::Dictionary(page));
    }

    /// The entries of an object with what the step did to it already.
    pub(super) fn current(&self, step: &Step, number: u32) -> Entries {
        let written = step.objects.iter().find(|object| object.number == number);
        written.map_or_else(|| self.entries(number), |object| object.body.entries())
    }
}
