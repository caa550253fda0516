//! Tokens as people write them.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The tokens on one line, with spaces where rustfmt would have them.
pub(crate) fn written(tokens: TokenStream) -> String {
    let mut line = String::new();
    write(tokens, &mut line);
    let line = line.trim_end().replace(", )", ")").replace(", }", " }");
    // Whether a function changes what it was given is its own affair.
    line.replace("(mut ", "(").replace(", mut ", ", ")
}

fn write(tokens: TokenStream, line: &mut String) {
    let mut is_joint = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => (" { ", " }"),
                    Delimiter::None => ("", ""),
                };
                let after_word = line.ends_with(char::is_alphanumeric);
                if after_word && group.delimiter() == Delimiter::Bracket {
                    line.push(' ');
                }
                line.push_str(open);
                write(group.stream(), line);
                let inner = line.trim_end().len();
                line.truncate(inner);
                line.push_str(close);
            }
            TokenTree::Punct(mark) => {
                let sign = mark.as_char();
                let starts = !is_joint && matches!(sign, '=' | '+' | '|' | '-');
                if starts && !line.ends_with(' ') {
                    line.push(' ');
                }
                let ends_arrow = sign == '>' && line.ends_with('-');
                line.push(sign);
                let is_double_colon = sign == ':' && (is_joint || mark.spacing() == Spacing::Joint);
                is_joint = mark.spacing() == Spacing::Joint;
                let spaced = matches!(sign, ',' | ';' | '=' | '+' | '|' | ':') || ends_arrow;
                if spaced && !is_joint && !is_double_colon {
                    line.push(' ');
                }
                continue;
            }
            word => {
                let after_word = line.ends_with(|last: char| last.is_alphanumeric() || last == '_');
                if after_word && !is_joint || line.ends_with(')') {
                    line.push(' ');
                }
                line.push_str(&word.to_string());
            }
        }
        is_joint = false;
    }
}
