//! Operations of a content stream (ISO 32000-2, 7.8.2), without meaning.
#![deny(clippy::indexing_slicing, clippy::cast_possible_truncation)]

use crate::error::PdfError;
use crate::lexer::{Lexer, Token};
use crate::object::{Name, Object};

/// An operator with its operands. Arrays and dictionaries among the operands
/// are left out: they show as [`Object::Null`].
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// Such as `cm`, `Do`, `q`.
    pub operator: Vec<u8>,
    /// In written order.
    pub operands: Vec<Object>,
}

/// Splits a decoded content stream into operations, `limit` at most.
///
/// # Errors
/// [`PdfError::Syntax`], or [`PdfError::LimitReached`] for more operations. An
/// inline image (`BI`) ends the reading with a syntax error: its data cannot be
/// told from operators without its filters.
pub fn operations(content: &[u8], limit: usize) -> Result<Vec<Operation>, PdfError> {
    let mut lexer = Lexer::new(content, 0);
    let mut operations = Vec::new();
    let mut operands = Vec::new();
    let mut nesting = 0_usize;
    loop {
        let operand = match lexer.token()? {
            Token::End => return Ok(operations),
            Token::Keyword(b"BI") => return Err(lexer.error("inline image")),
            Token::Keyword(b"true") => Object::Boolean(true),
            Token::Keyword(b"false") => Object::Boolean(false),
            Token::Keyword(b"null") => Object::Null,
            Token::Keyword(operator) => {
                if operations.len() >= limit {
                    return Err(PdfError::LimitReached {
                        budget: "operations of a content stream",
                        limit,
                    });
                }
                operations.push(Operation {
                    operator: operator.to_vec(),
                    operands: std::mem::take(&mut operands),
                });
                continue;
            }
            Token::ArrayStart | Token::DictionaryStart => {
                nesting += 1;
                continue;
            }
            Token::ArrayEnd | Token::DictionaryEnd => {
                nesting = nesting.saturating_sub(1);
                Object::Null
            }
            Token::Integer(value) => Object::Integer(value),
            Token::Real(value) => Object::Real(value),
            Token::String(bytes) => Object::String(bytes),
            Token::Name(name) => Object::Name(name),
        };
        if nesting == 0 {
            operands.push(operand);
        }
    }
}

impl Operation {
    /// The operands when all of them are numbers and there are `N`.
    #[must_use]
    pub fn numbers<const N: usize>(&self) -> Option<[f64; N]> {
        let numbers: Option<Vec<f64>> = self.operands.iter().map(Object::as_number).collect();
        numbers?.try_into().ok()
    }

    /// The single operand when it is a name.
    #[must_use]
    pub fn name(&self) -> Option<&Name> {
        match self.operands.as_slice() {
            [Object::Name(name)] => Some(name),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn operands_belong_to_the_operator_after_them() {
        let content = b"q 10 0 0 5.5 1 2 cm /Im1 Do Q [(a) -3 (b)] TJ";
        let operations = operations(content, 10).unwrap();
        assert_eq!(operations.len(), 5);
        assert_eq!(
            operations[1].numbers(),
            Some([10.0, 0.0, 0.0, 5.5, 1.0, 2.0])
        );
        assert_eq!(operations[2].name(), Some(&Name::from("Im1")));
        assert_eq!(operations[4].operands, [Object::Null]);
    }

    #[test]
    fn endless_operations_end_at_the_limit() {
        assert!(operations(&b"q ".repeat(100), 99).is_err());
    }
}
