//! Tokens that are passed: nothing is built of them.

use super::{Lexer, Token};
use crate::error::{Flaw, PdfError};

/// A token of which nothing is built.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Passed<'a> {
    Integer(i64),
    /// As it is written, without its solidus.
    Name(&'a [u8]),
    /// The same, with a character that programs may read differently.
    MarkedName(&'a [u8]),
    /// A string, or a number that is no integer.
    Value,
    ArrayStart,
    ArrayEnd,
    DictionaryStart,
    DictionaryEnd,
    Keyword(&'a [u8]),
    End,
}

impl<'a> Lexer<'a> {
    /// Passes what [`token`](Self::token) reads, without allocating; the content of a hexadecimal
    /// string is not looked at.
    #[inline]
    pub(crate) fn skim(&mut self) -> Result<Passed<'a>, PdfError> {
        self.skip_white_space();
        let Some(byte) = self.peek() else {
            return Ok(Passed::End);
        };
        match byte {
            b'/' => {
                self.position += 1;
                Ok(match self.regular_and_marks() {
                    (name, false) => Passed::Name(name),
                    (name, true) => Passed::MarkedName(name),
                })
            }
            b'0'..=b'9' => match self.small_integer() {
                Some(value) => Ok(Passed::Integer(value)),
                None => self.pass_number(),
            },
            b'+' | b'-' | b'.' => self.pass_number(),
            b'(' => self.pass_literal_string(),
            b'<' if self.take(b"<<") => Ok(Passed::DictionaryStart),
            b'<' => self.pass_hexadecimal_string().map(|()| Passed::Value),
            b'>' if self.take(b">>") => Ok(Passed::DictionaryEnd),
            b'[' => Ok(self.single(Passed::ArrayStart)),
            b']' => Ok(self.single(Passed::ArrayEnd)),
            b')' | b'>' | b'{' | b'}' => Err(self.error(Flaw::Delimiter)),
            _ => Ok(Passed::Keyword(self.regular())),
        }
    }

    fn pass_number(&mut self) -> Result<Passed<'a>, PdfError> {
        let token = self.number()?;
        Ok(match token {
            Token::Integer(value) => Passed::Integer(value),
            _ => Passed::Value,
        })
    }

    fn pass_literal_string(&mut self) -> Result<Passed<'a>, PdfError> {
        let mut open = 0_usize;
        loop {
            match self.string_byte()? {
                b'(' => open += 1,
                b')' if open == 1 => return Ok(Passed::Value),
                b')' => open -= 1,
                b'\\' => {
                    self.string_byte()?;
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_passed_ends_where_what_is_read_does() {
        for text in [
            "<</A 1/B[2 -3 +4 5.5 .5 1.]>>",
            "12345678901234567890 123456789012345678 0012 -0",
            "(a(b)\\)\\(\\101\\\r\nc\r\nd)/N",
            "()(\\\\)(\\))(\\1)(",
            "<48 6><>/A#42/ /",
            "true false null R obj endobj",
            "% x\n7%y",
            "1.2.3",
            "1-2",
            "-",
            "(abc",
            "(abc\\",
            "{",
            ">",
        ] {
            let mut read = Lexer::new(text.as_bytes(), 0);
            let mut passed = read.clone();
            loop {
                let token = read.token();
                assert_eq!(
                    passed.skim(),
                    token.clone().map(|token| of(&token, text, &read))
                );
                assert_eq!(passed.position(), read.position(), "{text}");
                if matches!(token, Ok(Token::End) | Err(_)) {
                    break;
                }
            }
        }
    }

    /// What `skim` passes in place of `token`, which ends where `lexer` is.
    fn of<'a>(token: &Token<'a>, text: &'a str, lexer: &Lexer<'_>) -> Passed<'a> {
        match token {
            Token::Integer(value) => Passed::Integer(*value),
            Token::Name(_) => {
                let passed = text.get(..lexer.position()).unwrap();
                let name = passed.rsplit('/').next().unwrap();
                match name.contains('#') {
                    true => Passed::MarkedName(name.as_bytes()),
                    false => Passed::Name(name.as_bytes()),
                }
            }
            Token::Real(_) | Token::String(_) => Passed::Value,
            Token::ArrayStart => Passed::ArrayStart,
            Token::ArrayEnd => Passed::ArrayEnd,
            Token::DictionaryStart => Passed::DictionaryStart,
            Token::DictionaryEnd => Passed::DictionaryEnd,
            Token::Keyword(word) => Passed::Keyword(word),
            Token::End => Passed::End,
        }
    }

    #[test]
    fn a_hexadecimal_string_is_passed_unseen() {
        let mut lexer = Lexer::new(b"<no digits>7", 0);
        assert_eq!(lexer.skim(), Ok(Passed::Value));
        assert_eq!(lexer.skim(), Ok(Passed::Integer(7)));
        assert_eq!(lexer.skim(), Ok(Passed::End));
        let mut lexer = Lexer::new(b"<414", 0);
        assert!(lexer.skim().is_err());
    }
}
