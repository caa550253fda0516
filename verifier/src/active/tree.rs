//! The tree of pages, walked from the catalog: what only shows between its nodes (ISO 32000-2, 7.7.3).

use std::collections::BTreeSet;

use kyso_pdf::{Dictionary, Object, ObjectId, PdfError, Rect, View};

use super::filters;
use super::page::{is_framed_differently, numbers};

/// The nodes and pages that programs read differently, as far as the first [`PAGES`] pages.
///
/// # Errors
/// [`PdfError::LimitReached`], and what keeps the tree from being read.
pub(super) fn odd(view: &View<'_, '_>) -> Result<BTreeSet<ObjectId>, PdfError> {
    Ok(walk(view)?.odd)
}

/// A node whose `/Count` is not the number of its pages: some programs rebuild the cross-reference for it.
///
/// # Errors
/// [`PdfError::LimitReached`].
pub(crate) fn miscounted(view: &View<'_, '_>) -> Result<Option<ObjectId>, PdfError> {
    match walk(view) {
        Ok(walk) => Ok(walk.miscounted),
        Err(error @ PdfError::LimitReached { .. }) => Err(error),
        Err(_) => Ok(None),
    }
}

fn walk<'v, 'd, 'a>(view: &'v View<'d, 'a>) -> Result<Walk<'v, 'd, 'a>, PdfError> {
    let (_, catalog) = view.catalog()?;
    let root = catalog.as_dictionary().and_then(|c| c.get("Pages"));
    let mut walk = Walk {
        view,
        visited: BTreeSet::new(),
        odd: BTreeSet::new(),
        miscounted: None,
        pages_left: PAGES,
    };
    if let Some(root) = root.and_then(Object::as_reference) {
        walk.node(root, None, &Frame::default(), 0)?;
    }
    Ok(walk)
}

/// The boxes that a node hands down.
#[derive(Debug, Clone, Copy, Default)]
struct Frame {
    media: Option<Rect>,
    crop: Option<Rect>,
}

impl Frame {
    fn below(self, view: &View<'_, '_>, node: &Dictionary) -> Result<Self, PdfError> {
        let own = |key: &str| -> Result<Option<Rect>, PdfError> {
            let rect = numbers(view, &*view.get(node, key)?)?;
            Ok(rect.and_then(|rect| Rect::from_numbers(&rect)))
        };
        Ok(Self {
            media: own("MediaBox")?.or(self.media),
            crop: own("CropBox")?.or(self.crop),
        })
    }

    /// Whether a page has no size, or its visible part lies outside of it: each program takes
    /// another paper.
    fn is_odd(&self) -> bool {
        let Some(media) = self.media else {
            return true;
        };
        self.crop
            .is_some_and(|crop| media.intersection(&crop).is_none())
    }
}

struct Walk<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    visited: BTreeSet<ObjectId>,
    odd: BTreeSet<ObjectId>,
    miscounted: Option<ObjectId>,
    pages_left: usize,
}

impl Walk<'_, '_, '_> {
    /// The number of pages below a node; `None` where not all are looked at. A node that is met
    /// again, or lies too deep, counts none: another finding says that the pages cannot be listed.
    fn node(
        &mut self,
        id: ObjectId,
        parent: Option<ObjectId>,
        above: &Frame,
        level: usize,
    ) -> Result<Option<i64>, PdfError> {
        if self.pages_left == 0 {
            return Ok(None);
        }
        let limits = self.view.document().limits();
        let is_over = level > limits.depth || self.visited.len() >= limits.tree_nodes;
        if is_over || !self.visited.insert(id) {
            return Ok(Some(0));
        }
        let node = self.view.object(id)?;
        let Some(entries) = node.as_dictionary() else {
            return Ok(Some(0));
        };
        let frame = above.below(self.view, entries)?;
        // MuPDF and PDFium look for what a page inherits with its parent, the others come from above.
        let mut is_odd = entries.get("Parent").and_then(Object::as_reference) != parent
            || is_framed_differently(self.view, entries)?;
        let kids = self.view.get(entries, "Kids")?;
        let pages = match kids.as_array() {
            Some(kids) => {
                let mut pages = Some(0);
                for kid in kids.iter().filter_map(Object::as_reference) {
                    let below = self.node(kid, Some(id), &frame, level + 1)?;
                    pages = pages.zip(below).map(|(pages, below)| pages + below);
                    if pages.is_none() {
                        break;
                    }
                }
                let count = self.view.get(entries, "Count")?.as_number();
                let is_miscounted = |pages| {
                    let pages = i32::try_from(pages).ok().map(f64::from);
                    count != pages
                };
                if pages.is_some_and(is_miscounted) {
                    is_odd = true;
                    self.miscounted.get_or_insert(id);
                }
                pages
            }
            None => {
                is_odd |= frame.is_odd() || is_odd_page(self.view, entries)?;
                self.pages_left -= 1;
                Some(1)
            }
        };
        if is_odd {
            self.odd.insert(id);
        }
        Ok(pages)
    }
}

/// Pages that are looked at: a page costs a microsecond, and documents of agencies have fewer.
const PAGES: usize = 256;

/// Whether programs find other resources, annotations or content of a page.
fn is_odd_page(view: &View<'_, '_>, page: &Dictionary) -> Result<bool, PdfError> {
    let resources = view.get(page, "Resources")?;
    if page.contains("Resources") && resources.as_dictionary().is_none() {
        return Ok(true);
    }
    let annotations = view.get(page, "Annots")?;
    if !annotations.is_null() && annotations.as_array().is_none() {
        return Ok(true);
    }
    let content = view.get(page, "Contents")?;
    let is_odd = |part: &Object| -> Result<bool, PdfError> {
        match part.as_stream() {
            Some(stream) => filters::differ(view, &stream.dictionary),
            None => Ok(part.as_array().is_some()),
        }
    };
    let Some(parts) = content.as_array() else {
        return is_odd(&content);
    };
    view.count_compared(parts.len())?;
    for part in parts {
        if is_odd(&*view.resolve(part)?)? {
            return Ok(true);
        }
    }
    Ok(false)
}
