//! What a file may not be larger than.

use std::fmt;

use kyso_words::Localized;

/// MB, of 1024 × 1024 bytes, that a file may have at most: the memory of one verification is little
/// more than its file. The command line takes files of this size, the service those below the limit
/// of its configuration, which is no larger.
pub const LARGEST_FILE_MB: u64 = 2048;

/// A file is larger than what reads it accepts, in the words of service and command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileTooLarge {
    /// The greatest number of bytes, a multiple of 1024 × 1024.
    pub limit: u64,
}

impl fmt::Display for FileTooLarge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let megabytes = self.limit >> 20;
        write!(
            formatter,
            "the file is too large: the limit is {megabytes} MB"
        )
    }
}

impl Localized for FileTooLarge {
    fn vietnamese(&self) -> String {
        format!("tệp quá lớn: giới hạn là {} MB", self.limit >> 20)
    }
}
