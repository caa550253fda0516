//! Pages and their inherited attributes (ISO 32000-2, 7.7.3).

use std::collections::HashSet;
use std::rc::Rc;

use crate::error::{Flaw, PdfError};
use crate::geometry::Rect;
use crate::limit_kind::LimitKind;
use crate::object::{Dictionary, Object, ObjectId};
use crate::page::{KnownPages, Page};
use crate::view::View;

/// Attributes handed down the page tree.
#[derive(Debug, Clone, Default)]
struct Inherited {
    media_box: Option<Rect>,
    crop_box: Option<Rect>,
    rotate: Option<i64>,
}

impl View<'_, '_> {
    /// The pages in order, `limit` at most.
    ///
    /// # Errors
    /// When the page tree is malformed, runs in a circle, or exceeds the limits.
    pub fn pages(&self, limit: usize) -> Result<Vec<Page>, PdfError> {
        let known = self.known_pages(limit)?;
        Ok(known
            .get(..limit.min(known.len()))
            .unwrap_or_default()
            .to_vec())
    }

    /// The page at `index`, from 0; `None` when there are fewer pages.
    ///
    /// # Errors
    /// As [`pages`](Self::pages).
    pub fn page(&self, index: usize) -> Result<Option<Page>, PdfError> {
        // Who asks for one page often asks for those after it.
        let limit = index.saturating_add(1);
        let limit = limit.checked_next_power_of_two().unwrap_or(usize::MAX);
        let pages = self
            .known_pages(limit)
            .or_else(|_| self.known_pages(index.saturating_add(1)));
        Ok(pages?.get(index).cloned())
    }

    /// The first pages of this revision, `limit` or more; those last asked for
    /// are kept.
    fn known_pages(&self, limit: usize) -> Result<Rc<[Page]>, PdfError> {
        let kept = &self.document().pages;
        if let Some(kept) = &*kept.borrow()
            && kept.revision == self.revision()
            && kept.limit >= limit
        {
            return Ok(kept.pages.clone());
        }
        let pages: Rc<[Page]> = self.walk_pages(limit)?.into();
        *kept.borrow_mut() = Some(KnownPages {
            revision: self.revision(),
            // All of them are known when there are fewer.
            limit: if pages.len() < limit {
                usize::MAX
            } else {
                limit
            },
            pages: pages.clone(),
        });
        Ok(pages)
    }

    fn walk_pages(&self, limit: usize) -> Result<Vec<Page>, PdfError> {
        let mut walk = Walk {
            view: self,
            visited: HashSet::new(),
            pages: Vec::new(),
            limit,
        };
        let (id, catalog) = self.catalog()?;
        let root = catalog.as_dictionary().and_then(|c| c.get("Pages"));
        let root = root.and_then(Object::as_reference);
        let root = root.ok_or(PdfError::UnexpectedObject {
            id,
            what: Flaw::PagesNoReference,
        })?;
        walk.node(root, &Inherited::default(), 0)?;
        Ok(walk.pages)
    }

    /// The position of a page among [`pages`](Self::pages), from 0; `None` for an object that is no
    /// page of this revision.
    ///
    /// # Errors
    /// As [`pages`](Self::pages).
    pub fn page_position(&self, page: ObjectId) -> Result<Option<usize>, PdfError> {
        /// Pages that are looked for one by one, before all of a revision are listed.
        const FEW: usize = 8;
        let key = (self.revision(), page);
        let positions = &self.document().page_positions;
        if let Some(known) = positions.borrow().get(&key) {
            return Ok(*known);
        }
        let is_one_of_few = positions.borrow().len() < FEW;
        let counted = is_one_of_few.then(|| self.page_index(page)).flatten();
        if let Some(index) = counted
            && self.page(index)?.is_some_and(|found| found.id == page)
        {
            positions.borrow_mut().insert(key, Some(index));
            return Ok(Some(index));
        }
        let pages = self.known_pages(usize::MAX)?;
        let all = pages.iter().enumerate();
        let all = all.map(|(index, page)| ((self.revision(), page.id), Some(index)));
        let mut positions = positions.borrow_mut();
        positions.insert(key, None);
        positions.extend(all);
        Ok(positions.get(&key).copied().flatten())
    }

    /// The index of a page from 0, counted through its ancestors by `/Count`.
    /// For display: a wrong `/Count` gives a wrong number.
    #[must_use]
    pub fn page_index(&self, page: ObjectId) -> Option<usize> {
        const LEVELS: usize = 64;
        let mut index = 0;
        let mut child = page;
        for _ in 0..LEVELS {
            let node = self.object(child).ok()?;
            let Some(parent) = node.as_dictionary()?.get("Parent") else {
                return (child != page).then_some(index);
            };
            let parent = parent.as_reference()?;
            let node = self.object(parent).ok()?;
            let before = self.pages_before(node.as_dictionary()?, child)?;
            index = before.checked_add(index)?;
            child = parent;
        }
        None
    }

    /// How many pages stand before `child` below its parent. The kids that are looked at are
    /// counted, because a page may be looked for in each of many revisions.
    fn pages_before(&self, parent: &Dictionary, child: ObjectId) -> Option<usize> {
        /// Kids that are looked at as fast as one entry is compared.
        const KIDS: usize = 16;
        let kids = self.get(parent, "Kids").ok()?;
        let kids = kids.as_array()?;
        let found = kids.iter().position(|k| k.as_reference() == Some(child));
        self.count_compared(found.unwrap_or(kids.len()) / KIDS)
            .ok()?;
        let position = found?;
        let count = parent.get("Count").and_then(Object::as_integer)?;
        if usize::try_from(count) == Ok(kids.len()) {
            return Some(position);
        }
        self.count_compared(position).ok()?;
        kids.iter().take(position).try_fold(0_usize, |pages, kid| {
            let kid = self.resolve(kid).ok()?;
            let count = kid.as_dictionary()?.get("Count");
            let count = count.and_then(Object::as_integer).unwrap_or(1);
            pages.checked_add(usize::try_from(count).ok()?)
        })
    }
}

struct Walk<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    visited: HashSet<ObjectId>,
    pages: Vec<Page>,
    limit: usize,
}

impl Walk<'_, '_, '_> {
    fn node(&mut self, id: ObjectId, above: &Inherited, level: usize) -> Result<(), PdfError> {
        let limits = self.view.document().limits();
        let over = |budget, limit| Err(PdfError::LimitReached { budget, limit });
        if level > limits.depth {
            return over(LimitKind::PageTreeDepth, limits.depth);
        }
        if self.visited.len() >= limits.tree_nodes {
            return over(LimitKind::PageTreeNodes, limits.tree_nodes);
        }
        if !self.visited.insert(id) {
            return Err(PdfError::Cycle { id });
        }
        let node = self.view.object(id)?;
        let dictionary = node.as_dictionary().ok_or(PdfError::UnexpectedObject {
            id,
            what: Flaw::PageNodeNoDictionary,
        })?;
        let inherited = self.inherit(dictionary, above)?;
        let kids = self.view.get(dictionary, "Kids")?;
        let Some(kids) = kids.as_array() else {
            self.pages.push(self.page(id, dictionary, &inherited)?);
            return Ok(());
        };
        for kid in kids {
            if self.pages.len() >= self.limit {
                break;
            }
            let kid = kid.as_reference().ok_or(PdfError::UnexpectedObject {
                id,
                what: Flaw::KidsNoReferences,
            })?;
            self.node(kid, &inherited, level + 1)?;
        }
        Ok(())
    }

    fn inherit(&self, dictionary: &Dictionary, above: &Inherited) -> Result<Inherited, PdfError> {
        let rotate = self.view.get(dictionary, "Rotate")?.as_integer();
        Ok(Inherited {
            media_box: self.rect(dictionary, "MediaBox")?.or(above.media_box),
            crop_box: self.rect(dictionary, "CropBox")?.or(above.crop_box),
            rotate: rotate.or(above.rotate),
        })
    }

    fn rect(&self, dictionary: &Dictionary, key: &str) -> Result<Option<Rect>, PdfError> {
        let array = self.view.get(dictionary, key)?;
        let Some(elements) = array.as_array() else {
            return Ok(None);
        };
        let numbers = elements.iter().map(|element| {
            let element = self.view.resolve(element)?;
            Ok((*element).clone())
        });
        let numbers = numbers.collect::<Result<Vec<_>, PdfError>>()?;
        Ok(Rect::from_numbers(&numbers).filter(|rect| !rect.is_empty()))
    }

    fn page(
        &self,
        id: ObjectId,
        dictionary: &Dictionary,
        inherited: &Inherited,
    ) -> Result<Page, PdfError> {
        let media_box = inherited.media_box.ok_or(PdfError::UnexpectedObject {
            id,
            what: Flaw::NoMediaBox,
        })?;
        let crop_box = inherited.crop_box.unwrap_or(media_box);
        let turn = inherited.rotate.unwrap_or(0).rem_euclid(360);
        let user_unit = self.view.get(dictionary, "UserUnit")?.as_number();
        Ok(Page {
            id,
            media_box,
            crop_box: crop_box.intersection(&media_box).unwrap_or(media_box),
            rotate: u16::try_from(turn / 90 * 90).unwrap_or(0),
            user_unit: user_unit.filter(|unit| *unit > 0.0).unwrap_or(1.0),
        })
    }
}
