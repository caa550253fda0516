//! `kyso doctor`: looks at this machine and says what to do. Nothing is changed, no PIN is asked for, and no server is asked
//! unless the user says so.

mod servers;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use kyso_pkcs11_bridge::{Module, SlotContent, SlotInfo, TokenInfo, TokenOptions, TriesLeft};
use kyso_report::warm_up_drawing;
use kyso_setup::{Config, Inventory, TrustSeverity};
use kyso_words::printable;
use kyso_words::{Lang, Localized, counted};

use super::arguments::Doctor;
use super::{Failure, output, trust};

/// Shows what is in order and what is not; status 1 when something must be done.
pub(crate) fn run(request: &Doctor, lang: Lang) -> Result<u8, Failure> {
    let mut visit = Visit {
        lang,
        now: Timestamp::now(),
        text: String::new(),
        troubles: 0,
    };
    visit.look_at_program();
    visit.look_at_drawing();
    let config = request.settings.load(&request.trust)?;
    visit.look_at_trust(&config);
    visit.look_at_directory(&config);
    visit.look_at_servers(&config, request.online);
    visit.look_at_modules(&request.module);
    visit.look_at_keys(&config);
    visit.close();
    output::write(&visit.text, None)?;
    Ok(u8::from(visit.troubles > 0))
}

struct Visit {
    lang: Lang,
    now: Timestamp,
    text: String,
    troubles: usize,
}

impl Visit {
    /// Whether pages can be drawn, and what confines the process that draws them.
    fn look_at_drawing(&mut self) {
        match warm_up_drawing() {
            Ok(in_force) => {
                let [vi, en] = [Lang::Vi, Lang::En].map(|lang| in_force.text(lang));
                let (vi, en) = (
                    format!("Vẽ trang trong tiến trình riêng: {vi}"),
                    format!("Pages are drawn in a process of its own: {en}"),
                );
                match in_force.is_complete() {
                    true => self.good(&vi, &en),
                    false => self.note(&vi, &en),
                }
            }
            Err(error) => self.trouble(&error.vietnamese(), &error.to_string()),
        }
    }

    fn good(&mut self, vietnamese: &str, english: &str) {
        self.line('✓', vietnamese, english);
    }

    fn note(&mut self, vietnamese: &str, english: &str) {
        self.line('·', vietnamese, english);
    }

    fn trouble(&mut self, vietnamese: &str, english: &str) {
        self.troubles += 1;
        self.line('✕', vietnamese, english);
    }

    /// One line; names and paths in it must not be able to start another.
    fn line(&mut self, mark: char, vietnamese: &str, english: &str) {
        let words = printable(self.lang.pick(vietnamese, english));
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{mark} {words}");
    }

    fn close(&mut self) {
        match self.troubles {
            0 => self.good("Mọi thứ đã sẵn sàng.", "Everything is in order."),
            count => {
                let (vietnamese, english) = (
                    format!("{count} việc cần làm, xem các dòng ✕."),
                    format!("{} to do, see the lines with ✕.", counted(count, "thing")),
                );
                self.note(&vietnamese, &english);
            }
        }
    }

    fn look_at_program(&mut self) {
        let versions = format!(
            "kyso {}, {}",
            env!("CARGO_PKG_VERSION"),
            openssl::version::version()
        );
        self.note(&versions, &versions);
    }

    fn look_at_trust(&mut self, config: &Config) {
        let source = config.trust_source();
        let Some(place) = source.path.as_ref().map(|path| path.display()) else {
            return self.trouble(
                "Chưa có thư mục tin cậy. Thêm chứng thư gốc bằng: kyso trust add TỆP…",
                "There is no trust folder. Add the anchors with: kyso trust add FILE…",
            );
        };
        match source.load() {
            Err(error) => {
                let text = error.text(self.lang);
                self.trouble(
                    &format!("Thư mục tin cậy: {text}"),
                    &format!("trust folder: {text}"),
                );
            }
            Ok(store) => {
                let (anchors, others) = (store.anchors().len(), store.intermediates().len());
                self.note(
                    &format!(
                        "Thư mục tin cậy {place}: {anchors} chứng thư gốc, {others} trung gian"
                    ),
                    &format!(
                        "Trust folder {place}: {}, {}",
                        counted(anchors, "anchor"),
                        counted(others, "intermediate")
                    ),
                );
                self.look_at_inventory(&Inventory::of(&store), config);
            }
        }
    }

    fn look_at_directory(&mut self, config: &Config) {
        let Some(path) = config.directory.as_ref().map(|path| path.display()) else {
            return;
        };
        match config.open_directory() {
            Err(error) => self.trouble(
                &format!("Danh bạ không dùng được: {}", error.vietnamese()),
                &format!("directory: {error}"),
            ),
            Ok(_) => self.good(
                &format!("Danh bạ cơ quan {path}"),
                &format!("Agency directory {path}"),
            ),
        }
    }

    fn look_at_inventory(&mut self, inventory: &Inventory, config: &Config) {
        for authority in &inventory.authorities {
            let subject = authority.certificate.subject_display();
            let class = authority.class.map(|class| class.text(self.lang));
            if let (true, Some(class)) = (authority.known.is_some(), class) {
                self.good(
                    &format!("{subject} ({class})"),
                    &format!("{subject} ({class})"),
                );
            }
            if let Some(list) = authority
                .list
                .as_ref()
                .filter(|list| trust::is_fresh(list, self.now))
            {
                let line = format!(
                    "CRL {subject}: {}",
                    trust::freshness(list, self.now, self.lang)
                );
                self.good(&line, &line);
            }
        }
        for finding in inventory.findings(self.now) {
            let text = finding.text(self.lang);
            // Without servers nothing but the folder can say what is revoked.
            let must_be_here = finding.is_missing_list() && !config.online.enabled;
            match finding.severity() {
                TrustSeverity::Trouble => self.trouble(&text, &text),
                TrustSeverity::Warning | TrustSeverity::Note if must_be_here => {
                    self.trouble(&text, &text)
                }
                TrustSeverity::Warning | TrustSeverity::Note => self.note(&text, &text),
            }
        }
    }

    fn look_at_modules(&mut self, paths: &[PathBuf]) {
        if paths.is_empty() {
            self.note(
                "Thiết bị lưu khóa: chỉ ra thư viện PKCS#11 bằng --module ĐƯỜNG_DẪN để kiểm tra.",
                "Tokens: name the PKCS#11 library with --module PATH to look at them.",
            );
        }
        for path in paths {
            self.look_at_module(path);
        }
    }

    /// The keys that the service signs with, by name: whether they open is not tried, since each wrong PIN counts.
    fn look_at_keys(&mut self, config: &Config) {
        if config.keys.is_empty() {
            return self.note(
                "Cấu hình không khai khóa ký nào ([[keys]]): dịch vụ chỉ kiểm tra, không ký.",
                "The configuration names no key ([[keys]]): the service verifies and signs nothing.",
            );
        }
        for key in &config.keys {
            let id = &key.id();
            let files = key.files();
            match files.iter().find(|file| !file.exists()) {
                None => self.note(
                    &format!("Khóa ký “{id}”: có đủ tệp, chưa thử mở"),
                    &format!("Key “{id}”: its files are there; it was not opened"),
                ),
                Some(missing) => {
                    let missing = missing.display();
                    self.trouble(
                        &format!("Khóa ký “{id}”: không có tệp {missing}"),
                        &format!("Key “{id}”: there is no file {missing}"),
                    );
                }
            }
        }
    }

    fn look_at_module(&mut self, path: &Path) {
        let options = TokenOptions::default();
        let slots = Module::load(path).and_then(|module| module.slots(&options));
        let place = path.display();
        match slots {
            Err(error) => {
                let text = error.text(self.lang);
                self.trouble(&format!("{place}: {text}"), &format!("{place}: {text}"));
            }
            Ok(slots) => {
                let tokens = slots
                    .iter()
                    .filter(|slot| matches!(slot.content, SlotContent::Token(_)))
                    .count();
                self.good(
                    &format!("{place}: {tokens} thiết bị"),
                    &format!("{place}: {}", counted(tokens, "token")),
                );
                slots.iter().for_each(|slot| self.look_at_slot(slot));
            }
        }
    }

    fn look_at_slot(&mut self, slot: &SlotInfo) {
        match &slot.content {
            SlotContent::Token(token) => self.look_at_token(token),
            SlotContent::Unreadable(error) => {
                let text = error.text(self.lang);
                self.trouble(&text, &text);
            }
            // An empty reader or a token without contents asks for nothing.
            SlotContent::Empty | SlotContent::Uninitialized => {}
        }
    }

    fn look_at_token(&mut self, token: &TokenInfo) {
        let identity = &token.identity;
        match token.pin.tries_left() {
            TriesLeft::Zero => self.trouble(
                &format!("{identity}: đã bị khóa PIN"),
                &format!("{identity}: locked"),
            ),
            TriesLeft::One => self.trouble(
                &format!("{identity}: chỉ còn một lần nhập PIN trước khi bị khóa"),
                &format!("{identity}: one last try of the PIN before it locks"),
            ),
            TriesLeft::Fewer => self.note(
                &format!("{identity}: vừa có lần nhập sai PIN"),
                &format!("{identity}: a wrong PIN was entered last time"),
            ),
            TriesLeft::NoneReportedWrong => self.good(&identity.to_string(), &identity.to_string()),
        }
    }
}
