//! `kyso trust add`, `remove`, `list` and `check`.

mod add;
mod check;
mod classes;
mod list;
mod part;
mod remove;

use jiff::Timestamp;
use kyso_pki::{Crl, TrustStore};
use kyso_setup::Inventory;
use kyso_words::{Lang, vietnam_time};

use super::Failure;
use super::arguments::{PlainFormat, Trust, TrustAction, TrustLook};
use super::settings::no_folder;

/// Changes or shows what is trusted.
pub(crate) fn run(request: &Trust, lang: Lang) -> Result<u8, Failure> {
    match &request.action {
        TrustAction::Add(request) => add::run(request, lang),
        TrustAction::Remove(request) => remove::run(request, lang),
        TrustAction::List(request) => list::run(&Look::at(request)?, request.format, lang),
        TrustAction::Check(request) => check::run(&Look::at(request)?, request.format, lang),
    }
}

/// A trust folder or bundle in its present state.
struct Look {
    place: String,
    store: TrustStore,
    inventory: Inventory,
    now: Timestamp,
}

impl Look {
    fn at(request: &TrustLook) -> Result<Self, Failure> {
        let source = request.place.source()?;
        let place = source.path.as_ref().ok_or_else(no_folder)?;
        let store = source.load()?;
        Ok(Self {
            place: place.display().to_string(),
            inventory: Inventory::of(&store),
            store,
            now: Timestamp::now(),
        })
    }
}

/// Until when a revocation list counts, and whether that is past.
pub(super) fn freshness(crl: &Crl, now: Timestamp, lang: Lang) -> String {
    let issued = vietnam_time(crl.this_update());
    let until = crl
        .next_update()
        .map_or_else(|| "–".to_owned(), vietnam_time);
    let state = match is_fresh(crl, now) {
        true => lang.pick("còn hạn", "fresh"),
        false => lang.pick(
            "ĐÃ QUÁ HẠN: hãy tải danh sách mới",
            "OUT OF DATE: fetch a new one",
        ),
    };
    format!("{issued} – {until}: {state}")
}

/// Whether the next list is not due yet.
pub(super) fn is_fresh(crl: &Crl, now: Timestamp) -> bool {
    crl.next_update().is_some_and(|due| now <= due)
}
