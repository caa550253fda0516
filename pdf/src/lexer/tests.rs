//! Tokens, written well and badly.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::hex::hex;

#[test]
fn digits_are_the_same_one_by_one_and_in_blocks() {
    for byte in 0..=u8::MAX {
        let known = char::from(byte).to_digit(16);
        assert_eq!(hex(byte).map(u32::from), known, "{byte}");
    }
    let digits: Vec<u8> = b"0123456789abcdefABCDEF"
        .iter()
        .copied()
        .cycle()
        .take(200)
        .collect();
    let decoded = |text: &[u8]| {
        let text = [b"<", text, b">"].concat();
        match Lexer::new(&text, 0).token() {
            Ok(Token::String(bytes)) => Some(bytes),
            _ => None,
        }
    };
    let whole = decoded(&digits).unwrap();
    assert_eq!(whole.len(), 100);
    assert_eq!(whole.get(..3), Some(&[0x01, 0x23, 0x45][..]));
    for place in 0..=digits.len() {
        let with = |byte: u8| {
            let mut text = digits.clone();
            text.insert(place, byte);
            decoded(&text)
        };
        assert_eq!(with(b'\n').as_ref(), Some(&whole), "white space at {place}");
        assert_eq!(with(b'G'), None, "no digit at {place}");
    }
}

fn tokens(text: &[u8]) -> Vec<Token<'_>> {
    let mut lexer = Lexer::new(text, 0);
    let mut tokens = Vec::new();
    loop {
        match lexer.token().unwrap() {
            Token::End => return tokens,
            token => tokens.push(token),
        }
    }
}

#[test]
fn numbers_keep_their_type() {
    assert_eq!(
        tokens(b"1 -2 +3 4. -.5 0012"),
        [
            Token::Integer(1),
            Token::Integer(-2),
            Token::Integer(3),
            Token::Real(4.0),
            Token::Real(-0.5),
            Token::Integer(12)
        ]
    );
}

#[test]
fn strings_decode_escapes_and_nested_parentheses() {
    assert_eq!(
        tokens(b"(a(b)\\)\\101\\\r\nc\r\nd) <48 6>"),
        [
            Token::String(b"a(b))Ac\nd".to_vec()),
            Token::String(b"H`".to_vec())
        ]
    );
}

#[test]
fn names_decode_number_signs() {
    assert_eq!(
        tokens(b"/A#42 /C#zz"),
        [
            Token::Name(Name::from("AB")),
            Token::Name(Name::from("C#zz"))
        ]
    );
}

#[test]
fn comments_are_white_space() {
    assert_eq!(tokens(b"% x\n7%y"), [Token::Integer(7)]);
}

#[test]
fn an_unterminated_string_is_an_error_not_a_loop() {
    assert!(Lexer::new(b"(abc", 0).token().is_err());
    assert!(Lexer::new(b"<414", 0).token().is_err());
}
