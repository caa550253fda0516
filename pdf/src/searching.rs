//! What a program that searches a file may take for an object stream or a dictionary.

use crate::document::Document;
use crate::error::PdfError;
use crate::lexer::Lexer;
use crate::object::Object;
use crate::parser::{direct_object, object_header};

impl Document<'_> {
    /// Whether a program that repairs the file may take the bytes at the offset `start` for an
    /// object stream: its `/Type` says so, or does not say plainly what it is.
    ///
    /// # Errors
    /// [`PdfError::LimitReached`].
    pub fn may_be_object_stream(&self, start: usize) -> Result<bool, PdfError> {
        self.meter.check_scanned()?;
        let mut lexer = Lexer::new(self.bytes(), start);
        let header = object_header(&mut lexer);
        self.meter.scan(lexer.position().saturating_sub(start))?;
        if header.is_err() {
            return Ok(true);
        }
        let start = lexer.position();
        let (object, end) = match direct_object(self.bytes(), start, &self.meter) {
            Ok(read) => read,
            Err(error @ PdfError::LimitReached { .. }) => return Err(error),
            Err(_) => return Ok(true),
        };
        let Object::Dictionary(dictionary) = object else {
            return Ok(false);
        };
        let text = self.bytes().get(start..end).unwrap_or_default();
        Ok(text.contains(&b'#')
            || match dictionary.get("Type") {
                None => false,
                Some(Object::Name(name)) => {
                    let is_plain = name.as_bytes().iter().all(u8::is_ascii_alphanumeric);
                    *name == "ObjStm" || !is_plain
                }
                Some(_) => true,
            })
    }

    /// Whether a dictionary begins at the offset `position`, behind white space and comments, or the budget for looking is spent.
    #[must_use]
    pub fn opens_dictionary(&self, position: usize) -> bool {
        let mut lexer = Lexer::new(self.bytes(), position);
        lexer.skip_white_space();
        let passed = lexer.position().saturating_sub(position);
        self.meter.scan(passed).is_err() || lexer.take(b"<<")
    }
}
