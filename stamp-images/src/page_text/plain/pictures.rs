//! Pictures: where they stand, and which object each one is. Their pixels are not copied.

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Stream};

use super::{Copy, Refusal};

/// The pictures of a page so far.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    /// Those that are distinguished, in the order in which they were met.
    pub(super) named: Vec<ObjectId>,
    /// Their copies.
    copies: Vec<ObjectId>,
    /// The copy that replaces all others.
    other: Option<ObjectId>,
}

impl Copy<'_, '_, '_> {
    /// The copy of an image XObject.
    pub(super) fn picture(
        &mut self,
        id: ObjectId,
        original: &Dictionary,
    ) -> Result<ObjectId, Refusal> {
        let known = self.pictures.named.iter().position(|named| *named == id);
        if let Some(copy) = known.and_then(|known| self.pictures.copies.get(known)) {
            return Ok(*copy);
        }
        let is_named = self.pictures.named.len() < NAMED;
        if !is_named && !original.contains("OC") {
            return self.other_picture();
        }
        let width = match is_named {
            true => self.pictures.named.len() + OTHER + 1,
            false => OTHER,
        };
        let mut copied = blank(width);
        self.copy_layer(original, &mut copied)?;
        let copy = self.add(Stream::new(copied, vec![0; width]))?;
        if is_named {
            self.pictures.named.push(id);
            self.pictures.copies.push(copy);
        }
        Ok(copy)
    }

    /// The copy of pictures that are no objects, or too many.
    pub(super) fn other_picture(&mut self) -> Result<ObjectId, Refusal> {
        if let Some(copy) = self.pictures.other {
            return Ok(copy);
        }
        let copy = self.add(Stream::new(blank(OTHER), vec![0; OTHER]))?;
        self.pictures.other = Some(copy);
        Ok(copy)
    }

    pub(super) fn copy_layer(
        &mut self,
        original: &Dictionary,
        copied: &mut Dictionary,
    ) -> Result<(), Refusal> {
        if let Some(layer) = original.get("OC").and_then(Object::as_reference)
            && let Some((id, _)) = self.layer(layer)?
        {
            copied.insert("OC", id);
        }
        Ok(())
    }
}

/// One row of so many pixels: how many tells which picture it is.
fn blank(width: usize) -> Dictionary {
    Dictionary::new()
        .with("Type", Name::from("XObject"))
        .with("Subtype", Name::from("Image"))
        .with("Width", i64::try_from(width).unwrap_or(i64::MAX))
        .with("Height", 1)
        .with("ColorSpace", Name::from("DeviceGray"))
        .with("BitsPerComponent", 8)
}

/// The picture that a copy of this width replaces.
pub(in crate::page_text) fn named(width: u32, pictures: &[ObjectId]) -> Option<ObjectId> {
    let index = usize::try_from(width).ok()?.checked_sub(OTHER + 1)?;
    pictures.get(index).copied()
}

/// The number of pictures of a page that are distinguished.
const NAMED: usize = 64;
/// Width of the copies of all others.
const OTHER: usize = 1;
