//! What `kyso doctor` says about servers: the cache folder, and with the user's consent each timestamp authority and the
//! clock.

use std::fs;
use std::path::Path;
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use kyso_online::TimestampAuthorities;
use kyso_pki::{DigestAlgorithm, TimestampFailure};
use kyso_setup::{Config, each_timestamp_authority};
use kyso_words::{Lang, Localized};
use openssl::rand::rand_bytes;

use super::Visit;

impl Visit {
    /// Looks at what the configuration says about servers; asks them only when `ask` is set.
    pub(super) fn look_at_servers(&mut self, config: &Config, ask: bool) {
        match config.online.enabled {
            true => self.look_at_cache(config),
            false => self.note(
                "Không hỏi máy chủ nào về chứng thư ([online] enabled = false).",
                "No server is asked about certificates ([online] enabled = false).",
            ),
        }
        match each_timestamp_authority(config) {
            Err(error) => self.trouble(
                &format!("Cấu hình máy chủ dấu thời gian: {}", error.vietnamese()),
                &format!("configuration of timestamp authorities: {error}"),
            ),
            Ok(authorities) if authorities.is_empty() => self.note(
                "Chưa cấu hình máy chủ dấu thời gian ([[tsa]]): chỉ ký được mức B-B.",
                "No timestamp authority is configured ([[tsa]]): signatures are B-B only.",
            ),
            Ok(authorities) => {
                for (url, authority) in &authorities {
                    self.look_at_authority(url, authority, ask);
                }
            }
        }
    }

    fn look_at_cache(&mut self, config: &Config) {
        let Some(folder) = config.online.cache_folder() else {
            return self.note(
                "Trả lời của máy chủ chỉ giữ trong bộ nhớ.",
                "What servers answer is kept in memory only.",
            );
        };
        let place = folder.display();
        match try_writing(&folder) {
            Ok(()) => self.good(
                &format!("Thư mục giữ trả lời của máy chủ: {place}"),
                &format!("Folder for what servers answer: {place}"),
            ),
            Err(error) => self.trouble(
                &format!(
                    "{place}: không ghi được ({}); chọn thư mục khác bằng [online] cache",
                    error.text(Lang::Vi)
                ),
                &format!(
                    "{place}: cannot be written ({error}); choose another with [online] cache"
                ),
            ),
        }
    }

    fn look_at_authority(&mut self, url: &str, authority: &TimestampAuthorities, ask: bool) {
        if !ask {
            return self.note(
                &format!("{url}: chưa hỏi; thêm --online để xin thử một dấu thời gian"),
                &format!("{url}: not asked; --online asks for one timestamp"),
            );
        }
        let began = Instant::now();
        match ask_for_time(authority) {
            Ok(time) => {
                let line = format!("{url}: {} ms", began.elapsed().as_millis());
                self.good(&line, &line);
                self.look_at_clock(url, time);
            }
            Err(failures) => {
                let said = |lang| {
                    let each = failures.iter().map(|failure| failure.text(lang));
                    each.collect::<Vec<_>>().join("; ")
                };
                self.trouble(
                    &format!("{url}: không có dấu thời gian ({})", said(Lang::Vi)),
                    &format!("{url}: no timestamp ({})", said(Lang::En)),
                );
            }
        }
    }

    /// A clock that is off makes good lists look old and new certificates look unborn.
    fn look_at_clock(&mut self, url: &str, certified: Timestamp) {
        let off = Timestamp::now().duration_since(certified);
        let seconds = off.as_secs();
        match off.abs() <= TOLERANCE {
            true => self.good(
                &format!("Đồng hồ máy này lệch {seconds} s so với {url}"),
                &format!("The clock here is {seconds} s from that of {url}"),
            ),
            false => self.trouble(
                &format!("Đồng hồ máy này lệch {seconds} s so với {url}: hãy chỉnh lại"),
                &format!("The clock here is {seconds} s from that of {url}: set it"),
            ),
        }
    }
}

/// The time that one authority certifies for something random.
fn ask_for_time(authority: &TimestampAuthorities) -> Result<Timestamp, Vec<TimestampFailure>> {
    let mut digest = [0; 32];
    rand_bytes(&mut digest).map_err(|_| vec![TimestampFailure::NoRandomNumbers])?;
    let obtained = authority.obtain(DigestAlgorithm::Sha256, &digest);
    let obtained = obtained.map_err(|error| {
        let attempts = error.attempts.into_iter();
        attempts.map(|one| one.failure).collect::<Vec<_>>()
    })?;
    Ok(obtained.token.generated_at())
}

/// Makes the folder, and a file in it that goes away again.
fn try_writing(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    tempfile::tempfile_in(folder).map(drop)
}

/// How far clocks may be apart.
const TOLERANCE: SignedDuration = SignedDuration::from_secs(60);
