//! Whether a picture stands between title and name (A2), by the text of its page.
//!
//! The page is read on its own, so that the cost is that of the page, whatever
//! the size of the file. The answer follows from that page and the place of the
//! picture alone: it is remembered by the digest of both.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use kyso_pdf::{Rect, View};
use kyso_pki::Remembered;
use kyso_stamp_images::{TextDocument, TextLimits, signature_block_around};
use openssl::sha::{Sha256, sha256};

use crate::finding::{FormDetail, FormFinding, FormRule};

static FOUND: LazyLock<Remembered<FormDetail>> = LazyLock::new(|| Remembered::new(1024));

/// The pages with signatures of one document.
pub(crate) struct SignedPages<'d, 'a> {
    view: View<'d, 'a>,
    pages: BTreeMap<usize, Option<SignedPage>>,
}

/// One page as a file of its own.
pub(crate) struct SignedPage {
    alone: Vec<u8>,
    digest: [u8; 32],
    text: OnceCell<Option<TextDocument>>,
}

impl<'d, 'a> SignedPages<'d, 'a> {
    pub(crate) fn new(view: View<'d, 'a>) -> Self {
        Self {
            view,
            pages: BTreeMap::new(),
        }
    }

    /// `None` when the page cannot be read.
    pub(crate) fn page(&mut self, index: usize) -> Option<&SignedPage> {
        let view = self.view;
        let read = || {
            let page = view.page(index).ok()??;
            let alone = view.page_alone(page.id).ok()?;
            Some(SignedPage {
                digest: sha256(&alone),
                alone,
                text: OnceCell::new(),
            })
        };
        self.pages.entry(index).or_insert_with(read).as_ref()
    }
}

impl SignedPage {
    /// Rule A2 for a picture in `rect`, in user space; `None` when the page has
    /// no text that can be read.
    pub(super) fn between_title_and_name(&self, rect: &Rect) -> Option<FormFinding> {
        let key = self.key(rect);
        let detail = match FOUND.find(&key) {
            Some(detail) => detail,
            None => {
                let detail = around(self.text()?, rect);
                if is_short(&detail) {
                    FOUND.keep(key, detail.clone());
                }
                detail
            }
        };
        Some(FormFinding {
            rule: FormRule::A2,
            ok: detail != FormDetail::NotBetweenTitleAndName,
            detail,
        })
    }

    fn key(&self, rect: &Rect) -> [u8; 32] {
        let mut key = Sha256::new();
        key.update(&self.digest);
        for side in [rect.left, rect.bottom, rect.right, rect.top] {
            key.update(&side.to_be_bytes());
        }
        key.finish()
    }

    /// A document of this page alone; `None` when it cannot be read.
    pub(crate) fn text(&self) -> Option<&TextDocument> {
        let read = || TextDocument::open_with(self.alone.clone(), TextLimits::default()).ok();
        self.text.get_or_init(read).as_ref()
    }
}

/// `text` has one page, the one with the rectangle.
fn around(text: &TextDocument, rect: &Rect) -> FormDetail {
    match signature_block_around(text, 0, rect) {
        Ok(block) => FormDetail::BetweenTitleAndName {
            title: block.title_lines.last().cloned().unwrap_or_default(),
            name: block.name,
        },
        Err(_) => FormDetail::NotBetweenTitleAndName,
    }
}

/// Lines of a hostile page can be of any length.
fn is_short(detail: &FormDetail) -> bool {
    const BYTES: usize = 1000;
    match detail {
        FormDetail::BetweenTitleAndName { title, name } => title.len() + name.len() <= BYTES,
        _ => true,
    }
}
